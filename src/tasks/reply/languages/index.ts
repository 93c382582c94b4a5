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

const COMMON = new Map(LANGUAGES.map((language) => [language, new Set(language.common.split(" "))]));
/** Words of a text by which its language is told. */
const LOOKED_AT = 400;
/** Share of frequent words below which a text is in none of the languages: in each of them it is a third and more. */
const LEAST_SHARE = 0.12;

/** The language of `text` by its frequent words; undefined when it is none of them, or says too little. */
export function detectLanguage(text: string): Language | undefined {
  const words = (text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []).slice(0, LOOKED_AT);
  let best: Language | undefined;
  let most = 0;
  for (const [language, common] of COMMON) {
    const count = words.filter((word) => common.has(word)).length;
    if (count > most) [best, most] = [language, count];
  }
  return words.length > 0 && most / words.length >= LEAST_SHARE ? best : undefined;
}

/**
 * The language to write in: the wanted one; else that of the text, which is surer than what a mail says of itself; else what
 * it says; else English. One that replies are not written in counts as none.
 */
export function replyLanguage(wanted: string, said: string, text: string): Language {
  const [english] = LANGUAGES;
  if (english === undefined) throw new RangeError("no languages");
  return languageOf(wanted) ?? detectLanguage(text) ?? languageOf(said) ?? english;
}
