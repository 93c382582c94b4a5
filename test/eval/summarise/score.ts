/**
 * What a summary is worth. Nothing here is shared with the task's own checks, so that a fault of theirs cannot hide itself.
 */
import type { PageContent } from "../../../src/page/content.ts";
import type { Case, Fact } from "./cases.ts";

export interface Score {
  /** Facts told, and facts there are. */
  readonly facts: number;
  readonly of: number;
  /** Numbers and names that are nowhere on the page. */
  readonly unsupported: readonly string[];
  /** Points that say again what one before them says. */
  readonly repeats: number;
  /** Points that are not the page's words letter for letter. */
  readonly own: number;
  readonly points: number;
}

/** Scores the points of a summary of one page. */
export function scoreSummary(
  { page, facts }: Pick<Case, "page" | "facts">,
  points: readonly string[],
): Score {
  const told = plain(points.join("\n"));
  const text = plain([page.title, ...page.blocks.map((block) => block.text)].join("\n"));
  return {
    facts: facts.filter((fact) => isTold(fact, told)).length,
    of: facts.length,
    unsupported: points.flatMap((point) => [
      ...foreignNumbers(point, text),
      ...foreignNames(point, text, page),
    ]),
    repeats: points.filter((point, index) =>
      points.slice(0, index).some((before) => isRepeated(point, before)),
    ).length,
    own: points.filter((point) => !text.includes(plain(point).replace(/ …$/, ""))).length,
    points: points.length,
  };
}

/** One spelling: compatibility forms, lower case, single spaces, straight quotation marks. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/\s+/g, " ")
    .trim();
}

function isTold(fact: Fact, told: string): boolean {
  return fact.some((parts) => parts.every((part) => told.includes(plain(part))));
}

const NUMBER = /\p{Nd}+(?:[.,:'٫٬]\p{Nd}+)*/gu;

function foreignNumbers(point: string, text: string): string[] {
  const known = new Set(Array.from(text.matchAll(NUMBER), ([number]) => digits(number)));
  return Array.from(plain(point).matchAll(NUMBER), ([number]) => number).filter(
    (number) => !known.has(digits(number)),
  );
}

/** "11,400" and "11.400" and "١١٤٠٠" are one number here. */
function digits(number: string): string {
  return Array.from(number)
    .filter((sign) => /\p{Nd}/u.test(sign))
    .map((digit) => {
      const code = digit.codePointAt(0) ?? 0;
      let zero = code;
      while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
      return code - zero;
    })
    .join("");
}

/** Letters that words with a capital must have in common with one of the page's: German nouns come in many forms. */
const SAME_LETTERS = 5;

/** Words with a capital inside a sentence, or in Latin letters on a page of another script, that the page does not have. */
function foreignNames(point: string, text: string, { lang }: Pick<PageContent, "lang">): string[] {
  const latin = /^(?:en|de|fr|es|it|pt|nl)/.test(lang);
  const known = new Set(text.match(/[\p{L}\p{M}\p{N}']+/gu) ?? []);
  const inside = point.normalize("NFKC").matchAll(/(?<=[\p{L}\p{N},;)"”»] ["“„«(]*)[\p{L}\p{M}\p{N}’']+/gu);
  const words = Array.from(inside, ([word]) => word).filter((word) =>
    latin ? /^\p{Lu}/u.test(word) : /^[A-Za-z]{2,}/.test(word),
  );
  return words.filter((word) => {
    const wanted = plain(word).replace(/'s?$/, "");
    if (known.has(wanted) || known.has(`${wanted}s`) || known.has(`${wanted}'s`)) return false;
    return !Array.from(known).some(
      (other) => lang.startsWith("de") && other.slice(0, SAME_LETTERS) === wanted.slice(0, SAME_LETTERS),
    );
  });
}

/** Share of a point's words in another one from which on it says the same. */
const SAME = 0.7;

function isRepeated(point: string, before: string): boolean {
  const [words, others] = [contentOf(point), contentOf(before)];
  const common = Array.from(words).filter((word) => others.has(word)).length;
  return common > 0 && common / Math.min(words.size, others.size) >= SAME;
}

/** Words of four letters and more; of scripts without spaces pairs of letters. */
function contentOf(text: string): Set<string> {
  const words = plain(text).match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
  return new Set(
    words.flatMap((word) =>
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word)
        ? Array.from(word).map((_, at) => word.slice(at, at + 2))
        : word.length >= 4
          ? [word]
          : [],
    ),
  );
}

/** One line of the scorecard. */
export interface Figures {
  /** Share of all facts, 0 … 1. */
  readonly facts_covered: number;
  /** Numbers and names that are not on their pages, altogether. */
  readonly unsupported: number;
  /** Points that repeat another one, altogether. */
  readonly repeats: number;
  /** Share of the points that are not the page's sentences word for word, 0 … 1. */
  readonly own_words: number;
  /** A page, on average. */
  readonly seconds: number;
  /** Of prompts and answers, a page, on average. */
  readonly tokens: number;
}

export interface Run {
  readonly score: Score;
  readonly seconds: number;
  readonly tokens: number;
}

/** Sums up one system's runs. */
export function figuresOf(runs: readonly Run[]): Figures {
  const sum = (value: (run: Run) => number): number => runs.reduce((total, run) => total + value(run), 0);
  const share = (part: number, whole: number): number => round(whole === 0 ? 0 : part / whole);
  return {
    facts_covered: share(
      sum(({ score }) => score.facts),
      sum(({ score }) => score.of),
    ),
    unsupported: sum(({ score }) => score.unsupported.length),
    repeats: sum(({ score }) => score.repeats),
    own_words: share(
      sum(({ score }) => score.own),
      sum(({ score }) => score.points),
    ),
    seconds: share(
      sum(({ seconds }) => seconds),
      runs.length,
    ),
    tokens: Math.round(sum(({ tokens }) => tokens) / Math.max(1, runs.length)),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
