/** Sentences of a page, in any language that `Intl.Segmenter` knows. */
import type { PageContent } from "../../page/content.ts";

type Block = PageContent["blocks"][number];

export interface Sentence {
  /** Word for word as in the page's block. */
  readonly text: string;
  /** Index of its block in the page. */
  readonly block: number;
  readonly kind: Block["kind"];
  /** 0 for the first of its block. */
  readonly place: number;
}

/** UTF-16 units. Shorter ones say too little, longer ones are lists or text without full stops. */
const MIN_LENGTH = 24;
const MIN_LENGTH_DENSE = 10;
const MAX_LENGTH = 600;
/** Sentences joined by the mending below stop growing here. */
const MAX_JOINED = 800;

const SENTENCE_END = /[.!?…。！？｡؟۔।॥։።]["'”’»›)\]」』】]*$/u;
/** Scripts that say in one letter what others say in several. */
const DENSE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/**
 * The sentences that can stand in a summary: with letters, neither too short nor too long, ended by a mark. Headings and
 * code have none; an item of a list or a paragraph without any mark counts as one sentence if its length is right.
 * `lang` is a BCP 47 tag or empty.
 */
export function sentencesOf(blocks: readonly Block[], lang: string): Sentence[] {
  const seen = new Set<string>();
  const sentences: Sentence[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind === "heading" || block.kind === "code") continue;
    const parts = sentencesIn(block.text, lang);
    for (const [place, text] of parts.entries()) {
      if (!isUsable(text, parts.length === 1) || seen.has(text)) continue;
      seen.add(text);
      sentences.push({ text, block: index, kind: block.kind, place });
    }
  }
  return sentences;
}

/** The sentences of one paragraph, every one, without white space at their ends. */
export function sentencesIn(text: string, lang = ""): string[] {
  const segmenter = new Intl.Segmenter(locale(lang), { granularity: "sentence" });
  const parts = moveOpenings(Array.from(segmenter.segment(text), (part) => part.segment));
  return mend(parts, ORDINAL_LANGUAGES.has(lang.slice(0, 2).toLowerCase())).map((part) => part.trim());
}

export function hasSentenceEnd(text: string): boolean {
  return SENTENCE_END.test(text);
}

function isUsable(text: string, alone: boolean): boolean {
  const dense = DENSE.test(text);
  if (text.length < (dense ? MIN_LENGTH_DENSE : MIN_LENGTH) || text.length > MAX_LENGTH) return false;
  if (!dense && text.split(" ").length < 4) return false;
  const letters = text.match(/\p{L}|\p{M}/gu)?.length ?? 0;
  if (letters < text.replace(/\s/g, "").length * 0.6) return false;
  // A lead-in ("as follows:") says nothing without what follows; a table's row is no sentence.
  if (/[:：]$/.test(text) || text.includes(" | ")) return false;
  return hasSentenceEnd(text) || (alone && text.length >= (dense ? 20 : 48));
}

/** Gives a bracket that opens after a full stop ("。「") to the sentence it opens; UAX 29 leaves it with the one before. */
function moveOpenings(parts: readonly string[]): string[] {
  const moved: string[] = [];
  let opening = "";
  for (const part of parts) {
    const whole = opening + part;
    opening = /[「『（〈《]+$/u.exec(whole)?.[0] ?? "";
    moved.push(whole.slice(0, whole.length - opening.length));
  }
  if (opening !== "") moved.push(opening);
  return moved;
}

/** Joins what the segmenter took apart: after abbreviations, ordinals and initials, and inside brackets and quotes. */
function mend(parts: readonly string[], ordinals: boolean): string[] {
  const mended: string[] = [];
  for (const part of parts) {
    const last = mended.at(-1);
    if (
      last !== undefined &&
      last.length + part.length <= MAX_JOINED &&
      belongsTogether(last, part, ordinals)
    )
      mended[mended.length - 1] = last + part;
    else mended.push(part);
  }
  return mended;
}

function belongsTogether(before: string, after: string, ordinals: boolean): boolean {
  const head = before.trimEnd();
  return (
    endsInAbbreviation(head) ||
    (ordinals && /(^|[\s(])\d{1,2}\.$/.test(head) && /^\p{L}/u.test(after)) ||
    /^\p{Ll}/u.test(after) ||
    // Japanese speech: 「…。」と述べた.
    (/[」』]$/.test(head) && /^(と|って|など)/.test(after)) ||
    isOpen(head)
  );
}

/** Languages that write "the third" as "3." ("am 3. Mai"); a sentence seldom ends in so short a number. */
const ORDINAL_LANGUAGES = new Set("de da nb no nn fi is et lv cs sk sl hr sr bs hu pl tr".split(" "));

/** Abbreviations that are followed by a capital or a figure, of the languages that write them so. Lower case. */
const ABBREVIATIONS = new Set(
  (
    "mr mrs ms dr prof st sr jr vs inc ltd co corp no nos fig figs vol pp approx dept est gen gov sen rep rev capt lt col " +
    "sgt hon jan feb mar apr jun jul aug sep sept oct nov dec eq sec ch ed eds al cf viz " +
    "nr abs art bd hr fr str mio mrd bzw ca vgl ggf evtl inkl zzgl bspw sog geb gest hl tel ing dipl mag " +
    "mme mlle mm env av bd éd sté ste ets " +
    "sra srta dra ud uds núm pág págs ej ee uu aprox avda " +
    "sig dott ing avv ecc pag dhr mevr blz"
  ).split(" "),
);

/** Words before a letter that is a kind, not an initial: "vitamin D.", "plan B." */
const KINDS =
  /(?:^|\s)(vitamins?|hepatitis|plan|type|class|group|grade|option|size|vitamine?|typ|klasse|gruppe|grupo|tipo)\s\p{Lu}\.$/iu;

/** Whether `text` ends in an abbreviation's full stop, or an initial's ("J. R."). */
export function endsInAbbreviation(text: string): boolean {
  const word = /(?:^|[\s(„“"'’./-])(\p{L}+)\.$/u.exec(text)?.[1];
  if (word === undefined) return false;
  if (/^\p{L}$/u.test(word)) return !KINDS.test(text);
  return ABBREVIATIONS.has(word.toLowerCase());
}

const PAIRS = ["()", "[]", "“”", "«»", "「」", "『』", "（）"] as const;

/** Whether a bracket or a quotation is still open at the end. „…“ closes with the sign that opens in English. */
function isOpen(text: string): boolean {
  if (text.includes("„")) return count(text, "„") > count(text, "“") + count(text, "”");
  return PAIRS.some(([open = "", close = ""]) => count(text, open) > count(text, close));
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

/** What `Intl` takes, or undefined for its default: pages write anything into `lang`. */
export function locale(lang: string): string | undefined {
  try {
    return Intl.Segmenter.supportedLocalesOf(lang)[0];
  } catch {
    return undefined;
  }
}
