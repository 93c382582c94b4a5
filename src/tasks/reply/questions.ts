/** The questions that one sentence holds: "Where is it, and who has the key?", "I wonder when you come and whether you eat". */
import type { Blank, Language } from "./languages/language.ts";
import { POLITE_REST } from "./set-phrases.ts";
import { hasWords, without, wordsPattern } from "./words.ts";

export interface Asked {
  /** Word for word; a question that ends within its sentence gets the mark of the sentence. */
  readonly text: string;
  /** Whether it is told rather than asked ("I wonder …"): then it begins with its question word, and has no mark. */
  readonly indirect: boolean;
}

/** "And", in the languages that replies are written in. */
const AND = "and|und|et|y|e|en|i|oraz";
/** Words with which a question begins before its question word: "bis wann". */
const BEFORE =
  "until|since|from|for|with|by|to|bis|ab|seit|von|mit|für|zu|depuis|jusqu['’]à|avec|pour|de|desde|hasta|con|para|da|per|até|com|tot|vanaf|met|voor|od|do|z";
/** Question words that are other words as well behind an "and". */
const AMBIGUOUS = new Set(["que", "o que", "che", "of"]);
/** Words that a question has at least. */
const LEAST = 2;

const SOUGHT = ["time", "date", "place", "amount", "name", "answer"] as const;

/** Whether a sentence ends in a question mark, of whatever script. */
export function isAsking(text: string): boolean {
  return /[?？؟]["'”’»)]*$/u.test(text.trim());
}

/** Verb and person turned round, as in questions to be answered by yes or no. */
const INVERTED =
  "(?:is|are|do|does|did|will|would|can|could|have|has|should|shall|may) (?:you|I|we|it|there|he|she|they)|\\p{L}+st du|\\p{L}+en Sie|\\p{L}+-(?:tu|vous)";

/** What may begin a question of this language: its question words, and the beginnings that can be answered in its own words. */
export function questionStarts({ cues, mirror }: Language): string {
  const rules = mirror.rules.map(({ match }) => match.replace(/\(\?<\p{L}+>/gu, "(?:"));
  return [...Object.values(cues.open), INVERTED, ...rules].join("|");
}

/** The questions in a sentence, in order; none when it holds none, or is one itself. */
export function askedIn(text: string, language: Language): Asked[] {
  const asking = isAsking(text);
  const { cues } = language;
  const told = wordsPattern(`(?:${cues.tell})${asking ? "" : `|${cues.question}`}`).exec(text);
  if (told !== null) {
    const questions = indirectIn(text, told.index + told[0].length, language);
    return asking && questions.length < 2 ? [] : questions;
  }
  return asking ? directIn(text, questionStarts(language)) : [];
}

/** What is asked behind `from`, the end of the words that tell of a question. */
function indirectIn(text: string, from: number, language: Language): Asked[] {
  const found: number[] = [];
  const opens = Object.values(language.cues.open).join("|");
  const starts = `${language.cues.whether}|(?:(?:${BEFORE}) )?(?:${opens})`;
  const pattern = new RegExp(wordsPattern(starts).source, "giu");
  const and = new RegExp(`(?:,|;|(?<!\\p{L})(?:${AND}))\\s*(?:\\p{L}{1,4}\\s)?$`, "iu");
  for (const match of text.matchAll(pattern)) {
    if (match.index < from) continue;
    const before = text.slice(0, match.index);
    if (found.length > 0 && (!and.test(before) || AMBIGUOUS.has(match[0].toLowerCase()))) continue;
    // "Let me know your name, if you may" asks for the name.
    if (found.length === 0 && !isOnlyPolite(text.slice(from, match.index), language)) return [];
    found.push(match.index);
  }
  const ends = [...found.slice(1), text.length];
  // "… if you like it, love, Ann"
  const farewell = new RegExp(
    `,\\s*(?:${language.cues.closing})(?![\\p{L}\\p{M}]).{0,20}$|\\s+x{1,3}$`,
    "iu",
  );
  const questions = found.map((start, index) =>
    trimmed(text.slice(start, ends[index])).replace(farewell, ""),
  );
  return questions.map((question) => ({ text: question, indirect: true }));
}

/** Whether there are but polite words in a text, and times by which something is wanted. */
export function isOnlyPolite(text: string, { cues, mirror, when }: Language): boolean {
  const polite = [POLITE_REST, mirror.fillers, mirror.opening, cues.request].join("|");
  const times = [when.days, when.relative, when.parts, when.links, when.units, when.limits].join("|");
  return !/\p{L}{2}/u.test(without(without(text, polite), times));
}

/** Without the "and" and the marks that follow it. */
function trimmed(text: string): string {
  return text.trim().replace(new RegExp(`(?:[\\s,;.!?]+(?:${AND})?)+$`, "iu"), "");
}

/** A question divided where another one begins behind an "and". */
function directIn(text: string, starts: string): Asked[] {
  const divider = new RegExp(`,?\\s+(?:${AND})\\s+(?=(?:¿)?(?:${starts})(?![\\p{L}\\p{M}]))`, "giu");
  const pieces: string[] = [];
  let start = 0;
  for (const match of text.matchAll(divider)) {
    const word = /^¿?[^\s]+/u.exec(text.slice(match.index + match[0].length))?.[0] ?? "";
    if (AMBIGUOUS.has(word.toLowerCase())) continue;
    pieces.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  pieces.push(text.slice(start));
  if (pieces.length < 2 || pieces.some((piece) => piece.trim().split(/\s+/).length < LEAST)) return [];
  const mark = text.trimStart().startsWith("¿") ? "¿" : "";
  return pieces.map((piece, index) => ({
    text: `${index > 0 && !piece.startsWith("¿") ? mark : ""}${piece.replace(/[\s,]+$/, "")}${index < pieces.length - 1 ? "?" : ""}`,
    indirect: false,
  }));
}

export function clausesOf(text: string): string[] {
  return text
    .replace(/[¿¡"“„«]/g, "")
    .split(/[,:;–—]\s+/)
    .map((clause) => clause.trim());
}

/** What is sought by the word that opens one of the clauses. */
export function openingWordOf(clauses: readonly string[], language: Language): Blank | undefined {
  const { opening } = language.mirror;
  for (const bare of clauses) {
    for (const sought of SOUGHT) {
      const begins = new RegExp(
        `^(?:(?:${opening})\\s+)*(?:\\p{L}{1,5}\\s)?(?:${language.cues.open[sought]})(?![\\p{L}\\p{M}])`,
        "iu",
      );
      if (begins.test(bare)) return sought;
    }
  }
  return undefined;
}

/** What is sought by the word that ends a question ("Tu rentres quand ?"). */
export function endingWordOf(question: string, { cues }: Language): Blank | undefined {
  return SOUGHT.find((sought) =>
    new RegExp(`(?<![\\p{L}\\p{M}])(?:${cues.open[sought]})\\s*[?？]$`, "iu").test(question.trim()),
  );
}

/** What is sought by any question word in a text. */
export function openWordIn(text: string, { cues }: Language): Blank | undefined {
  return SOUGHT.find((sought) => hasWords(text, cues.open[sought]));
}
