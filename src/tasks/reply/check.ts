/**
 * Is everything in a draft either ours, in the thread, or in the user's words? A date, a number, a name, a link or an address
 * that is in none of them becomes a blank.
 */
import { hasLoop } from "../summarise/check.ts";
import { MONTHS } from "../summarise/measures.ts";
import { numbersIn } from "../summarise/quantities.ts";
import { termsOf } from "../summarise/terms.ts";
import { detectLanguage } from "./languages/index.ts";
import type { Language } from "./languages/language.ts";
import { blankOf } from "./phrases.ts";

export type Fault = "number" | "date" | "name" | "link" | "language" | "loop" | "subject" | "empty" | "other";

const LINK =
  /(?:https?:\/\/|www\.)\S+|\S+@\S+|(?<![\p{L}\p{N}])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|org|net|io|info|biz|example|test|co|xyz|top|link)(?:\/\S*)?(?![\p{L}\p{N}])/giu;
const NUMBER = /\p{Nd}+(?:[.,:'’\s]\p{Nd}+)*/gu;
const WORD = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu;

/** What follows a link in a sentence and is none of it. */
const AFTER_LINK = /[.,;:!?)\]…"'”’»]+$/u;

/** A piece of a text, and where it begins (UTF-16 units). */
interface Piece {
  readonly text: string;
  readonly at: number;
}

/** What of `text` is a number, a date or a link that none of the `known` texts holds. */
export function inventedIn(text: string, known: readonly string[], language: Language): string[] {
  return piecesIn(text, known, language).map((piece) => piece.text);
}

function piecesIn(text: string, known: readonly string[], language: Language): Piece[] {
  const evidence = known.join("\n");
  const said = evidence.toLowerCase();
  const numbers = new Set(numbersIn(evidence));
  const words = new Set(lowerWords(evidence));
  const links = found(text, LINK)
    .map(({ text: link, at }) => ({ text: link.replace(AFTER_LINK, ""), at }))
    .filter(({ text: link }) => !said.includes(link.toLowerCase()));
  const figures = found(text, NUMBER).filter((number) =>
    numbersIn(number.text).some((one) => !numbers.has(one)),
  );
  const days = new RegExp(`^(?:${language.when.days})$`, "iu");
  // "may", "mars" and "so" are words too.
  const isDate = (word: string): boolean =>
    (MONTHS.has(word.toLowerCase()) || days.test(word)) && (word.length > 3 || /^\p{Lu}/u.test(word));
  const dates = found(text, WORD).filter(({ text: word }) => isDate(word) && !words.has(word.toLowerCase()));
  return [...links, ...figures, ...dates];
}

function found(text: string, pattern: RegExp): Piece[] {
  return Array.from(text.matchAll(pattern), (match) => ({ text: match[0], at: match.index }));
}

/** `text` with a blank in the place of everything invented. */
export function blankInvented(text: string, known: readonly string[], language: Language): string {
  const pieces = piecesIn(text, known, language).sort((a, b) => a.at - b.at);
  let result = "";
  let end = 0;
  for (const piece of pieces) {
    const pieceEnd = piece.at + piece.text.length;
    // The number within a link goes with it.
    if (piece.at >= end) {
      const blank = blankOf(/\p{Nd}|@|\./u.test(piece.text) ? "answer" : "date", language);
      result += text.slice(end, piece.at) + blank;
    }
    end = Math.max(end, pieceEnd);
  }
  return result + text.slice(end);
}

/**
 * The first thing wrong with a sentence that the model wrote after `source`, in the user's name: it may shorten and join,
 * and adds neither facts nor names. `known` are the thread and the user's words.
 */
export function findDraftFault(
  text: string,
  source: string,
  known: readonly string[],
  language: Language,
): Fault | undefined {
  if (!/\p{L}{2}/u.test(text)) return "empty";
  if (/^\s*(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|re)\s*:/iu.test(text))
    return "subject";
  if (hasLoop(text)) return "loop";
  const evidence = [source, ...known];
  const [invented] = inventedIn(text, evidence, language);
  if (invented !== undefined) {
    if (invented.match(LINK) !== null) return "link";
    return /\p{Nd}/u.test(invented) ? "number" : "date";
  }
  const words = new Set(lowerWords(evidence.join("\n")));
  // A capital within a sentence begins a name (German nouns too, which then have to be in the evidence).
  const names = Array.from(text.matchAll(/(?<=[\p{L}\p{N},;]\s)\p{Lu}[\p{L}\p{M}]+/gu), ([name]) => name);
  if (names.some((name) => !words.has(name.toLowerCase()))) return "name";
  if (!saysOf(text, source, language)) return "other";
  const detected = detectLanguage(text);
  return detected !== undefined && detected !== language ? "language" : undefined;
}

/** Share of the source's terms that its other wording keeps, and share of the wording's own terms it may add. */
const KEPT = 0.6;
const ADDED = 0.5;

/** Whether `text` tells what `source` tells, in mostly its terms. */
function saysOf(text: string, source: string, { tag }: Language): boolean {
  const [said, meant] = [new Set(termsOf(text, tag)), new Set(termsOf(source, tag))];
  const common = Array.from(meant).filter((term) => said.has(term)).length;
  return common >= meant.size * KEPT && said.size - common <= Math.max(2, said.size * ADDED);
}

function lowerWords(text: string): string[] {
  return (text.match(WORD) ?? []).map((word) => word.toLowerCase());
}
