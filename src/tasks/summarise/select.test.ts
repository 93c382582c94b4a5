import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PageContent } from "../../page/content.ts";
import { MAX_CANDIDATES, selectSentences } from "./select.ts";
import { type Sentence, sentencesOf } from "./sentences.ts";

type Page = Pick<PageContent, "title" | "lang" | "blocks">;

const fixture = (name: string): Page =>
  JSON.parse(readFileSync(`test/fixtures/pages/${name}.json`, "utf8")) as Page;

async function choose({ title, lang, blocks }: Page, count: number): Promise<string[]> {
  const chosen = await selectSentences(await sentencesOf(blocks, lang), title, lang, count);
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
    expect(await selectSentences([], "", "", 3)).toEqual([]);
  });

  it("is deterministic, and quick on a long page", async () => {
    const words = "harbour wind boat lamp stone keeper winter signal tower rock ferry engine".split(" ");
    let seed = 7;
    const word = (): string => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return words[seed % words.length] ?? "";
    };
    const long = page(
      ...Array.from(
        { length: 1000 },
        (_, i) => `The ${word()} and the ${word()} were ${word()} number ${i} of the ${word()}.`,
      ),
    );
    const sentences = await sentencesOf(long.blocks, "en");
    const started = performance.now();
    const first = await selectSentences(sentences, long.title, "en", 6);
    expect(performance.now() - started).toBeLessThan(4000);
    expect(await selectSentences(sentences, long.title, "en", 6)).toEqual(first);
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
    const rest = () => void steps++;
    const chosen = await selectSentences(sentences, "The tower", "en", 6, rest);
    // Once each to take its terms, and once each for every point.
    expect(steps).toBeLessThanOrEqual(7 * MAX_CANDIDATES);
    expect(chosen).toHaveLength(6);
    expect(chosen.at(-1)?.block).toBeGreaterThan(66_000);
    expect(await selectSentences(sentences, "The tower", "en", 6)).toEqual(chosen);
  });

  it("takes a page with more terms than a call may have arguments", async () => {
    const sentences = Array.from({ length: 2600 }, (_, i): Sentence => {
      const text = `${Array.from({ length: 50 }, (_, j) => (i * 50 + j + 1e6).toString()).join(" ")}.`;
      return { text, block: i, kind: "paragraph", place: 0 };
    });
    expect(await selectSentences(sentences, "", "en", 2)).toHaveLength(2);
  });
});
