/**
 * Texts that are hardly written in sentences: transcripts, lists of changes, contracts that are one sentence a page. What
 * can be quoted of them is lines, and passages of what has no end. They are quoted only, and show where they are cut.
 */
import type { PageContent } from "../../page/content.ts";
import { type Sentence, sentencesIn, sentencesOf } from "./sentences.ts";

type Block = PageContent["blocks"][number];

/** Fewer sentences are no choice. */
const FEW = 2;
/** Share of a text that its sentences must be, or they are not what it is about. */
const TOLD = 0.1;
/** UTF-16 units of lines and passages below which there is nothing to sum up: a form to sign in, a line of links. */
const LEAST_TEXT = 150;

/** UTF-16 units of a line, and words if its script divides them by spaces. */
const LINE = { length: 24, words: 4, dense: 8 };
/** UTF-16 units of a passage. */
const PASSAGE = { least: 80, most: 280, dense: 110 };
/** UTF-16 units from which on a line is divided. */
const LONGEST_LINE = 600;

const DENSE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;
const CLAUSE_END = /[,;:،؛](?=\s)|[，；：、]/gu;

/**
 * The sentences of `blocks` as `sentencesOf` gives them; where there are next to none, or they are next to nothing of the
 * text, with its passages, in the page's order. `rest` as there.
 */
export async function statementsOf(
  blocks: readonly Block[],
  lang: string,
  rest: () => Promise<void> | undefined = () => undefined,
): Promise<Sentence[]> {
  const sentences = await sentencesOf(blocks, lang, rest);
  const told = lengthOf(sentences);
  const isFew = sentences.length < FEW;
  if (!isFew && told >= TOLD * lengthOf(blocks.filter(isProse))) return sentences;
  const passages: Sentence[] = [];
  const seen = new Set(sentences.map(({ text }) => text));
  for (const [index, block] of blocks.entries()) {
    const pause = rest();
    if (pause !== undefined) await pause;
    if (!isProse(block)) continue;
    for (const passage of passagesIn(block, index, lang, isFew)) {
      if (seen.has(passage.text)) continue;
      seen.add(passage.text);
      passages.push(passage);
    }
  }
  if (lengthOf(passages) < LEAST_TEXT) return sentences;
  return [...sentences, ...passages].sort((a, b) => a.block - b.block || a.place - b.place);
}

/** What a block has besides sentences: itself, if it is a line and `withLines`, or what is too long, in passages. */
function* passagesIn(
  { kind, text }: Block,
  block: number,
  lang: string,
  withLines: boolean,
): Generator<Sentence> {
  if (text.length <= LONGEST_LINE) {
    if (withLines && isLine(text))
      yield { text, block, kind, place: 0, passage: { begins: true, ends: true } };
    return;
  }
  for (const [place, sentence] of sentencesIn(text, lang).entries()) {
    if (sentence.length <= LONGEST_LINE) continue;
    for (const { start, end } of divide(sentence)) {
      const passage = { begins: start === 0, ends: end === sentence.length };
      yield { text: sentence.slice(start, end).trim(), block, kind, place, passage };
    }
  }
}

function isProse({ kind, text }: Block): boolean {
  return kind !== "heading" && kind !== "code" && !text.includes(" | ");
}

function isLine(text: string): boolean {
  if (DENSE.test(text)) return text.length >= LINE.dense;
  return text.length >= LINE.length && text.split(" ").length >= LINE.words;
}

/** Ends each passage where a clause ends, else before a word, else where it is as long as it may be. */
function* divide(text: string): Generator<{ readonly start: number; readonly end: number }> {
  const most = DENSE.test(text.slice(0, PASSAGE.most)) ? PASSAGE.dense : PASSAGE.most;
  const least = Math.min(PASSAGE.least, most / 2);
  let start = 0;
  while (text.length - start > most + least) {
    const room = text.slice(start, start + most);
    let end = 0;
    for (const { index } of room.matchAll(CLAUSE_END)) end = index + 1;
    if (end < least) end = room.lastIndexOf(" ");
    if (end < least) end = most;
    // Never between the two halves of a surrogate pair.
    if (/[\uD800-\uDBFF]/.test(text.charAt(start + end - 1))) end -= 1;
    yield { start, end: start + end };
    start += end;
  }
  yield { start, end: text.length };
}

function lengthOf(texts: readonly { readonly text: string }[]): number {
  return texts.reduce((length, { text }) => length + text.length, 0);
}
