import { describe, expect, it } from "vitest";
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

describe("countWords", () => {
  it.each([
    ["one two-three, four's", "en", 4],
    ["", "en", 0],
    ["— … !", "", 0],
    ["私は本を読む", "ja", 5],
    ["three words here", "not a tag!", 3],
  ])("%j in %j", (text, lang, words) => {
    expect(countWords(text, lang)).toBe(words);
  });
});
