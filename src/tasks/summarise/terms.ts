/** The words of a text that carry its matter, made comparable, without lists of any language's small words. */
import { segmentsOf } from "../../page/segments.ts";
import { wordSegmenter } from "../../page/words.ts";

/** Letters of a word that count: endings differ ("bridge", "bridges"; "Brücke", "Brücken"), beginnings stay. */
const STEM = 6;
const MIN_LETTERS = 4;

/** Scripts that do not divide words by spaces. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

/**
 * A word where words are divided by spaces: as UAX 29 has it, letters with their marks and figures, joined by an apostrophe
 * or a full stop between two of them, or a comma between two figures. `Intl.Segmenter` says the same ten times slower.
 */
const WORD =
  /[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_\u00ad\u200c\u200d]|['’.](?=[\p{L}\p{N}])|(?<=\p{N}),(?=\p{N}))*/gu;

/**
 * Terms of `text`, in order and with repetitions: words of four letters and more by their first six, numbers, Han and
 * Katakana words of any length, Hiragana ones of three letters and more (shorter ones are particles).
 */
export function termsOf(text: string, lang: string): string[] {
  return segment(text, lang)
    .map(termOf)
    .filter((term) => term !== "");
}

/** All words of `text` in lower case, in order. */
export function wordsOf(text: string): string[] {
  return segment(text, "").map((word) => word.toLowerCase());
}

function segment(text: string, lang: string): string[] {
  if (!UNSPACED.test(text)) return text.match(WORD) ?? [];
  const words: string[] = [];
  for (const part of segmentsOf(text, wordSegmenter(lang))) if (part.isWordLike) words.push(part.text);
  return words;
}

/** A run of Chinese or Japanese, a run of another script without spaces, or a word. */
const CHUNK = new RegExp(
  `[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー々]+|[\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}]+|${WORD.source}`,
  "gu",
);

/**
 * The words of `text` by which sentences of one page are compared (by their `termOf`), quicker than those of `termsOf` and
 * the same in every browser: of scripts without spaces runs of letters (two of Chinese and Japanese, four of Thai and its
 * like), as in retrieval, since dictionaries differ and take their time. In order and with repetitions.
 */
export function comparableWords(text: string): string[] {
  if (!UNSPACED.test(text)) return text.match(WORD) ?? [];
  const words: string[] = [];
  for (const chunk of text.match(CHUNK) ?? []) {
    const first = chunk.charCodeAt(0);
    if (first >= 0x2e80 && UNSPACED.test(chunk)) putPairs(chunk, words);
    else if (first >= 0xe00 && UNSPACED.test(chunk)) putFours(chunk, words);
    else words.push(chunk);
  }
  return words;
}

/** Pairs of neighbouring letters; two Hiragana are grammar more often than matter. */
function putPairs(run: string, words: string[]): void {
  if (run.length === 1) words.push(run);
  let wasKana = isHiragana(run.charCodeAt(0));
  for (let at = 1; at < run.length; at++) {
    const isKana = isHiragana(run.charCodeAt(at));
    // The halves of a rare letter (U+20000 and above) stand for it well enough: pairs are only compared.
    if (!isKana || !wasKana) words.push(run.slice(at - 1, at + 1));
    wasKana = isKana;
  }
}

function putFours(run: string, words: string[]): void {
  if (run.length < 4) words.push(run);
  for (let end = 4; end <= run.length; end++) words.push(run.slice(end - 4, end));
}

function isHiragana(code: number): boolean {
  return code >= 0x3040 && code <= 0x309f;
}

/** What a word counts as; empty when it says nothing by itself. */
export function termOf(word: string): string {
  const plain = word.normalize("NFKC").toLowerCase();
  if (/^\p{N}/u.test(plain)) return plain;
  if (/\p{Script=Han}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(plain)) return plain;
  if (/^\p{Script=Hiragana}+$/u.test(plain)) return plain.length >= 3 ? plain : "";
  // The article is written with its noun, and vowel signs come and go.
  const bare = /\p{Script=Arabic}/u.test(plain)
    ? plain.replace(/\p{M}/gu, "").replace(/^(وال|بال|كال|فال|ال|لل)/, "")
    : plain;
  const letters = Array.from(bare.replace(/^\p{L}['’]/u, ""));
  const least = /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(plain) ? MIN_LETTERS - 1 : MIN_LETTERS;
  return letters.length >= least ? letters.slice(0, STEM).join("") : "";
}
