/**
 * What can be told of a point in another language than its source's without knowing either: that it is translated at all,
 * that its names are the source's, and its currency. Names of places differ ("Cologne", "Köln") and German writes every noun
 * with a capital, so names are compared only where a difference is no matter of spelling.
 */
import { primaryLanguage } from "../../page/language.ts";
import { wordsOf } from "./terms.ts";

/** Share of a point's words that its source has, from which on it is the source again. */
const UNTRANSLATED = 0.8;
/** Letters in which one name agrees in two languages: "London" and "Londres". */
const KIN = 3;
/** Languages in which every noun has a capital. */
const NOUN_CAPITALS = new Set(["de", "lb", "nds"]);
const CURRENCY = /\p{Sc}/gu;

export type TranslationFinding = "untranslated" | "name" | "unit";

/** A text and its language, BCP 47 or empty. */
export interface Spoken {
  readonly text: string;
  readonly lang: string;
}

/** The first thing wrong with `point` as a translation of `source`, or undefined. */
export function compareTranslation(point: Spoken, source: Spoken): TranslationFinding | undefined {
  if (isUntranslated(point.text, source.text)) return "untranslated";
  if (swapsSurname(point.text, source.text) || hasOtherNames(point, source)) return "name";
  return hasOtherCurrency(point.text, source.text) ? "unit" : undefined;
}

function isUntranslated(point: string, source: string): boolean {
  const known = new Set(wordsOf(source));
  const words = wordsOf(point).filter((word) => !/^\p{N}/u.test(word));
  return words.length > 0 && words.filter((word) => known.has(word)).length / words.length >= UNTRANSLATED;
}

/** Whether a name of two words has become another one: "Linda Hall" of "Linda Reyes". */
function swapsSurname(point: string, source: string): boolean {
  const said = beginnings(point);
  const known = beginnings(source);
  const pairs = pairsOf(point);
  return pairsOf(source).some(
    ([first, second]) =>
      !said.has(second.slice(0, KIN)) &&
      pairs.some(([other, next]) => other === first && !known.has(next.slice(0, KIN))),
  );
}

/** Words in Latin letters with capitals, next to each other. */
function pairsOf(text: string): [first: string, second: string][] {
  const names = text.matchAll(
    /(?<![\p{L}\p{M}])((?=\p{Lu})\p{Script=Latin}[\p{L}\p{M}]{2,})(?=\s((?=\p{Lu})\p{Script=Latin}[\p{L}\p{M}]{2,}))/gu,
  );
  return Array.from(names, ([, first = "", second = ""]) => [fold(first), fold(second)]);
}

/** Whether both have names within a sentence and not one in common. */
function hasOtherNames(point: Spoken, source: Spoken): boolean {
  if ([point, source].some(({ lang }) => NOUN_CAPITALS.has(primaryLanguage(lang)))) return false;
  const names = namesIn(point);
  const known = beginnings(source.text);
  return (
    names.length > 0 && namesIn(source).length > 0 && !names.some((name) => known.has(name.slice(0, KIN)))
  );
}

/** Words in Latin letters with a capital within a sentence, but for weekdays and months, which some languages write so. */
function namesIn({ text, lang }: Spoken): string[] {
  const calendar = calendarOf(lang);
  const words = text.matchAll(
    /(?<=[\p{L}\p{M}\p{N},;]\s|[\p{L}]['’])(?=\p{Lu})\p{Script=Latin}[\p{L}\p{M}]{2,}/gu,
  );
  return Array.from(words, ([word]) => fold(word)).filter((word) => !calendar.has(word));
}

function calendarOf(lang: string): Set<string> {
  const days = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)));
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 1)));
  const locale = lang === "" ? "en" : lang;
  const name = (date: Date, part: Intl.DateTimeFormatOptions): string =>
    fold(date.toLocaleDateString(locale, { ...part, timeZone: "UTC" }));
  return new Set([
    ...days.map((date) => name(date, { weekday: "long" })),
    ...months.map((date) => name(date, { month: "long" })),
  ]);
}

/** Whether the point has a currency sign that the source lacks, which has another one. */
function hasOtherCurrency(point: string, source: string): boolean {
  const known = new Set(source.match(CURRENCY) ?? []);
  return known.size > 0 && (point.match(CURRENCY) ?? []).some((sign) => !known.has(sign));
}

function beginnings(text: string): Set<string> {
  return new Set(wordsIn(text).map((word) => word.slice(0, KIN)));
}

function wordsIn(text: string): string[] {
  return Array.from(text.matchAll(/\p{L}[\p{L}\p{M}]*/gu), ([word]) => fold(word));
}

/** In lower case and without accents. */
function fold(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
