/** The languages that replies are written in, and how one is told from another. */
import { primaryLanguage } from "../../../page/language.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import type { Language } from "./language.ts";
import { nl } from "./nl.ts";
import { pl } from "./pl.ts";
import { pt } from "./pt.ts";

export const LANGUAGES: readonly Language[] = [en, de, fr, es, it, pt, nl, pl];

/** The language with this tag (BCP 47), whatever its region; undefined when replies are not written in it. */
export function languageOf(tag: string): Language | undefined {
  const primary = primaryLanguage(tag);
  return LANGUAGES.find((language) => language.tag === primary);
}

/** By word, the languages in which it is frequent. */
const COMMON = new Map<string, Language[]>();
for (const language of LANGUAGES)
  for (const word of language.common.split(" ")) COMMON.set(word, [...(COMMON.get(word) ?? []), language]);
/** Words of a text by which its language is told. */
const LOOKED_AT = 400;
/** What a word with a language's own letters counts, beside the frequent words, which are one together. */
const LETTERS = 0.5;
/** Points for each word below which a text is in none of the languages: in each of them it is three times as much. */
const LEAST_SHARE = 0.07;

/**
 * The language of `text` by its frequent words, of which one that several languages have counts for each the less, and by its
 * letters; undefined when it is none of them, or says too little.
 */
export function detectLanguage(text: string): Language | undefined {
  const words = (text.toLowerCase().match(/[\p{L}\p{M}’'¿¡]+/gu) ?? []).slice(0, LOOKED_AT);
  const points = new Map<Language, number>();
  const add = (language: Language, count: number): void => {
    points.set(language, (points.get(language) ?? 0) + count);
  };
  for (const word of words) {
    const languages = COMMON.get(word.replace(/[¿¡]/g, "")) ?? [];
    for (const language of languages) add(language, 1 / languages.length);
    for (const { language, pattern } of LETTERS_OF) if (pattern.test(word)) add(language, LETTERS);
  }
  const [best] = Array.from(points).sort(([, a], [, b]) => b - a);
  return best !== undefined && best[1] / words.length >= LEAST_SHARE ? best[0] : undefined;
}

const LETTERS_OF = LANGUAGES.filter(({ letters }) => letters !== "").map((language) => ({
  language,
  pattern: new RegExp(language.letters, "u"),
}));

/**
 * The language to write in: the wanted one; else that of the text, which is surer than what a mail says of itself; else what
 * it says; else English. One that replies are not written in counts as none.
 */
export function replyLanguage(wanted: string, said: string, text: string): Language {
  const [english] = LANGUAGES;
  if (english === undefined) throw new RangeError("no languages");
  return languageOf(wanted) ?? detectLanguage(text) ?? languageOf(said) ?? english;
}
