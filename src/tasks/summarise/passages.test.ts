import { describe, expect, it } from "vitest";
import { growth } from "../../page/testing.ts";
import { statementsOf } from "./passages.ts";
import { sentencesOf } from "./sentences.ts";

const paragraph = (text: string) => ({ kind: "paragraph" as const, text });
const item = (text: string) => ({ kind: "item" as const, text });
const folded = (text: string): string => text.replace(/\s+/gu, " ");

const SPEECH =
  "we went down to the river and then the guide told us about the mill which was built in 1842 by a family of weavers and it burned " +
  "down twice and nobody knows why but the insurance paid both times so ";
const CLAUSE = "the lessee shall keep the roof of the premises in good repair, ";

describe("texts that are written in sentences", () => {
  it("are left as they are", async () => {
    const blocks = [
      paragraph("The ferry is late again. Nobody told the passengers who wait on the pier."),
      item("Take the bus to the harbour"),
      paragraph(SPEECH.repeat(4)),
      paragraph("The next ferry leaves at noon, and the last one at nine in the evening."),
    ];
    expect(await statementsOf(blocks, "en")).toEqual(await sentencesOf(blocks, "en"));
  });

  it.each([
    ["nothing", []],
    ["a form to sign in", ["Sign in", "Your name and password", "Forgot your password?"]],
    ["links", ["Home News Sport Weather Jobs", "About", "Contact", "Terms of use", "Cookies"]],
    [
      "a table",
      ["folder | none | Where the responses are kept, and for how long they are kept there | 12".repeat(5)],
    ],
  ])("or not at all: %s", async (_, texts) => {
    expect(await statementsOf(texts.map(paragraph), "en")).toEqual([]);
  });
});

describe("texts that are not", () => {
  it("are quoted line by line", async () => {
    const lines = [
      "Fix a crash when an empty file is opened",
      "Add a dark theme to all of the windows",
      "Drop support for Node 16 and older ones",
      "Speed",
      "Start up in a third of the time it took before",
      "Drop support for Node 16 and older ones",
    ];
    const found = await statementsOf(lines.map(item), "en");
    expect(found.map(({ text }) => text)).toEqual([0, 1, 2, 4].map((index) => lines[index]));
    expect(found[0]).toMatchObject({ block: 0, kind: "item", passage: { begins: true, ends: true } });
  });

  it.each([
    ["speech without a full stop", "en", SPEECH.repeat(20)],
    ["a contract of one sentence", "en", `Whereas ${CLAUSE.repeat(30)}it is agreed.`],
    ["Japanese without marks", "ja", "新しい橋は一月に開通する予定で費用は百二十億円".repeat(60)],
    ["one word without end", "en", "a".repeat(2000)],
    ["signs beyond the basic plane", "en", "😀".repeat(1500)],
  ])("are taken apart into passages that stand in them: %s", async (_, lang, text) => {
    const found = await statementsOf([{ kind: "heading", text: "Notes" }, paragraph(text)], lang);
    // The same passage counts once.
    expect(found.length).toBeGreaterThan(new Set(text).size > 2 ? 2 : 0);
    for (const { text: passage, block } of found) {
      expect(block).toBe(1);
      expect(text).toContain(passage);
      expect(passage.length).toBeLessThanOrEqual(440);
      expect(passage).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
    }
    expect(found[0]?.passage).toEqual({ begins: true, ends: false });
    expect(found.at(-1)?.passage?.begins ?? true).toBe(found.length === 1);
  });

  it("lose nothing, and end at clauses where there are any", async () => {
    const text = `Whereas ${Array.from({ length: 40 }, (_, i) => `the lessee of year ${1900 + i} repairs the roof, `).join("")}it is agreed.`;
    const found = await statementsOf([paragraph(text)], "en");
    expect(folded(found.map((passage) => passage.text).join(" "))).toBe(text);
    for (const passage of found.slice(0, -1)) expect(passage.text).toMatch(/,$/);
  });

  it("come with the few sentences that are there, in the page's order", async () => {
    const first = "This lease is made on the first of May.";
    const last = "Both parties have signed it here today.";
    const found = await statementsOf(
      [paragraph(first), paragraph(`Whereas ${CLAUSE.repeat(30)}it is agreed.`), paragraph(last)],
      "en",
    );
    expect(found[0]?.text).toBe(first);
    expect(found.at(-1)?.text).toBe(last);
    expect(found.length).toBeGreaterThan(4);
    expect(found.filter(({ passage }) => passage === undefined)).toHaveLength(2);
  });

  it("take linear time", async () => {
    expect(await growth(40_000, (n) => statementsOf([paragraph("word ".repeat(n / 5))], "en"))).toBeLessThan(
      10,
    );
    expect(await growth(40_000, (n) => statementsOf([paragraph("语".repeat(n))], "zh"))).toBeLessThan(10);
  });

  it("can be stopped", async () => {
    const blocks = Array.from({ length: 100 }, (_, i) => item(`Fix the crash that number ${i} reported`));
    const rest = () => Promise.reject(new Error("stop"));
    await expect(statementsOf(blocks, "en", rest)).rejects.toThrow("stop");
  });
});
