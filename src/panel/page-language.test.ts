import { describe, expect, it, vi } from "vitest";

let answer: unknown;
let asked = "";
const detectLanguage = async (text: string) => {
  asked = text;
  if (answer instanceof Error) throw answer;
  return answer;
};
vi.mock("webextension-polyfill", () => ({ default: { i18n: { detectLanguage } } }));
const { languageOf, sureLanguageOf } = await import("./page-language.ts");

const page = (lang: string) => ({
  url: "",
  title: "",
  lang,
  blocks: [{ kind: "paragraph" as const, text: "Guten Morgen." }],
  words: { read: 2, all: 2 },
});
const found = (isReliable: boolean, language: string) => ({
  isReliable,
  languages: [{ language, percentage: 90 }],
});

describe("languageOf", () => {
  it("believes the browser when it is sure, and else the page", async () => {
    answer = found(true, "de");
    expect(await languageOf(page("en"))).toBe("de");
    expect(await languageOf(page("de-AT"))).toBe("de-AT");
    answer = found(false, "nl");
    expect(await languageOf(page("de"))).toBe("de");
    expect(await languageOf(page(""))).toBe("nl");
  });

  it("knows nothing where nobody does", async () => {
    answer = found(true, "und");
    expect(await languageOf(page(""))).toBe("");
    answer = new Error("no text");
    expect(await languageOf(page("fr"))).toBe("fr");
  });

  it("looks at the beginning of long pages only", async () => {
    answer = found(false, "");
    const long = { ...page("en"), blocks: Array.from({ length: 900 }, () => page("").blocks).flat() };
    await languageOf(long);
    expect(asked).toHaveLength(4000);
  });
});

describe("sureLanguageOf", () => {
  it("says nothing that the browser is not sure of", async () => {
    answer = found(true, "sv");
    expect(await sureLanguageOf("God morgon.")).toBe("sv");
    answer = found(false, "sv");
    expect(await sureLanguageOf("God morgon.")).toBe("");
    answer = found(true, "und");
    expect(await sureLanguageOf("1 2 3")).toBe("");
    answer = new Error("no detection here");
    expect(await sureLanguageOf("God morgon.")).toBe("");
  });
});
