/** The scorecard's own arithmetic: cases are read as they are meant, and each figure counts what it says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openJournal } from "../scripts/eval/journal.ts";
import { loadCases, parseCase } from "./eval/summarise/cases.ts";
import { figuresOf, scoreSummary } from "./eval/summarise/score.ts";
import { type Model, SYSTEMS } from "./eval/summarise/systems.ts";

const CASE = parseCase(
  "bridge",
  `title: The bridge of Millford
lang: en
fact: closed & June 2027 | shut & June 2027
fact: 11,400
fact: Helen Marsh

The bridge of Millford is closed until June 2027, Dr. Helen Marsh said.
It was built in 1932.

## Traffic

- Some 11,400 drivers must take the A27.

~~~ 12`,
);

describe("parseCase", () => {
  it("reads blocks, facts and filling", () => {
    expect(CASE.page.blocks.slice(0, 3)).toEqual([
      {
        kind: "paragraph",
        text: "The bridge of Millford is closed until June 2027, Dr. Helen Marsh said. It was built in 1932.",
      },
      { kind: "heading", text: "Traffic" },
      { kind: "item", text: "Some 11,400 drivers must take the A27." },
    ]);
    expect(CASE.page.blocks).toHaveLength(3 + 3);
    expect(CASE.facts[0]).toEqual([
      ["closed", "June 2027"],
      ["shut", "June 2027"],
    ]);
    expect(CASE.page.words.all).toBeGreaterThan(100);
  });

  it.each(["", "title: A\nlang: en\n\nText.", "lang: en\nfact: a\n\nText.", "title: A\nlang: en\nfact: a"])(
    "refuses %j",
    (text) => {
      expect(() => parseCase("x", text)).toThrow(/needed/);
    },
  );
});

describe("the cases", () => {
  const cases = loadCases();

  it("are at least 40, of many languages and lengths", () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
    expect(new Set(cases.map(({ page }) => page.lang)).size).toBeGreaterThanOrEqual(10);
    const words = cases.map(({ page }) => page.words.all);
    expect(Math.min(...words)).toBeLessThan(200);
    expect(Math.max(...words)).toBeGreaterThan(15_000);
  });

  it.each(cases.map((each) => [each.name, each] as const))("%s holds its own facts", (_, { page, facts }) => {
    const score = scoreSummary({ page, facts }, [page.blocks.map((block) => block.text).join("\n")]);
    expect(score.facts).toBe(facts.length);
    expect(score.unsupported).toEqual([]);
    expect(score.own).toBe(0);
  });

  it("are taken evenly when there shall be few", () => {
    expect(loadCases(5)).toHaveLength(5);
    expect(new Set(loadCases(5).map(({ page }) => page.lang)).size).toBeGreaterThanOrEqual(3);
  });
});

describe("scoreSummary", () => {
  const scored = (...points: string[]) => scoreSummary(CASE, points);

  it("counts facts in any of their wordings", () => {
    expect(scored("It is shut until June 2027.").facts).toBe(1);
    expect(scored("It is shut.", "Wait until June 2027, says Helen Marsh.").facts).toBe(2);
    expect(scored("It is shut.").facts).toBe(0);
  });

  it("finds numbers and names that are not on the page", () => {
    expect(scored("Some 11.400 drivers take the A27.").unsupported).toEqual([]);
    expect(scored("Some 12,000 drivers take the A28, says Mr Smith.").unsupported).toEqual([
      "12,000",
      "28",
      "A28",
      "Mr",
      "Smith",
    ]);
    const japanese = { ...CASE, page: { ...CASE.page, lang: "ja" } };
    expect(scoreSummary(japanese, ["橋は Smith が閉じた。"]).unsupported).toEqual(["Smith"]);
  });

  it("counts points that repeat, and points in words of their own", () => {
    const { repeats, own, points } = scored(
      "The bridge of Millford is closed until June 2027, Dr. Helen Marsh said.",
      "The bridge of Millford is closed, Helen Marsh said.",
      "It was built in 1932.",
    );
    expect({ repeats, own, points }).toEqual({ repeats: 1, own: 1, points: 3 });
  });
});

describe("figuresOf", () => {
  it("gives shares, sums and means", () => {
    const score = { facts: 1, of: 4, unsupported: ["x"], repeats: 1, own: 1, points: 2 };
    const more = { ...score, facts: 3, unsupported: [], own: 0 };
    expect(
      figuresOf([
        { score, seconds: 2, tokens: 10 },
        { score: more, seconds: 4, tokens: 21 },
      ]),
    ).toEqual({ facts_covered: 0.5, unsupported: 1, repeats: 2, own_words: 0.25, seconds: 3, tokens: 16 });
    expect(figuresOf([])).toMatchObject({ facts_covered: 0, own_words: 0, seconds: 0, tokens: 0 });
  });
});

describe("the systems", () => {
  const saying = (answer: string): Model & { readonly asked: string[] } => {
    const asked: string[] = [];
    return {
      asked,
      name: "played",
      style: "completion",
      contextWindow: 1024,
      async *ask(prompt) {
        asked.push(prompt.input);
        yield { text: answer };
        yield { text: "", end: { reason: "stop", promptTokens: 1, outputTokens: 1 } };
      },
    };
  };

  it("give the page's sentences where they ask no model", async () => {
    for (const name of ["lead", "select"] as const) {
      const model = saying("");
      const points = await SYSTEMS[name](CASE.page, model);
      expect(points.length).toBe(3);
      expect(scoreSummary(CASE, points).own).toBe(0);
      expect(model.asked).toEqual([]);
    }
  });

  it("put as much of the page as fits into one prompt, and read its lines as points", async () => {
    const model = saying("- One is here.\n- Two is there. Three too.\n4. Four.");
    expect(await SYSTEMS.whole_page(CASE.page, model)).toEqual([
      "One is here.",
      "Two is there.",
      "Three too.",
    ]);
    expect(model.asked).toHaveLength(1);
    expect(model.asked[0]?.length).toBeLessThan(
      CASE.page.blocks.map(({ text }) => text).join("\n").length + 1,
    );
  });

  it("run the task itself", async () => {
    const model = saying("nonsense");
    const points = await SYSTEMS.postil(CASE.page, model);
    expect(points).toHaveLength(3);
    expect(model.asked.length).toBeGreaterThanOrEqual(3);
  });
});

describe("the journal", () => {
  const folder = mkdtempSync(join(tmpdir(), "postil-journal-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("finds nothing twice, in a later run neither", async () => {
    const path = join(folder, "run.jsonl");
    let found = 0;
    const find = async (): Promise<{ points: string[] }> => ({ points: [`${++found}`] });
    const first = openJournal(path);
    expect(await first.once("a", find)).toEqual({ points: ["1"] });
    expect(await first.once("a", find)).toEqual({ points: ["1"] });
    expect(await first.once("b", find)).toEqual({ points: ["2"] });
    expect(await openJournal(path).once("b", find)).toEqual({ points: ["2"] });
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(2);
  });

  it("keeps nothing without a file, and nothing of what failed", async () => {
    const path = join(folder, "failed.jsonl");
    const failing = openJournal(path).once("a", () => Promise.reject(new Error("no model")));
    await expect(failing).rejects.toThrow("no model");
    expect(await openJournal(path).once("a", async () => 1)).toBe(1);
    expect(await openJournal(undefined).once("a", async () => 1)).toBe(1);
    expect(await openJournal(undefined).once("a", async () => 2)).toBe(2);
  });

  it("refuses what is no journal", () => {
    const path = join(folder, "notes.txt");
    writeFileSync(path, "Dear diary");
    expect(() => openJournal(path)).toThrow(/Dear diary/);
  });
});
