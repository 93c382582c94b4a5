import { describe, expect, it } from "vitest";
import { languageTag, primaryLanguage, segmenterLocale } from "./language.ts";

describe("language tags", () => {
  it.each([
    ["EN-US", "en-US", "en"],
    ["en_US", "en-US", "en"],
    ["DE-at", "de-AT", "de"],
    ["zh_CN", "zh-CN", "zh"],
    ["ZH_hant_tw", "zh-Hant-TW", "zh"],
    ["fil", "fil", "fil"],
    [" fr ", "fr", "fr"],
    ["", "", ""],
    ["x_y!!", "", ""],
    ["not a tag!", "", ""],
    ["constructor", "", ""],
    ["-", "", ""],
    ["a".repeat(100_000), "", ""],
  ])("%j is %j of %j", (said, tag, language) => {
    expect(languageTag(said)).toBe(tag);
    expect(primaryLanguage(said)).toBe(language);
    expect(() => new Intl.Segmenter(segmenterLocale(said))).not.toThrow();
  });
});
