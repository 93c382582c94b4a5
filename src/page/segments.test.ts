import { describe, expect, it } from "vitest";
import { segmentsOf } from "./segments.ts";

const word = new Intl.Segmenter("en", { granularity: "word" });

describe("segmentsOf", () => {
  it.each([
    ["nothing", ""],
    ["words", "The ferry’s 2.5 tons, and so on. ".repeat(300)],
    ["pairs of surrogates at the end of a piece", `x${"😀".repeat(3000)}`],
    ["one endless word", "a".repeat(10_000)],
    ["spaces", " ".repeat(3000)],
  ])("loses nothing of %s, in the segmenter's own segments", (_, text) => {
    const segments = [...segmentsOf(text, word)];
    expect(segments.map((segment) => segment.text).join("")).toBe(text);
    expect(segments.every((segment) => !/\p{Surrogate}/u.test(segment.text))).toBe(true);
    const joined: string[] = [];
    let begun = "";
    for (const segment of segments) {
      begun += segment.text;
      if (segment.isCut) continue;
      joined.push(begun);
      begun = "";
    }
    if (begun !== "") joined.push(begun);
    expect(joined).toEqual(Array.from(word.segment(text), (segment) => segment.segment));
  });
});
