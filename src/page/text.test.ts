import { describe, expect, it } from "vitest";
import { growth } from "./testing.ts";
import { foldCode, foldText } from "./text.ts";
import { countWords } from "./words.ts";

describe("foldText", () => {
  it.each([
    ["a \n\t b\u00A0c ", "a b c"],
    ["Stadt\u00ADverwaltung zero\u200Bwidth \uFEFFmark", "Stadtverwaltung zerowidth mark"],
    ["left\u202Eright\u2066", "leftright"],
    // "hi" in tag characters: nobody sees it, a tokenizer does
    ["a\u{E0068}\u{E0069}b", "ab"],
    ["bell\u0007, delete\u007F", "bell, delete"],
    ["half \uD83D of a pair", "half \uFFFD of a pair"],
    ["می\u200Cخواهم 👩\u200D💻", "می\u200Cخواهم 👩\u200D💻"],
  ])("%j", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it("keeps the lines of code", () => {
    expect(foldCode("\n\nif (a) {  \r\n\tb();\n}\n\n")).toBe("if (a) {\n\tb();\n}");
  });
});

describe("hostile text", () => {
  it.each([
    ["spaces", " "],
    ["tabs and line breaks", "\t\n"],
    ["blank lines", " \n \u00A0\n"],
    ["line separators", "\u2028 "],
    ["carriage returns", "\r"],
  ])("folds %s before a letter in linear time", async (_, run) => {
    const text = (n: number) => `x${run.repeat(n / run.length)}x`;
    expect(await growth(100_000, (n) => foldCode(text(n)))).toBeLessThan(10);
    expect(await growth(100_000, (n) => foldText(text(n)))).toBeLessThan(10);
  });

  it.each([
    ["one letter", "a"],
    ["words", "word "],
    ["Han, divided by a dictionary", "漢字"],
    ["Thai", "กา"],
    ["marks on one letter", "\u0301"],
  ])("counts %s in linear time", async (_, run) => {
    expect(await growth(10_000, (n) => countWords(run.repeat(n / run.length), "ja"))).toBeLessThan(10);
  });

  it("folds a million spaces of code away", () => {
    expect(foldCode(`a${" ".repeat(1_000_000)}\n${" ".repeat(1_000_000)}b${" ".repeat(1_000_000)}`)).toBe(
      `a\n${" ".repeat(1_000_000)}b`,
    );
    expect(foldCode(" \n \n")).toBe("");
  });
});

describe("countWords", () => {
  it.each([
    ["one two-three, four's", "en", 4],
    ["", "en", 0],
    ["— … !", "", 0],
    ["私は本を読む", "ja", 5],
    ["three words here", "not a tag!", 3],
    ["three words here", "x_y!!", 3],
    ["three words here", "zh_CN", 3],
    // Neither the pieces it is read in nor a word longer than those add words.
    ["seven letters ".repeat(5000), "en", 10_000],
    [`${"a".repeat(5000)} b`, "en", 2],
  ])("%j in %j", (text, lang, words) => {
    expect(countWords(text, lang)).toBe(words);
  });
});
