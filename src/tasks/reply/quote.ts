/** A question made short enough to be quoted in an answer: one clause of it, word for word. */
import type { Language } from "./languages/language.ts";

/** Words of a question that are read at a glance. */
const GLANCE = 14;
/** Words that a clause must have to be a question by itself. */
const LEAST = 3;

/**
 * `question` without the words that open it; a longer one from its last clause on that is short enough and, for open
 * questions, begins with a question word. Word for word but for its first letter.
 */
export function shortQuestion(question: string, language: Language): string {
  // "I wonder when you come." is quoted without its full stop.
  const text = begun(question.trim().replace(/\s+/g, " ").replace(/\.$/, ""), language);
  if (countWords(text) <= GLANCE) return text;
  const opens = Object.values(language.cues.open).join("|");
  const begins = new RegExp(`^¿?(?:\\p{L}{1,5}\\s)?(?:${opens})(?![\\p{L}\\p{M}])`, "iu");
  const starts = Array.from(text.matchAll(/[,:;–—]\s+/g), (match) => match.index + match[0].length);
  const clauses = starts.map((start) => begun(text.slice(start), language));
  return (
    clauses.find(
      (clause) => countWords(clause) >= LEAST && countWords(clause) <= GLANCE && begins.test(clause),
    ) ?? text
  );
}

function begun(text: string, { mirror: { opening } }: Language): string {
  const bare = text.replace(new RegExp(`^(¿?)(?:(?:${opening})[\\s,]+)+(?=\\p{L})`, "iu"), "$1");
  const start = bare.search(/\p{L}/u);
  return start < 0 ? bare : bare.slice(0, start) + bare.charAt(start).toUpperCase() + bare.slice(start + 1);
}

function countWords(text: string): number {
  return text.split(" ").length;
}
