import { describe, expect, it } from "vitest";
import { MONTHS } from "../../summarise/measures.ts";
import { fill, inAddress, wordingsOf } from "../phrases.ts";
import { wordsPattern } from "../words.ts";
import { detectLanguage, LANGUAGES, replyLanguage } from "./index.ts";
import { STANCES } from "./language.ts";

describe.each(LANGUAGES.map((language) => [language.tag, language] as const))("%s", (_, language) => {
  it("has two wordings and more of each stance, filled without a rest, for both forms of address", () => {
    for (const stance of STANCES)
      for (const familiar of [true, false]) {
        const wordings = wordingsOf(stance, language, familiar, { when: "WHEN", question: "QUESTION" });
        expect(new Set(wordings).size, stance).toBeGreaterThanOrEqual(2);
        for (const wording of wordings) {
          expect(wording).not.toMatch(/[{}|]| {2}|\s[.,]/);
          expect(wording).toMatch(/[.!?:\]]$|QUESTION$/);
        }
      }
  });

  it("states no date, no number and no name of its own", () => {
    const months = new Set(MONTHS);
    for (const stance of STANCES)
      for (const wording of language.stances[stance]) {
        expect(wording).not.toMatch(/\p{Nd}|@|https?:/u);
        const words = wording.toLowerCase().match(/\p{L}+/gu) ?? [];
        // "may" and "mars" are words too.
        expect(words.filter((word) => months.has(word) && word.length > 4)).toEqual([]);
      }
  });

  it("puts the place of a time, a question, an answer where it is needed", () => {
    for (const stance of ["acceptTime", "declineTime"] as const)
      for (const wording of language.stances[stance]) expect(wording).toContain("{when}");
    for (const wording of language.stances.answerOne) expect(wording).toMatch(/\{question\}.*\{answer\}/);
    for (const wording of language.stances.ask) expect(wording).toContain("{question}");
    for (const stance of ["postponeAnswer", "postponeTime"] as const)
      for (const wording of language.stances[stance]) expect(wording).toContain("{date}");
  });

  it("has cues that are regular expressions", () => {
    const { open, ...cues } = language.cues;
    for (const source of [...Object.values(open), ...Object.values(cues), ...Object.values(language.when)])
      expect(() => wordsPattern(source)).not.toThrow();
    for (const { match } of language.mirror.rules) expect(() => new RegExp(match, "u")).not.toThrow();
  });

  it("is recognised by its own sentences", () => {
    const text = Object.values(language.stances)
      .flat()
      .map((wording) => fill(inAddress(wording, false), language, {}))
      .join(" ");
    expect(detectLanguage(text)).toBe(language);
  });
});

it("no language is recognised in what is none of them", () => {
  expect(detectLanguage("これは日本語の文章です。明日会いましょう。")).toBeUndefined();
  expect(detectLanguage("Можем ли мы встретиться завтра?")).toBeUndefined();
  expect(detectLanguage("")).toBeUndefined();
});

it("the wanted language comes first, then the text's, then what the mail says", () => {
  expect(replyLanguage("fr-CA", "de", "Can you come to the meeting?").tag).toBe("fr");
  expect(replyLanguage("", "de", "Can you come to the meeting?").tag).toBe("en");
  expect(replyLanguage("", "pt-BR", "OK").tag).toBe("pt");
  expect(replyLanguage("xx", "", "これは").tag).toBe("en");
});
