/** The top of an editor: where an answer begins, above what the site has put there, and how lines are divided. */
import type { MailEditor } from "../../sites/mail-site.ts";
import { quotationsIn } from "./quotation.ts";

const BLOCK = /^(address|article|blockquote|center|div|dl|h[1-6]|hr|ol|p|pre|section|table|ul)$/;
const PICTURES = "img, video, svg, object, table, hr, input";

export interface Top {
  /** `blocks`: an element a line. `breaks`: `br` between them, as the editor's first lines are. */
  readonly lines: "blocks" | "breaks";
  /** What is to stand after the answer, so that it is set off from what is below it. */
  readonly after: "" | "\n" | "\n\n";
  /** A line that had to be made, as the editor began with a signature or a quotation; it must go when the answer goes. */
  readonly made: Element | undefined;
}

/**
 * Puts the cursor at the top of an editable region.
 * @param mayMake false for editors that keep their own document, which a line made in the page would not reach
 */
export function goToTop(editor: HTMLElement, site: MailEditor | undefined, mayMake: boolean): Top {
  const first = firstContent(editor);
  const isForeign = first !== undefined && standsInForeign(editor, first, site);
  const made = isForeign && mayMake ? makeLine(editor) : undefined;
  const selection = editor.ownerDocument.getSelection();
  selection?.removeAllRanges();
  const range = editor.ownerDocument.createRange();
  range.setStart(made ?? (isForeign ? editor : innermostStart(editor, first)), 0);
  range.collapse(true);
  selection?.addRange(range);
  if (first === undefined) return { lines: "blocks", after: "", made };
  if (made !== undefined) return { lines: "blocks", after: "\n", made };
  const isBlock = first.nodeType === 1 && BLOCK.test((first as Element).localName);
  const isEmpty = isForeign ? false : isEmptyLine(first);
  return { lines: isBlock ? "blocks" : "breaks", after: isEmpty ? "\n" : "\n\n", made };
}

/** The first line's own element, where it has one; Chromium goes there by itself, Firefox writes where it is told to. */
function innermostStart(editor: Element, first: Node | undefined): Element {
  let start = editor;
  for (let next = first; next?.nodeType === 1 && isLine(next as Element); ) {
    start = next as Element;
    next = firstContent(start);
  }
  return start;
}

function isLine(element: Element): boolean {
  return /^(div|p)$/.test(element.localName);
}

/** Takes away the line that was made, once it is empty again. */
export function dropMadeLine(top: Top): void {
  if (top.made !== undefined && (top.made.textContent ?? "") === "") top.made.remove();
}

function firstContent(editor: Element): Node | undefined {
  return Array.from(editor.childNodes).find(
    (node) => node.nodeType === 1 || (node.nodeType === 3 && (node.nodeValue ?? "").trim() !== ""),
  );
}

/** Whether the editor begins with what the site has put into it. */
function standsInForeign(editor: Element, first: Node, site: MailEditor | undefined): boolean {
  if (first.nodeType !== 1) return false;
  const element = first as Element;
  const foreign =
    site === undefined ? "blockquote" : `${site.signature}, ${site.quotation}, blockquote[type='cite']`;
  if (element.matches(foreign) || quotationsIn(editor).includes(element)) return true;
  const inner = element.querySelector(foreign);
  return inner !== null && textBefore(element, inner) === "" && !hasLineBefore(element, inner);
}

function textBefore(container: Element, inner: Element): string {
  const range = container.ownerDocument.createRange();
  range.setStart(container, 0);
  range.setEndBefore(inner);
  return range.toString().trim();
}

function hasLineBefore(container: Element, inner: Element): boolean {
  const isBefore = (line: Element): boolean =>
    !inner.contains(line) && (line.compareDocumentPosition(inner) & 4) !== 0;
  return Array.from(container.querySelectorAll("br, p")).some(isBefore);
}

function isEmptyLine(node: Node): boolean {
  if (node.nodeType === 3) return false;
  const element = node as Element;
  if (element.localName === "br") return true;
  if (!BLOCK.test(element.localName) || element.matches(PICTURES)) return false;
  return (element.textContent ?? "").trim() === "" && element.querySelector(PICTURES) === null;
}

/** An empty line of the editor's own kind, before everything else in it. */
function makeLine(editor: Element): Element {
  const document = editor.ownerDocument;
  const line = document.createElement(editor.querySelector(":scope > p") === null ? "div" : "p");
  line.append(document.createElement("br"));
  editor.prepend(line);
  return line;
}
