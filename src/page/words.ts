/** Counting words in any script. */
import { segmenterLocale } from "./language.ts";
import { segmentsOf } from "./segments.ts";

/**
 * The number of words in `text`. `lang` is a BCP 47 tag or empty; one that `Intl` refuses counts as empty.
 * Words are what `Intl.Segmenter` calls word-like (UAX 29; dictionaries for Chinese, Japanese, Thai).
 */
export function countWords(text: string, lang = ""): number {
  let words = 0;
  for (const { isWordLike, isCut } of segmentsOf(text, wordSegmenter(lang)))
    if (isWordLike && !isCut) words += 1;
  return words;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** One for each language, made once. `lang` as for `countWords`. */
export function wordSegmenter(lang: string): Intl.Segmenter {
  let segmenter = segmenters.get(lang);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(segmenterLocale(lang), { granularity: "word" });
    segmenters.set(lang, segmenter);
  }
  return segmenter;
}
