/** Sentences of the catalogue, made ready: the form of address chosen, the places filled. */
import type { Blank, Language, Stance } from "./languages/language.ts";

/** What may be put into a sentence. */
export type Slots = Readonly<Partial<Record<"when" | "question" | "answer" | "date", string>>>;

/** `{a|b}` as "a" to those addressed familiarly, else "b". */
export function inAddress(text: string, familiar: boolean): string {
  return text.replace(/\{([^{}|]*)\|([^{}|]*)\}/g, familiar ? "$1" : "$2");
}

/** What the user has to fill in, as it stands in the draft: "[date]". */
export function blankOf(blank: Blank, { blanks }: Language): string {
  return `[${blanks[blank]}]`;
}

/** Every wording of a stance. */
export function wordingsOf(
  stance: Stance,
  language: Language,
  familiar: boolean,
  slots: Slots = {},
): string[] {
  return language.stances[stance].map((wording) => fill(inAddress(wording, familiar), language, slots));
}

/** Fills the places of `text`; a date or an answer that is not known is a blank. */
export function fill(text: string, language: Language, slots: Slots): string {
  const filled = text.replace(/\{(when|question|answer|date)\}/g, (_, name: keyof Slots) => {
    if (slots[name] !== undefined) return slots[name];
    return blankOf(name === "when" ? "date" : name, language);
  });
  return endOnce(filled.charAt(0).toUpperCase() + filled.slice(1));
}

/** A question copied into a sentence brings its own mark along. */
function endOnce(text: string): string {
  return text.replace(/([.!?…])\.$/u, "$1");
}
