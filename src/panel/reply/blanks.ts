/** What is left for the user to fill in, such as "[date]": found by its words, wherever an edit has moved it. */

export interface Blank {
  readonly text: string;
  /** UTF-16 units from the beginning of the draft. */
  readonly start: number;
}

/** Where `blanks` stand in `draft`, in its order; those that have been filled or deleted are left out. */
export function blanksIn(draft: string, blanks: readonly string[]): Blank[] {
  const found: Blank[] = [];
  for (const text of new Set(blanks)) {
    if (text === "") continue;
    for (let start = draft.indexOf(text); start !== -1; start = draft.indexOf(text, start + text.length))
      found.push({ text, start });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The draft in pieces, blanks apart from what is between them. */
export function pieces(draft: string, blanks: readonly Blank[]): { text: string; isBlank: boolean }[] {
  const all: { text: string; isBlank: boolean }[] = [];
  let end = 0;
  for (const { text, start } of blanks) {
    // One blank may be part of another ("[date]" in "[[date]]").
    if (start < end) continue;
    if (start > end) all.push({ text: draft.slice(end, start), isBlank: false });
    all.push({ text, isBlank: true });
    end = start + text.length;
  }
  if (end < draft.length) all.push({ text: draft.slice(end), isBlank: false });
  return all;
}
