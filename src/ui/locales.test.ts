/** Holds together: the texts of all languages, the code that uses them, the list of errors, and the manifest. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../errors.ts";

interface Message {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}
type Messages = Readonly<Record<string, Message>>;

const ROOT = join(import.meta.dirname, "../..");
const LOCALES = join(ROOT, "assets/_locales");

const languages = readdirSync(LOCALES);
const read = (language: string): Messages =>
  JSON.parse(readFileSync(join(LOCALES, language, "messages.json"), "utf8")) as Messages;
const english = read("en");

const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/u.test(path) && !/\.test\.tsx?$/u.test(path))
  .map((path) => readFileSync(join(ROOT, "src", path), "utf8"))
  .join("\n");
const manifest = readFileSync(join(ROOT, "manifest.json"), "utf8");
const inManifest = [...manifest.matchAll(/__MSG_(\w+)__/gu)].map((match) => match[1] ?? "");
const errorKeys = ERROR_CODES.flatMap((code) => {
  const key = `error_${code.replaceAll("-", "_")}`;
  return [key, `${key}_next`];
});

/** Beginnings of keys that are put together in code, as in `loading_${phase}`. */
const prefixes = [...sources.matchAll(/t\(`([a-z_]+_)\$\{/gu)].map((match) => match[1] ?? "");

function isUsed(key: string): boolean {
  return (
    sources.includes(`"${key}"`) ||
    sources.includes(`plural("${key.replace(/_(one|other)$/u, "")}"`) ||
    prefixes.some((prefix) => key.startsWith(prefix)) ||
    inManifest.includes(key) ||
    errorKeys.includes(key)
  );
}

/** "$SIZE$" → "size", in the order of the alphabet, each once. */
function named(text: string): string[] {
  return [
    ...new Set([...text.matchAll(/\$(\w+)\$/gu)].map((match) => (match[1] ?? "").toLowerCase())),
  ].sort();
}

describe("the English texts", () => {
  it("are there for every key in the code, the manifest and the list of errors", () => {
    const inCode = [...sources.matchAll(/\b(?:t|pieces)\(\s*"(\w+)"/gu)].map((match) => match[1] ?? "");
    const plurals = [...sources.matchAll(/\bplural\("(\w+)"/gu)].flatMap((match) => [
      `${match[1]}_one`,
      `${match[1]}_other`,
    ]);
    expect(inCode.length).toBeGreaterThan(50);
    const wanted = [...inCode, ...plurals, ...inManifest, ...errorKeys];
    expect(wanted.filter((key) => !(key in english))).toEqual([]);
  });

  it("are all used", () => {
    expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
  });
});

describe.each(languages)("%s", (language) => {
  const messages = read(language);

  it("has the keys of English and no others", () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
  });

  it("says in language_tag what it is", () => {
    expect(messages.language_tag?.message).toBe(language.replace("_", "-"));
  });

  it("has every text filled, with the placeholders of English, numbered by name", () => {
    for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
      expect(message.trim(), key).toBe(message);
      expect(message, key).not.toBe("");
      const names = named(message);
      expect(names, key).toEqual(named(english[key]?.message ?? ""));
      // `t` passes values in the alphabetical order of their names.
      const numbered = names.map((name, index) => [name, { content: `$${index + 1}` }]);
      expect(placeholders, key).toEqual(Object.fromEntries(numbered));
    }
  });

  it("keeps within the lengths that stores and browsers show", () => {
    // https://developer.chrome.com/docs/extensions/reference/manifest/description
    expect(messages.extension_description?.message.length).toBeLessThanOrEqual(132);
    expect(messages.extension_name?.message.length).toBeLessThanOrEqual(75);
  });

  it("uses the apostrophe of print, as the rest of the text does", () => {
    const straight = Object.entries(messages).filter(([, { message }]) => message.includes("'"));
    expect(straight).toEqual([]);
  });
});
