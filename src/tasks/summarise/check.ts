/**
 * Is a point borne out by the sentences it was made from? A model this small changes figures, swaps names, drops a "not"
 * and answers with its examples now and then. Each check here exists because an answer of the real weights failed in that
 * way (`check.test.ts` keeps them); what fails is not shown, the page's own sentence is.
 */

import type { PromptStyle } from "../../model/installed.ts";
import { primaryLanguage } from "../../page/language.ts";
import { findConditionFault, isNegated } from "./conditions.ts";
import { isBroken } from "./cuts.ts";
import { endsTooSoon, findContrary, isLeftWaiting, SENTENCE_OPENERS } from "./function-words.ts";
import { findQuantityFault, numbersIn, type QuantityFinding } from "./quantities.ts";
import { hasSentenceEnd } from "./sentences.ts";
import { termsOf, wordsOf } from "./terms.ts";
import { compareTranslation, type TranslationFinding } from "./translations.ts";

export type Finding =
  | "empty"
  | "token"
  | "unended"
  | "cut"
  | "loop"
  | "echo"
  | "repeats"
  | "script"
  | QuantityFinding
  | TranslationFinding
  | "name"
  | "unsupported"
  | "contrary"
  | "form"
  | "speech"
  | "quotation"
  | "order"
  | "negation"
  | "qualifier";

export interface Evidence {
  /** The sentences the point was made from. */
  readonly sources: readonly string[];
  /** Texts of our own in the prompt (instruction, answers of examples), which must not come back. */
  readonly own: readonly string[];
  /** The points before it. */
  readonly others: readonly string[];
  /** The page's, above the points: what only says it again says nothing. */
  readonly title?: string;
  /** BCP 47 or empty. */
  readonly lang: string;
  readonly style: PromptStyle;
}

/** Fewer different words, numbers aside, are no statement: "Eurasian lynx (Lynx lynx).", "37 of 61 members." */
const LEAST_WORDS = 4;
/**
 * Share of a point's terms that must be in its sources. Weights that only continue text shorten well and paraphrase badly
 * ("the male gives birth to three or four kittens"): they may use the page's words only.
 */
const SUPPORTED: Readonly<Record<PromptStyle, number>> = { completion: 1, chat: 0.75 };
/** Share of a point's terms, of those that are in a source, that stand in the source's order. */
const IN_ORDER = 0.75;
/** Share of a source's terms in the point from which on the point tells that source, with its "not" and its "if". */
const TOLD = 0.5;
/** Share of common terms from which on two points say the same. */
const SAME = 0.7;
/** Words in a row that are no accident. */
const RUN = 6;

/** The first thing wrong with `point`, or undefined. */
export function findFault(point: string, evidence: Evidence): Finding | undefined {
  const fault = findFormFault(point, evidence);
  if (fault !== undefined) return fault;
  const source = evidence.sources.join(" ");
  if (hasForeignScript(point, source)) return "script";
  if (hasForeignName(point, source, evidence.lang) || joinsNames(point, evidence.sources)) return "name";
  const terms = new Set(termsOf(point, evidence.lang));
  if (saysOnly(terms, evidence)) return "empty";
  if (findContrary(wordsOf(point), wordsOf(source))) return "contrary";
  const quantity = findQuantityFault(point, source);
  if (quantity !== undefined) return quantity;
  if (supportOf(terms, source, evidence.lang) < SUPPORTED[evidence.style]) return "unsupported";
  if (evidence.style === "completion" && saysMoreOften(point, source, evidence.lang)) return "unsupported";
  if (changesForms(point, source, evidence)) return "form";
  if (misquotes(point, source)) return "quotation";
  if (tellsSpeechAsFact(point, source, terms, evidence.lang)) return "speech";
  if (evidence.sources.some((sentence) => endsTooSoon(point, sentence))) return "cut";
  if (isLeftWaiting(point, evidence.sources, evidence.lang)) return "cut";
  if (!inOrder(point, evidence.sources, evidence.lang)) return "order";
  const told = evidence.sources.filter((sentence) => isTold(sentence, terms, evidence));
  const lost = findConditionFault(point, evidence.sources, told, evidence.lang);
  return lost ?? (told.some((sentence) => isBroken(point, sentence, evidence.lang)) ? "form" : undefined);
}

