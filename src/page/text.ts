/** Text as it is shown: white space folded, characters that show nothing left out. */

// Characters without a glyph. Some are layout hints (soft hyphen, word joiner); the tag characters and the variation
// selectors' supplement can spell whole sentences that only a tokenizer sees; bidi controls reorder what is shown.
// Zero-width joiner and non-joiner stay: Persian, Indic scripts and emoji need them.
const INVISIBLE =
  /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\u{E0000}-\u{E0FFF}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
const CONTROL = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * One line of text: every run of white space becomes a space, the ends are trimmed, invisible and control characters go,
 * a lone surrogate becomes U+FFFD (tokenizers take UTF-8, which has no such thing).
 */
export function foldText(text: string): string {
  return stripInvisible(text).replace(/\s+/g, " ").trim();
}

/**
 * As `foldText`, but line breaks and indentation stay: for code. Blank lines at both ends go. Line by line, as a pattern
 * for white space at the end of a line takes time by the square of a run of white space elsewhere.
 */
export function foldCode(text: string): string {
  const lines = stripInvisible(text.replace(/\r\n?/g, "\n"))
    .split("\n")
    .map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== "");
  return first === -1 ? "" : lines.slice(first, lines.findLastIndex((line) => line !== "") + 1).join("\n");
}

/** Runs of all that folding may take away or change, and of bars between cells: what two readings of a text differ in. */
export const FOLDED = new RegExp(`(?:[\\s|]|${CONTROL.source}|${INVISIBLE.source})+`, "gu");

function stripInvisible(text: string): string {
  return text.replace(INVISIBLE, "").replace(CONTROL, "").replace(LONE_SURROGATE, "\uFFFD");
}
