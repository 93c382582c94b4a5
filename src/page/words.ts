/** Counting words in any script. */

/**
 * The number of words in `text`. `lang` is a BCP 47 tag or empty; one that `Intl` refuses counts as empty.
 * Words are what `Intl.Segmenter` calls word-like (UAX 29; dictionaries for Chinese, Japanese, Thai).
 */
export function countWords(text: string, lang = ""): number {
  let words = 0;
  for (const segment of wordSegmenter(lang).segment(text)) if (segment.isWordLike) words += 1;
  return words;
}

const segmenters = new Map<string, Intl.Segmenter>();

function wordSegmenter(lang: string): Intl.Segmenter {
  let segmenter = segmenters.get(lang);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(supportedLocale(lang), { granularity: "word" });
    segmenters.set(lang, segmenter);
  }
  return segmenter;
}

/** `lang` when `Intl` takes it, else undefined, which stands for the default locale. Pages write anything into `lang`. */
function supportedLocale(lang: string): string | undefined {
  try {
    return Intl.Segmenter.supportedLocalesOf(lang)[0];
  } catch {
    return undefined;
  }
}
