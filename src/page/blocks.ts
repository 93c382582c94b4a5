/** From a tree of elements to blocks of plain text, in reading order. Pure DOM reading: no layout, no window. */
import type { PageContent } from "./content.ts";
import { asMark, isFootnoteMark, takeMarks, withoutMarks } from "./marks.ts";
import { foldCode, foldText } from "./text.ts";

export type Block = PageContent["blocks"][number];
export type BlockKind = Block["kind"];

/** Elements that end the paragraph before them and begin their own (HTML's rendering section, as far as text goes). */
const BREAKING = new Set(
  (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer " +
    "form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol optgroup option p pre search section summary table " +
    "tbody td tfoot th thead tr ul"
  ).split(" "),
);

/** What holds no text to read: machinery, form fields, fallbacks for media, ruby's readings above the line. */
const SILENT = new Set(
  (
    "audio button canvas datalist embed head iframe input link math-annotation meta noscript object param picture rp rt " +
    "script select source style svg template textarea track video"
  ).split(" "),
);

const HEADING = /^h[1-6]$/;

/**
 * The text under `root` as blocks: headings, paragraphs, list items, quotes and code. Table rows become one block with the
 * cells divided by " | ". Marks of footnotes stand beside the text, as they break sentences apart; the notes are left out.
 */
export function blocksOf(root: Element): Block[] {
  const blocks: Block[] = [];
  let line = "";
  let breaks = 0;

  const flush = (kind: BlockKind): void => {
    const read = takeMarks(foldText(line));
    line = "";
    breaks = 0;
    if (read.text !== "") blocks.push({ kind, ...read });
  };

  const visit = (node: Node, kind: BlockKind): void => {
    if (node.nodeType === 3) {
      const text = node.nodeValue ?? "";
      if (text.trim() !== "") breaks = 0;
      line += text;
      return;
    }
    if (node.nodeType !== 1) return;
    const element = node as Element;
    const name = element.localName;
    if (isFootnoteMark(element)) line += asMark(element.textContent ?? "");
    if (SILENT.has(name) || isFootnote(element)) return;
    if (name === "br") {
      // Two in a row are how old pages write a new paragraph.
      breaks += 1;
      line += " ";
      if (breaks === 2) flush(kind);
      return;
    }
    if (!BREAKING.has(name)) {
      for (const child of element.childNodes) visit(child, kind);
      return;
    }
    flush(kind);
    if (name === "pre") {
      const text = foldCode(withoutMarks(element.textContent ?? ""));
      if (text !== "") blocks.push({ kind: "code", text });
      return;
    }
    if (name === "tr" && isDataRow(element)) {
      line = rowText(element);
      flush("paragraph");
      return;
    }
    const own = kindOf(name, kind);
    for (const child of element.childNodes) visit(child, own);
    flush(own);
  };

  visit(root, "paragraph");
  flush("paragraph");
  return blocks;
}

function kindOf(name: string, around: BlockKind): BlockKind {
  if (HEADING.test(name)) return "heading";
  if (name === "blockquote") return "quote";
  if (name === "li" || name === "dd" || name === "dt") return around === "quote" ? "quote" : "item";
  // A paragraph inside an item or a quote is part of it; a list inside a paragraph's container is not.
  return around === "heading" ? "paragraph" : around;
}

/** Rows of tables that hold data, not layout: every cell is a single piece of text. */
function isDataRow(row: Element): boolean {
  return (
    row.querySelector("table, p + p, h1, h2, h3, h4, h5, h6, ul, ol, pre, blockquote, article, section") ===
    null
  );
}

function rowText(row: Element): string {
  const cells: string[] = [];
  for (const cell of row.children) {
    const text = blocksOf(cell)
      .map((block) => block.text)
      .join(" ");
    if (text !== "") cells.push(text);
  }
  return cells.join(" | ");
}

/** Lists of notes and of works cited: DPUB-ARIA roles, and the names that wikis and writers' tools give them. */
const NOTES =
  "#footnotes, [role=doc-endnotes], [role=doc-bibliography], [role=doc-footnote], ol.references, .reflist, .mw-references-wrap";

/** Marks of footnotes ("[12]") and the notes' own list. */
export function isFootnote(element: Element): boolean {
  return element.matches(NOTES) || isFootnoteMark(element);
}
