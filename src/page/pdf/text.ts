/**
 * From the pieces of text that pdf.js finds on a PDF's pages to blocks of text in reading order. A PDF knows neither lines
 * nor paragraphs, only where letters stand; what belongs together is told by places and sizes. Pure functions.
 */
import type { Block } from "../blocks.ts";
import { foldText } from "../text.ts";
import { type Line, linesOf, type Page, SAME_SIZE } from "./lines.ts";
import { withoutRunningLines } from "./running-lines.ts";

export type { Page, TextItem } from "./lines.ts";

/** Times the usual distance between lines, from which on a new paragraph begins. */
const GAP = 1.35;
/** Times the letters' size: lines further apart are not of one paragraph, however widely it is set. */
const FAR = 2.6;
/** Times the letters' size by which a paragraph's first line is set in. */
const INDENT = 0.8;
/** Share of the column's width that a line must leave free to count as a paragraph's last. */
const SHORT = 0.12;
/** Times the body's size from which on a line is a heading; and UTF-16 units that one has at most. */
const HEADING = { size: 1.15, length: 200 };

const SENTENCE_END = /[.!?…:。！？؟۔।॥]["'”’»›)\]」』】]*$/u;
const BULLET = /^[•▪◦‣●○■–—*-]\s+(?=\S)/u;
const NUMBERED = /^\(?(\d{1,2}|[a-z])[.)]\s+(?=\S)/iu;

/** A line of a table of contents: dots that lead to a page's number. */
const CONTENTS = /(?:[.·](?:\s?[.·]){3,}|…(?:\s?…)+)\s*[\p{N}ivxlc]{1,6}$/iu;

/** Scripts whose words have no spaces between them. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * The text of `pages`, in their order: headings, paragraphs and list items. Left out are what stands on top or below of many
 * pages, and tables of contents.
 */
export function pdfBlocks(pages: readonly Page[]): Block[] {
  const lines = withoutRunningLines(pages.map((page) => ({ page, lines: linesOf(page) })))
    .flat()
    .filter(({ text }) => !CONTENTS.test(text.slice(-END)));
  const body = bodySize(lines);
  const pitch = usualPitch(lines);
  const words = vocabulary(lines);
  const blocks: Block[] = [];
  let open: Line[] = [];
  const close = (): void => {
    const text = foldText(joinLines(open, words));
    const [first] = open;
    open = [];
    if (text === "" || first === undefined) return;
    const kind = kindOf(text, first, body);
    blocks.push({ kind, text: kind === "item" ? text.replace(BULLET, "") : text });
  };
  for (const line of lines) {
    const last = open.at(-1);
    if (last !== undefined && beginsParagraph(line, last, pitch)) close();
    open.push(line);
  }
  close();
  return blocks;
}

function kindOf(text: string, { size }: Line, body: number): Block["kind"] {
  if (BULLET.test(text) || NUMBERED.test(text)) return "item";
  return size >= body * HEADING.size && text.length <= HEADING.length ? "heading" : "paragraph";
}

function beginsParagraph(line: Line, last: Line, pitch: number): boolean {
  if (Math.abs(line.size - last.size) > SAME_SIZE * Math.max(line.size, last.size)) return true;
  if (BULLET.test(line.text) || NUMBERED.test(line.text)) return true;
  const down = last.y - line.y;
  // The next page or column: a paragraph goes on there unless its sentence has ended.
  if (
    line.page !== last.page ||
    down < 0 ||
    Math.abs(line.left - last.left) > (last.columnRight - last.columnLeft) / 2
  )
    return endsSentence(last);
  if (down > Math.min(pitch * GAP, line.size * FAR)) return true;
  const [indent, free] = line.isRtl
    ? [line.columnRight - line.right, last.left - last.columnLeft]
    : [line.left - line.columnLeft, last.columnRight - last.right];
  const lastIndent = line.isRtl ? last.columnRight - last.right : last.left - last.columnLeft;
  // Indented more than the line before it: a first line, if the one before ends a sentence.
  if (indent - lastIndent > INDENT * line.size && endsSentence(last)) return true;
  return free > SHORT * (last.columnRight - last.columnLeft) && endsSentence(last);
}

function endsSentence({ text }: Line): boolean {
  return SENTENCE_END.test(text.slice(-END));
}

/** The size that most letters have. */
function bodySize(lines: readonly Line[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    letters.set(rounded, (letters.get(rounded) ?? 0) + text.length);
  }
  let [best, most] = [0, -1];
  for (const [size, count] of letters) if (count > most) [best, most] = [size, count];
  return best;
}

/** The middle one of all distances between a line and the next below it, in the units of the page. */
function usualPitch(lines: readonly Line[]): number {
  const distances: number[] = [];
  for (const [index, line] of lines.entries()) {
    const last = lines[index - 1];
    if (last !== undefined && last.page === line.page && last.y > line.y) distances.push(last.y - line.y);
  }
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 0;
}

/** UTF-16 units of a line that are looked at for words. */
const LONGEST = 1000;

/** All words that do not stand at the end of a line, in lower case: how a word divided there is written elsewhere. */
function vocabulary(lines: readonly Line[]): Set<string> {
  const words = new Set<string>();
  for (const { text } of lines)
    for (const word of text
      .slice(0, LONGEST)
      .toLowerCase()
      .match(/[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*(?=[^\p{L}\p{M}-])/gu) ?? [])
      words.add(word);
  return words;
}

const DIVIDED = /([\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*)[-\u00AD\u2010]$/u;

/** UTF-16 units at a line's end that are looked at; longer than any word. */
const END = 80;

function joinLines(lines: readonly Line[], words: ReadonlySet<string>): string {
  const parts: string[] = [];
  let last = "";
  for (const { text } of lines) {
    const [kept, between] = seam(last, text, words);
    if (last !== "") parts.push(last.slice(0, kept), between);
    last = text;
  }
  return parts.join("") + last;
}

/** How much of a line stays before `next`, and what comes between the two. */
function seam(line: string, next: string, words: ReadonlySet<string>): [number, string] {
  const end = line.slice(-END);
  const head = DIVIDED.exec(end)?.[1];
  const tail = /^[\p{L}\p{M}]+/u.exec(next.slice(0, END))?.[0];
  if (head !== undefined && tail !== undefined && /^[\p{Ll}\p{Lo}]/u.test(tail)) {
    const isCompound =
      end.endsWith("-") &&
      words.has(`${head}-${tail}`.toLowerCase()) &&
      !words.has(`${head}${tail}`.toLowerCase());
    return [isCompound ? line.length : line.length - 1, ""];
  }
  const isOne = /[\p{L}\p{N}]-$/u.test(end) || (DENSE.test(end.slice(-1)) && DENSE.test(next.slice(0, 1)));
  return [line.length, isOne ? "" : " "];
}
