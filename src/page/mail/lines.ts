/** From a part of the live page to lines of text as a reader sees them, as a mail program would write them in plain text. */
import { shownChildren } from "../flat-tree.ts";
import { foldText } from "../text.ts";
import type { Visibility } from "../visibility.ts";

export interface Line {
  readonly text: string;
  /** `cited`: in a block quotation of unknown kind. `quoted`: something known as a quotation was left out here. */
  readonly kind: "text" | "cited" | "quoted";
}

/**
 * What becomes of an element: read, passed over, or passed over with a note that a quotation stood there; `end` is a
 * quotation after which nothing more is read.
 */
export type Treatment = "read" | "leave out" | "quotation" | "end";

/** Elements in elements deeper than this are not read; parsers stop at 512. */
const MAX_DEPTH = 1000;

const BLOCKS = new Set(
  (
    "address article aside blockquote body caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 " +
    "header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);

/** Blocks that stand apart from what is before and after them. */
const APART = new Set("blockquote dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split(" "));

const SILENT = new Set(
  (
    "audio base button canvas datalist embed head iframe img input link map meta noscript object picture progress rp rt script " +
    "select style svg template textarea title video"
  ).split(" "),
);

/** Content that makes a row of a table a piece of layout instead of a record. */
const LAYOUT = "table, p, div, br, ul, ol, pre, blockquote, h1, h2, h3, h4, h5, h6, section, article, center";

/** Cells of a row that are still put on one line. */
const MAX_CELLS = 16;

const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * The lines of `root`, hidden text left out, white space folded, no two empty lines in a row and none at the ends.
 * @param seen judges what is seen in the document of `root`
 * @param limit UTF-16 units after which nothing more is read
 * @param part of a text, what is wanted of it
 */
export function linesOf(
  root: Element,
  seen: Visibility,
  limit: number,
  treat: (element: Element) => Treatment = () => "read",
  part: (text: Text) => string = (text) => text.nodeValue ?? "",
): Line[] {
  const style = (element: Element) => root.ownerDocument.defaultView?.getComputedStyle(element);
  const lines: Line[] = [];
  let current = "";
  let wantsGap = false;
  let room = limit;

  const push = (text: string, kind: Line["kind"]): void => {
    const last = lines.at(-1);
    if (text === "" && kind !== "quoted") {
      if (last !== undefined && last.text !== "") lines.push({ text, kind: "text" });
      return;
    }
    if (wantsGap && last !== undefined && last.text !== "") lines.push({ text: "", kind: "text" });
    wantsGap = false;
    lines.push({ text, kind });
    room -= text.length;
  };
  const flush = (kind: Line["kind"], always = false): void => {
    const text = foldText(current);
    // Mail programs write an empty line as a paragraph with a space that does not break.
    const isBlank = text === "" && current.includes("\u00A0");
    current = "";
    if (text !== "" || always || isBlank) push(SEEN.test(text) ? text : "", kind);
  };

  const readText = (text: Text, kind: Line["kind"]): void => {
    const value = part(text);
    if (!value.includes("\n") || !keepsLines(text.parentElement, style)) {
      current += value;
      return;
    }
    const [first = "", ...others] = value.split(/\r\n?|\n/);
    current += first;
    for (const other of others) {
      flush(kind, true);
      current = other;
    }
  };

  const visit = (node: Node, kind: Line["kind"], depth: number): void => {
    if (room <= 0 || depth > MAX_DEPTH) return;
    if (node.nodeType === 3) {
      if (seen.text(node as Text)) readText(node as Text, kind);
      return;
    }
    if (node.nodeType !== 1) return;
    const element = node as Element;
    const name = element.localName;
    if (name === "br") {
      flush(kind, true);
      return;
    }
    const treatment = treat(element);
    if (treatment === "quotation" || treatment === "end") {
      flush(kind);
      push("", "quoted");
      if (treatment === "end") room = 0;
    }
    if (treatment !== "read" || SILENT.has(name) || !seen.element(element)) return;
    const isBlock = BLOCKS.has(name) && !isCellOfRecord(element);
    const isApart = isBlock && APART.has(name) && !isTight(element, style);
    if (isBlock) flush(kind);
    else if (BLOCKS.has(name) && current.trim() !== "") current += " | ";
    if (isApart) wantsGap = true;
    const own = name === "blockquote" ? "cited" : kind;
    for (const child of shownChildren(element)) visit(child, own, depth + 1);
    if (isBlock) flush(own);
    if (isApart) wantsGap = true;
  };

  visit(root, "text", 0);
  flush("text");
  while (lines.at(-1)?.text === "" && lines.at(-1)?.kind === "text") lines.pop();
  return lines;
}

/** White space in it is shown as it is: plain text, mostly. */
function keepsLines(
  element: Element | null,
  style: (element: Element) => CSSStyleDeclaration | undefined,
): boolean {
  if (element === null) return false;
  const whiteSpace = style(element)?.whiteSpace ?? "";
  return /^(pre|break-spaces)/.test(whiteSpace) || (whiteSpace === "" && element.closest("pre") !== null);
}

/** Word writes every line as a paragraph without margins. */
function isTight(element: Element, style: (element: Element) => CSSStyleDeclaration | undefined): boolean {
  if (element.localName !== "p") return false;
  const css = style(element);
  return /^0(px)?$/.test(css?.marginTop ?? "") && /^0(px)?$/.test(css?.marginBottom ?? "");
}

function isCellOfRecord(element: Element): boolean {
  if (element.localName !== "td" && element.localName !== "th") return false;
  const row = element.parentElement;
  const cells = row?.childElementCount ?? 0;
  return row !== null && cells > 1 && cells <= MAX_CELLS && row.querySelector(LAYOUT) === null;
}
