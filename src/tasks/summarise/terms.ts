/** The words of a text that carry its matter, made comparable, without lists of any language's small words. */
import { segmentsOf } from "../../page/segments.ts";
import { wordSegmenter } from "../../page/words.ts";

/** Letters of a word that count: endings differ ("bridge", "bridges"; "Brücke", "Brücken"), beginnings stay. */
const STEM = 6;
const MIN_LETTERS = 4;

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
  const words: string[] = [];
  for (const part of segmentsOf(text, wordSegmenter(lang))) if (part.isWordLike) words.push(part.text);
  return words;
}

function termOf(word: string): string {
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