/**
 * The same for a point in another language than its source's, of which less can be known: its form, that it is translated,
 * its numbers and names, and that it denies something where its source does. `lang` is the point's, BCP 47.
 */
export function findTranslationFault(point: string, lang: string, evidence: Evidence): Finding | undefined {
  const fault = findFormFault(point, evidence);
  if (fault !== undefined) return fault;
  const source = evidence.sources.join(" ");
  const numbers = new Set(numbersIn(source));
  if (numbersIn(point).some((number) => !numbers.has(number))) return "number";
  const difference = compareTranslation({ text: point, lang }, { text: source, lang: evidence.lang });
  if (difference !== undefined) return difference;
  return isNegated(point, lang) === isNegated(source, evidence.lang) ? undefined : "negation";
}

/** What can be wrong with a point whatever its source says. */
function findFormFault(point: string, { sources, own, others, lang }: Evidence): Finding | undefined {
  if (new Set(wordsOf(point).filter((word) => !/^\p{N}/u.test(word))).size < LEAST_WORDS) return "empty";
  if (/<\/?\w*(_of_|bos|eos|pad|unused)|[‹›]/.test(point)) return "token";
  if (!hasSentenceEnd(point) || /[,;:،؛，；：、]\s*[.。।]$/u.test(point)) return "unended";
  if (hasLoop(point)) return "loop";
  if (isEcho(point, sources.join(" "), own)) return "echo";
  return others.some((other) => saysTheSame(point, other, lang)) ? "repeats" : undefined;
}

/** Whether words come round again: a run of four twice, or letters repeated at once. Also for text that is still growing. */
export function hasLoop(text: string): boolean {
  if (/(.{6,})\1/u.test(text) || /(\S+)(?:\s+\1){2}/u.test(text)) return true;
  const words = wordsOf(text);
  const seen = new Set<string>();
  for (let start = 0; start + 4 <= words.length; start++) {
    const run = words.slice(start, start + 4).join(" ");
    if (seen.has(run)) return true;
    seen.add(run);
  }
  return false;
}

function isEcho(point: string, source: string, own: readonly string[]): boolean {
  const fromSource = runsOf(source);
  const ours = new Set(own.flatMap((text) => Array.from(runsOf(text))));
  return Array.from(runsOf(point)).some((run) => ours.has(run) && !fromSource.has(run));
}

function runsOf(text: string): Set<string> {
  const words = wordsOf(text);
  const runs = new Set<string>();
  for (let start = 0; start + RUN <= words.length; start++)
    runs.add(words.slice(start, start + RUN).join(" "));
  return runs;
}

/** Whether two points say the same, in mostly the same words. */
export function saysTheSame(a: string, b: string, lang: string): boolean {
  const [first, second] = [new Set(termsOf(a, lang)), new Set(termsOf(b, lang))];
  const common = Array.from(first).filter((term) => second.has(term)).length;
  return common > 0 && common / Math.min(first.size, second.size) >= SAME;
}

/** Whether a point has no word of matter that the title lacks, though its source has some: "在阳台上种西红柿。" */
function saysOnly(terms: ReadonlySet<string>, { title = "", sources, lang }: Evidence): boolean {
  const known = new Set(termsOf(title, lang));
  const isKnown = (term: string): boolean => known.has(term);
  return (
    known.size > 0 &&
    Array.from(terms).every(isKnown) &&
    !sources.every((source) => termsOf(source, lang).every(isKnown))
  );
}

/**
 * Whether a word of matter comes more often than the source has it: then it stands for another one somewhere ("browse with yelp
 * or doccentral" of "doccentral, or yelp, with a browser"). In scripts whose words change their ends only:
 * an Arabic word also changes its beginning.
 */
