/** Regular expressions of whole words, in any script, as the languages' cues are written. */

const compiled = new Map<string, RegExp>();

/** `source` as whole words; without regard to case unless `exact`. Nothing matches an empty one. */
export function wordsPattern(source: string, exact = false): RegExp {
  const key = `${exact ? "=" : "~"}${source}`;
  let pattern = compiled.get(key);
  if (pattern === undefined) {
    const body = source === "" ? "(?!)" : `(?<![\\p{L}\\p{M}])(?:${source})(?![\\p{L}\\p{M}])`;
    pattern = new RegExp(body, exact ? "u" : "iu");
    compiled.set(key, pattern);
  }
  return pattern;
}

/** Whether one of the words stands in `text`. */
export function hasWords(text: string, source: string, exact = false): boolean {
  return wordsPattern(source, exact).test(text);
}

/** `text` with a space in the place of each of the words. */
export function without(text: string, source: string): string {
  return text.replace(new RegExp(wordsPattern(source).source, "giu"), " ");
}

/** How often the words stand in `text`. */
export function countWords(text: string, source: string, exact = false): number {
  const pattern = wordsPattern(source, exact);
  return Array.from(text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))).length;
}

/** `text` with its first letter large. */
export function capitalised(text: string): string {
  return text.replace(/^\P{L}*\p{L}/u, (start) => start.toUpperCase());
}
