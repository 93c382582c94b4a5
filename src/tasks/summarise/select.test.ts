import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { longPage } from "../../../test/eval/summarise/long-page.ts";
import type { PageContent } from "../../page/content.ts";
import { MAX_CANDIDATES, selectSentences } from "./select.ts";
import { type Sentence, sentencesOf } from "./sentences.ts";

type Page = Pick<PageContent, "title" | "lang" | "blocks">;

const fixture = (name: string): Page =>
  JSON.parse(readFileSync(`test/fixtures/pages/${name}.json`, "utf8")) as Page;

async function choose({ title, lang, blocks }: Page, count: number): Promise<string[]> {
  const chosen = await selectSentences(await sentencesOf(blocks, lang), title, count);
  return chosen.map((sentence) => sentence.text);
}

const page = (...paragraphs: string[]): Page => ({
  title: "The lighthouse of Skerry",
  lang: "en",
  blocks: paragraphs.map((text) => ({ kind: "paragraph", text })),
});

describe("selectSentences", () => {
  it.each(["german-article", "japanese-article", "arabic-article", "documentation", "forum-thread"])(
    "covers %s from its beginning into its last third",
    async (name) => {
      const source = fixture(name);
      const sentences = await sentencesOf(source.blocks, source.lang);
      const places = (await choose(source, 3)).map((text) =>
        sentences.findIndex((sentence) => sentence.text === text),
      );
      expect(places).toHaveLength(3);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places[0]).toBeLessThanOrEqual(1);
      expect(places[2]).toBeGreaterThanOrEqual(Math.floor(sentences.length / 2));
    },
  );

  it("chooses what the title is about over what is beside it", async () => {
    const chosen = await choose(
      page(
        "Good morning to all our readers today.",
        "The lighthouse of Skerry will be lit again in spring, its owner has decided.",
        "We had soup with bread and cheese before the boat left the harbour.",
        "Somebody had left an umbrella under the seat in the second row.",
      ),
      1,
    );
    expect(chosen).toEqual(["The lighthouse of Skerry will be lit again in spring, its owner has decided."]);
  });

  it("leaves out under which terms a page stands, unless that is what it is about", async () => {
    const terms =
      "This document is free; you may copy and change it under the terms of the GNU General Public License, version 2 or later.";
    const text = [
      terms,
      "The lighthouse of Skerry gets a new lamp, which two engineers will install next spring.",
      "Its old lamp burned paraffin until 1964, when the lighthouse got electricity from the mainland.",
      "The keeper's house beside the lighthouse becomes a museum about lamps and their keepers.",
    ];
    expect(await choose(page(...text), 3)).toEqual(text.slice(1));
    expect(await choose({ ...page(...text), title: "The GNU General Public License" }, 1)).toEqual([terms]);
    const suit = [
      "A court has ruled that the copyright in the lighthouse's plans ended in 1994.",
      "The owners of the copyright had asked for 40,000 crowns for every picture of it.",
      "Copyright in buildings ends seventy years after the death of whoever drew them.",
    ];
    expect(await choose(page(...suit, ...text.slice(1)), 1)).toEqual([suit[0]]);
  });

  it("does not say the same thing twice", async () => {
    const chosen = await choose(
      page(
        "The lighthouse of Skerry closed its doors to visitors in October.",
        "Visitors found the doors of the lighthouse of Skerry closed in October.",
        "A new lamp made by a firm in Bergen is going to be installed instead.",
      ),
      3,
    );
    expect(chosen).toHaveLength(2);
    expect(chosen[1]).toMatch(/^A new lamp/);
  });

  it("gives what there is, and nothing for nothing", async () => {
    expect(await choose(page("There is only this one sentence here."), 5)).toHaveLength(1);
    expect(await selectSentences([], "", 3)).toEqual([]);
  });

  it.each(["en", "ar", "ja", "th"])(
    "gives the same for the same long page (%s), from its whole length",
    async (lang) => {
      const { blocks, title } = longPage(lang, 3000);
      const sentences = await sentencesOf(blocks, lang);
      const first = await selectSentences(sentences, title, 6);
      expect(await selectSentences([...sentences], title, 6)).toEqual(first);
      expect(first).toHaveLength(6);
      const sixths = first.map(({ block }) => Math.floor((block / blocks.length) * 6));
      expect(new Set(sixths).size).toBeGreaterThanOrEqual(5);
    },
  );

  it("looks at each sentence once to weigh it, and once a point to compare it", async () => {
    const sentences = await sentencesOf(longPage("en", 4000).blocks, "en");
    let steps = 0;
    await selectSentences(sentences, "The harbour", 6, () => void steps++);
    expect(steps).toBe(sentences.length + 6);
  });

  it("weighs a bounded number of the sentences of an endless page, from its whole length", async () => {
    const sentences = Array.from(
      { length: 100_000 },
      (_, i): Sentence => ({
        text: `Keeper${i} saw boat${i} sail past tower${i} on day number ${i}.`,
        block: i,
        kind: "paragraph",
        place: 0,
      }),
    );
    let steps = 0;
    const chosen = await selectSentences(sentences, "The tower", 6, () => void steps++);
    expect(steps).toBe(MAX_CANDIDATES + 6);
    expect(chosen).toHaveLength(6);
    expect(chosen.at(-1)?.block).toBeGreaterThan(66_000);
  });

  it("does not depend on the words it knows: a statement that opens with a pronoun wins by its matter", async () => {
    const chosen = await choose(
      page(
        "It is the lighthouse of Skerry whose lamp will be lit again in spring.",
        "Soup with bread and cheese was eaten before the journey.",
        "Umbrellas were left under seats in the second row.",
      ),
      1,
    );
    expect(chosen[0]).toMatch(/^It is the lighthouse/);
  });

  describe("in languages of which it knows no words", () => {
    it.each([
      [
        "ko",
        "등대가 다시 켜진다",
        [
          "오늘 아침에는 비가 내렸고 바람이 불었다.",
          "섬의 등대가 봄에 다시 켜진다고 새 주인이 말했다.",
          "우리는 배를 타기 전에 빵과 수프를 먹었다.",
        ],
      ],
      [
        "hi",
        "प्रकाशस्तंभ फिर जलेगा",
        [
          "आज सुबह बारिश हुई और तेज़ हवा चली।",
          "द्वीप का पुराना प्रकाशस्तंभ वसंत में फिर जलेगा, मालिक ने कहा।",
          "हमने नाव से पहले रोटी और सूप खाया था।",
        ],
      ],
      [
        "sw",
        "Mnara wa taa utawashwa tena",
        [
          "Asubuhi ya leo mvua ilinyesha na upepo ulivuma sana.",
          "Mnara wa taa wa kisiwa utawashwa tena, mmiliki mpya alisema.",
          "Tulikula mkate na supu kabla ya kupanda mashua hiyo.",
        ],
      ],
      [
        "th",
        "ประภาคารจะเปิดไฟอีกครั้ง",
        [
          "เช้าวันนี้ฝนตกหนักและมีลมแรงพัดมาจากทางทิศเหนือ",
          "ประภาคารเก่าของเกาะจะเปิดไฟอีกครั้งในฤดูใบไม้ผลิปีหน้า",
          "เรากินขนมปังกับซุปก่อนที่จะลงเรือออกจากท่าในตอนบ่าย",
        ],
      ],
      [
        "zh",
        "灯塔将重新点亮",
        [
          "今天早上下了大雨,还刮了一阵风。",
          "岛上的老灯塔明年春天将重新点亮,新主人说。",
          "我们上船之前吃了面包,还喝了汤。",
        ],
      ],
    ])("finds what the title is about (%s)", async (lang, title, paragraphs) => {
      const blocks = paragraphs.map((text) => ({ kind: "paragraph" as const, text }));
      expect(await choose({ title, lang, blocks }, 1)).toEqual([paragraphs[1]]);
    });
  });

  it("takes a page with more terms than a call may have arguments", async () => {
    const sentences = Array.from({ length: 2600 }, (_, i): Sentence => {
      const text = `${Array.from({ length: 50 }, (_, j) => (i * 50 + j + 1e6).toString()).join(" ")}.`;
      return { text, block: i, kind: "paragraph", place: 0 };
    });
    expect(await selectSentences(sentences, "", 2)).toHaveLength(2);
  });
});