function saysMoreOften(point: string, source: string, lang: string): boolean {
  const left = new Map<string, number>();
  for (const term of termsOf(source, lang)) left.set(term, (left.get(term) ?? 0) + 1);
  return termsOf(point, lang).some((term) => {
    const count = (left.get(term) ?? 0) - 1;
    left.set(term, count);
    return count === -1 && /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(term);
  });
}

const SCRIPTS = ["Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Han", "Hangul", "Thai", "Devanagari"].map(
  (script) => new RegExp(`\\p{Script=${script}}`, "u"),
);

function hasForeignScript(point: string, source: string): boolean {
  return SCRIPTS.some((script) => script.test(point) && !script.test(source));
}

/**
 * A word with a capital, or in Latin letters within another script, that the source does not have. The first word of a
 * sentence is let through if it is one that sentences begin with.
 */
function hasForeignName(point: string, source: string, lang: string): boolean {
  const known = new Set(wordsOf(source));
  // In German every noun has a capital, and may stand in another case or number.
  const inflects = ["de", "lb", "nds"].includes(primaryLanguage(lang));
  const otherScript =
    /\p{Script=Arabic}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Cyrillic}|\p{Script=Hangul}|\p{Script=Devanagari}|\p{Script=Thai}/u.test(
      source,
    );
  let first = true;
  for (const [word, lead] of matchWords(point)) {
    const opens = first || /[.!?:]["'”»)]*\s+["'“„«(]*$/.test(lead);
    first = false;
    const isName =
      /^\p{Lu}/u.test(word) || (otherScript && /^[A-Za-z]/.test(word)) || /\p{Ll}\p{Lu}/u.test(word);
    if (!isName) continue;
    const plain = word.toLowerCase();
    if (known.has(plain) || known.has(plain.replace(/['’]?s$/, "")) || known.has(`${plain}s`)) continue;
    if (opens && SENTENCE_OPENERS.has(plain)) continue;
    if (inflects && hasKin(plain, known)) continue;
    return true;
  }
  return false;
}

/** Words that may stand between the parts of one name: "Museum of the City". */
const NAME_GAP = 3;

/** Whether two words with capitals stand together that are far apart in the sources: "Linda Hall" of Linda Reyes and Hall. */
function joinsNames(point: string, sources: readonly string[]): boolean {
  const pairs = Array.from(
    point.matchAll(/(?<![\p{L}\p{M}])(\p{Lu}[\p{L}\p{M}'’]*)(?=\s(\p{Lu}[\p{L}\p{M}'’]*))/gu),
    ([, first = "", second = ""]) => [first.toLowerCase(), second.toLowerCase()] as const,
  );
  if (pairs.length === 0) return false;
  const told = sources.map(wordsOf);
  return pairs.some(([first, second]) => {
    const both = told.filter((words) => words.includes(first) && words.includes(second));
    return both.length > 0 && !both.some((words) => isNear(words, first, second));
  });
}

function isNear(words: readonly string[], first: string, second: string): boolean {
  return words.some((word, at) => word === first && words.slice(at + 1, at + 1 + NAME_GAP).includes(second));
}

/** Words of `text`, each with what stands before it. */
function* matchWords(text: string): Generator<[word: string, lead: string]> {
  for (const match of text.matchAll(/\p{L}[\p{L}\p{M}\p{N}'’]*/gu))
    yield [match[0], text.slice(0, match.index)];
}

function hasKin(word: string, known: ReadonlySet<string>): boolean {
  for (const other of known) {
    const [short, long] = word.length < other.length ? [word, other] : [other, word];
    if (short.length >= 4 && long.length - short.length <= 3 && long.startsWith(short)) return true;
  }
  return false;
}

/** The share of `terms` that `source` has in some form, or for scripts without spaces anywhere in it. */
function supportOf(terms: ReadonlySet<string>, source: string, lang: string): number {
  const known = new Set(termsOf(source, lang));
  const plain = source.toLowerCase();
  let found = 0;
  let wanted = 0;
  for (const term of terms) {
    const inflected = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(term);
    if (/^\p{N}/u.test(term) || (inflected && SENTENCE_OPENERS.has(term))) continue;
    wanted += 1;
    if (known.has(term) || (inflected ? isInflected(term, known) : plain.includes(term))) found += 1;
  }
  return wanted === 0 ? 1 : found / wanted;
}

/** Forms of one word begin alike: "keep" and "kept", "pide" and "pidiera". */
function isInflected(term: string, known: ReadonlySet<string>): boolean {
  for (const other of known) {
    const least = Math.min(term.length, other.length) <= 4 ? 3 : 4;
    if (term.slice(0, least) === other.slice(0, least)) return true;
  }
  return false;
}

/** Letters from which on a word is seldom an article or a preposition that goes with another word's form. */
const LONG = 3;

/**
 * Whether weights that only continue text changed a word's ending, which they seldom do rightly: "Die Balkone am meisten" of
 * "bringt der Balkon am meisten". In English headlines change tenses ("approves" of "approved"), and rightly.
 */
function changesForms(point: string, source: string, { style, lang }: Evidence): boolean {
  if (style === "chat" || primaryLanguage(lang) === "en" || lang === "") return false;
  const known = new Set(wordsOf(source));
  return wordsOf(point).some(
    (word) =>
      word.length >= LONG &&
      /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(word) &&
      !known.has(word) &&
      !SENTENCE_OPENERS.has(word),
  );
}

const QUOTED = /“([^”]*)”|"([^"]*)"|„([^“”]*)[“”]|«([^»]*)»|「([^」]*)」/gu;

/** Whether words stand between quotation marks that do not stand so, next to each other, between the source's. */
function misquotes(point: string, source: string): boolean {
  const inner = (text: string): string[] =>
    Array.from(text.matchAll(QUOTED), ([, ...groups]) =>
      wordsOf(groups.find((said) => said) ?? "").join(" "),
    );
  const known = inner(source);
  return inner(point).some((said) => !known.some((other) => ` ${other} `.includes(` ${said} `)));
}

/**
 * Whether what somebody is quoted with stands in the point without the quotation marks, as if it were so, or without the
 * one who said it.
 */
function tellsSpeechAsFact(point: string, source: string, terms: ReadonlySet<string>, lang: string): boolean {
  if (beyondQuotes(point) === 0 && beyondQuotes(source) > 0) return true;
  if (/["“”„«»「」]/.test(point)) return false;
  const quoted = Array.from(source.matchAll(QUOTED), ([whole]) => termsOf(whole, lang)).filter(
    (said) => said.length > 2,
  );
  return quoted.some((said) => said.filter((term) => terms.has(term)).length >= said.length * TOLD);
}

/** How many words stand outside of quotation marks. */
function beyondQuotes(text: string): number {
  return wordsOf(text.replace(QUOTED, " ")).length;
}

/**
 * Whether the words come in an order in which some source has them. A model that shortens keeps the order; one that makes
 * up a statement from the words at hand ("Water mill at the dam to start its flour") does not.
 */
function inOrder(point: string, sources: readonly string[], lang: string): boolean {
  const wanted = termsOf(point, lang);
  return sources.some((source) => {
    const terms = termsOf(source, lang);
    const known = wanted.filter((term) => terms.includes(term));
    return known.length > 0 ? longestCommon(known, terms) / known.length >= IN_ORDER : wanted.length === 0;
  });
}

/** Length of the longest common subsequence. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    for (const [column, other] of b.entries())
      next.push(item === other ? (row[column] ?? 0) + 1 : Math.max(row[column + 1] ?? 0, next[column] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * Whether the point draws on this sentence: it has a good part of its words, or one that no other source has. Strict on
 * purpose: a "not" or an "unless" that goes missing makes a point false, a quotation too many only makes it long.
 */
function isTold(sentence: string, terms: ReadonlySet<string>, { sources, lang }: Evidence): boolean {
  const own = new Set(termsOf(sentence, lang));
  const others = new Set(
    sources.filter((other) => other !== sentence).flatMap((other) => termsOf(other, lang)),
  );
  const told = Array.from(own).filter((term) => terms.has(term));
  return own.size > 0 && (told.length / own.size >= TOLD || told.some((term) => !others.has(term)));
}
