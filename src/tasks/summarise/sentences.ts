/** Sentences of a page, in any language that `Intl.Segmenter` knows. */
import type { PageContent } from "../../page/content.ts";
import { primaryLanguage, segmenterLocale } from "../../page/language.ts";
import { segmentsOf } from "../../page/segments.ts";

type Block = PageContent["blocks"][number];

export interface Sentence {
  /** Word for word as in the page's block. */
  readonly text: string;
  /** Index of its block in the page. */
  readonly block: number;
  readonly kind: Block["kind"];
  /** 0 for the first of its block. */
  readonly place: number;
  /** Of what is no sentence (`passages.ts`): whether its text begins and ends with it. */
  readonly passage?: { readonly begins: boolean; readonly ends: boolean };
}

/** UTF-16 units. Shorter ones say too little, longer ones are lists or text without full stops. */
const MIN_LENGTH = 24;
const MIN_LENGTH_DENSE = 10;
const MAX_LENGTH = 600;
/** Sentences joined by the mending below stop growing here. */
const MAX_JOINED = 800;

/** What ends a sentence in any script (Unicode's `Sentence_Terminal`), and the signs that close after it. */
const SENTENCE_END = /[\p{STerm}…]["'”’»›)\]」』】]*$/u;
/** Scripts that say in one letter what others say in several. */
const DENSE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;
/** Scripts that end no sentence with a mark that ends nothing else: a space stands there, and elsewhere too. */
const MARKLESS = /\p{Script=Thai}|\p{Script=Lao}|\p{Script=Tibetan}/u;
/** Scripts whose words are not divided by spaces, besides the dense ones. */
const UNSPACED =
  /\p{Script=Thai}|\p{Script=Lao}|\p{Script=Tibetan}|\p{Script=Khmer}|\p{Script=Myanmar}|\p{Script=Javanese}|\p{Script=Balinese}/u;
/** UTF-16 units of markless text that are enough for a statement. */
const MARKLESS_LENGTH = 40;

/**
 * The sentences that can stand in a summary: with letters, neither too short nor too long, ended by a mark. Headings and
 * code have none; an item of a list or a paragraph without any mark counts as one sentence if its length is right.
 * `lang` is a BCP 47 tag or empty. Long pages take seconds, so `rest` is awaited after every sentence and may pause or throw.
 */
export async function sentencesOf(
  blocks: readonly Block[],
  lang: string,
  rest: () => Promise<void> | undefined = () => undefined,
): Promise<Sentence[]> {
  const seen = new Set<string>();
  const sentences: Sentence[] = [];
  const segmenter = sentenceSegmenter(lang);
  const ordinals = writesOrdinals(lang);
  for (const [index, block] of blocks.entries()) {
    if (block.kind === "heading" || block.kind === "code") continue;
    let place = 0;
    for (const part of divideMarkless(mend(moveOpenings(wholeSegments(block.text, segmenter)), ordinals))) {
      const pause = rest();
      if (pause !== undefined) await pause;
      const text = part.trim();
      const alone = part.length === block.text.length;
      if (isUsable(text, alone) && !seen.has(text)) {
        seen.add(text);
        sentences.push({ text, block: index, kind: block.kind, place });
      }
      place += 1;
    }
  }
  return sentences;
}

/** The sentences of one paragraph, every one, without white space at their ends. */
export function sentencesIn(text: string, lang = ""): string[] {
  const parts = moveOpenings(wholeSegments(text, sentenceSegmenter(lang)));
  return Array.from(divideMarkless(mend(parts, writesOrdinals(lang))), (part) => part.trim());
}

function sentenceSegmenter(lang: string): Intl.Segmenter {
  return new Intl.Segmenter(segmenterLocale(lang), { granularity: "sentence" });
}

/** A sentence longer than the segmenter's pieces comes whole too, and is too long to be of use. */
function* wholeSegments(text: string, segmenter: Intl.Segmenter): Generator<string> {
  let begun = "";
  for (const part of segmentsOf(text, segmenter)) {
    begun += part.text;
    if (part.isCut) continue;
    yield begun;
    begun = "";
  }
  if (begun !== "") yield begun;
}

export function hasSentenceEnd(text: string): boolean {
  return SENTENCE_END.test(text) || (MARKLESS.test(text.slice(-1)) && text !== "");
}

function isUsable(text: string, alone: boolean): boolean {
  // First, so that what follows looks at short texts only.
  if (text.length > MAX_LENGTH) return false;
  const dense = DENSE.test(text);
  if (text.length < (dense ? MIN_LENGTH_DENSE : MIN_LENGTH)) return false;
  if (!dense && !UNSPACED.test(text) && text.split(" ").length < 4) return false;
  const letters = text.match(/\p{L}|\p{M}/gu)?.length ?? 0;
  if (letters < text.replace(/\s/g, "").length * 0.6) return false;
  // A lead-in ("as follows:") says nothing without what follows; a table's row is no sentence.
  if (/[:：]$/.test(text) || text.includes(" | ")) return false;
  return hasSentenceEnd(text) || (alone && text.length >= (dense ? 20 : 48));
}

const OPENINGS = new Set("「『（〈《");
/** More openings in a row than this open nothing; looking back stops here. */
const MAX_OPENINGS = 4;

/** Gives a bracket that opens after a full stop ("。「") to the sentence it opens; UAX 29 leaves it with the one before. */
function* moveOpenings(parts: Iterable<string>): Generator<string> {
  let opening = "";
  for (const part of parts) {
    const whole = opening + part;
    let end = whole.length;
    while (whole.length - end < MAX_OPENINGS && OPENINGS.has(whole.charAt(end - 1))) end -= 1;
    opening = whole.slice(end);
    if (end > 0) yield whole.slice(0, end);
  }
  if (opening !== "") yield opening;
}

/**
 * Joins what the segmenter took apart: after abbreviations, ordinals and initials, and inside brackets and quotes. Looks at
 * no more than `MAX_JOINED` letters for each part.
 */
function* mend(parts: Iterable<string>, ordinals: boolean): Generator<string> {
  let last: string | undefined;
  for (const part of parts) {
    if (
      last !== undefined &&
      last.length + part.length <= MAX_JOINED &&
      belongsTogether(last, part, ordinals)
    ) {
      last += part;
    } else {
      if (last !== undefined) yield last;
      last = part;
    }
  }
  if (last !== undefined) yield last;
}

function belongsTogether(before: string, after: string, ordinals: boolean): boolean {
  const head = before.trimEnd();
  return (
    endsInAbbreviation(head) ||
    (ordinals && /(^|[\s(])\d{1,2}\.$/.test(head) && /^\p{L}/u.test(after)) ||
    /^\p{Ll}/u.test(after) ||
    // Japanese speech: 「…。」と述べた.
    (/[」』]$/.test(head) && /^(と|って|など)/.test(after)) ||
    // An aside that calls or asks: 疑問 (その回答も!) に答える.
    (/[!?！？][)）]$/.test(head) && /^(を|に|は|が|の|と|で|も|や|へ|から|まで)/.test(after)) ||
    isOpen(head)
  );
}

/** Languages that write "the third" as "3." ("am 3. Mai"); a sentence seldom ends in so short a number. */
const ORDINAL_LANGUAGES = new Set("de da nb no nn fi is et lv cs sk sl hr sr bs hu pl tr".split(" "));

function writesOrdinals(lang: string): boolean {
  return ORDINAL_LANGUAGES.has(primaryLanguage(lang));
}

/**
 * Divides text of markless scripts at the spaces after which a statement may begin: there is enough before it, and it does
 * not set off a figure, a sign or a word of another script, as spaces there do too.
 */
function* divideMarkless(parts: Iterable<string>): Generator<string> {
  for (const part of parts) {
    if (!MARKLESS.test(part)) {
      yield part;
      continue;
    }
    let start = 0;
    for (const { index } of part.matchAll(
      /(?<=[\p{Script=Thai}\p{Script=Lao}\p{Script=Tibetan}])\s+(?=[\p{Script=Thai}\p{Script=Lao}\p{Script=Tibetan}])/gu,
    )) {
      if (index - start < MARKLESS_LENGTH || part.length - index < MARKLESS_LENGTH) continue;
      yield part.slice(start, index);
      start = index;
    }
    yield part.slice(start);
  }
}

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
