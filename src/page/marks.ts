/**
 * Marks of footnotes ("[12]") stand in the middle of sentences and break them apart for whoever reads the text, so that they
 * are taken out of it; but who quotes a sentence word for word has to give them back.
 */
import type { PageContent } from "./content.ts";

type Block = PageContent["blocks"][number];

/**
 * Around a mark in text on its way to a block: two code points for private use, which pages draw icons with at most. Not ones
 * that are no characters: Chromium takes a script that has them for one that is not UTF-8, and refuses it.
 */
const OPEN = "\uF5F0";
const CLOSE = "\uF5F1";
const MARKED = /\uF5F0([^\uF5F0\uF5F1]*)\uF5F1/g;
const STRAY = /[\uF5F0\uF5F1]/g;

/** UTF-16 units; what is longer is no mark. */
export const LONGEST_MARK = 24;

/** Marks of footnotes: links to a note, and what wikis and writers' tools call references. */
export function isFootnoteMark(element: Element): boolean {
  if (element.localName !== "sup") return false;
  if (element.classList.contains("reference") || element.id.startsWith("fnref")) return true;
  const link = element.querySelector("a[href^='#']");
  return link !== null && /^[[(]?[\d*†‡a-z][\d*†‡]{0,3}[\])]?$/.test((element.textContent ?? "").trim());
}

/** The text of a mark, known as such to `takeMarks`. */
export function asMark(text: string): string {
  const mark = withoutMarks(text).replace(/\s+/g, " ").trim();
  return mark.length <= LONGEST_MARK ? OPEN + mark + CLOSE : "";
}

/** A page's own text, in which nothing can pass for a mark. */
export function withoutMarks(text: string): string {
  return text.replace(MARKED, "").replace(STRAY, "");
}

/** `line`, white space folded, without its marks, and where they stood. */
export function takeMarks(line: string): Pick<Block, "text" | "marks"> {
  if (!line.includes(OPEN)) return { text: line };
  const marks: { at: number; text: string }[] = [];
  let text = "";
  for (const [index, part] of line.split(MARKED).entries()) {
    if (index % 2 === 1) {
      marks.push({ at: text.length, text: part });
      continue;
    }
    // White space on both sides of a mark is one space without it.
    const isDouble = /^\s/.test(part) && (text === "" || /\s$/.test(text));
    const last = marks.at(-1);
    if (isDouble && last) last.text += " ";
    text += withoutMarks(isDouble ? part.slice(1) : part);
  }
  return marks.length > 0 ? { text: text.trimEnd(), marks } : { text: text.trimEnd() };
}

/** `part` of a block's text as it stands on the page, with the marks inside of it. */
export function withMarks({ text, marks = [] }: Block, part: string): string {
  const start = text.indexOf(part);
  if (start === -1) return part;
  let shown = "";
  let from = 0;
  for (const mark of marks) {
    const place = mark.at - start;
    if (place <= 0 || place >= part.length) continue;
    shown += part.slice(from, place) + mark.text;
    from = place;
  }
  return shown + part.slice(from);
}
