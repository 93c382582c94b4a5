/**
 * A copy of what a page shows, in a document of its own. Text that a reader cannot see is where instructions for language
 * models are hidden, and only the live page knows what is seen; so what is hidden is left out here, before anything else
 * looks at the page. The copy has no window: nothing in it loads, runs or is laid out.
 */
import { frameDocument, shownChildren } from "./flat-tree.ts";
import { asMark, isFootnoteMark, withoutMarks } from "./marks.ts";
import { type Visibility, visibilityOf } from "./visibility.ts";

/** Never copied: what runs or loads, and what has no text. Meta data in scripts (JSON-LD) is text nobody sees. */
const LEFT_OUT = new Set(
  (
    "area audio base canvas embed frame frameset iframe img input link map meter noscript object param picture progress " +
    "rp rt script select source style svg template textarea track video"
  ).split(" "),
);

/** Attributes that tell readers of the copy what an element is. Those that would load something are not among them. */
const KEPT_ATTRIBUTES =
  /^(id|class|role|lang|dir|itemprop|itemtype|itemscope|name|property|content|href|title|data-[\w-]+|aria-[\w-]+|rel|datetime|start)$/;

/** In the copy, on what lies over the page: bars, banners, boxes that ask for something. */
export const FIXED = "data-postil-fixed";

/** Elements in elements deeper than this are not read; parsers stop at 512. */
const MAX_DEPTH = 1500;

/** Of a text, what is wanted of it: all of it, a part, or nothing (""). */
export type TextPart = (text: Text) => string;

/**
 * Copies `live` as it is now; `live` is only read. Open shadow roots and readable frames are laid out flat, as they are
 * shown.
 */
export function copyVisible(live: Document, part: TextPart = (text) => text.nodeValue ?? ""): Document {
  const copy = live.implementation.createHTMLDocument(live.title);
  const root = live.documentElement;
  if (root === null) return copy;
  for (const name of ["lang", "dir"]) {
    const value = root.getAttribute(name);
    if (value !== null) copy.documentElement.setAttribute(name, value);
  }
  for (const meta of live.querySelectorAll("meta[name], meta[property]")) copyInto(copy.head, meta);
  if (live.body !== null) {
    copyAttributes(live.body, copy.body);
    copyChildren(live.body, copy.body, visibilityOf(live), part, 0);
  }
  return copy;
}

function copyChildren(from: Element, to: Element, seen: Visibility, part: TextPart, depth: number): void {
  eachVisible(from, seen, depth, {
    text: (text) => to.append(withoutMarks(part(text))),
    element(element, inside, seenInside) {
      // Readers of the copy have ways of their own with footnotes; so these become text here.
      if (isFootnoteMark(element)) return to.append(asMark(element.textContent ?? ""));
      // Words with readings above them stand in running text; readers of the copy take `ruby` for a block.
      const copy = element.localName === "ruby" ? to : copyInto(to, element, inside === element ? "" : "div");
      if (copy !== to && seen.isFixed(element)) copy.setAttribute(FIXED, "");
      copyChildren(inside, copy, seenInside, part, depth + 1);
      if (element.localName === "pre" || element.localName === "code") flatten(copy);
    },
  });
}

/** Code becomes plain lines: coloured, every sign is an element of its own, on which readers of the copy spend seconds. */
function flatten(code: Element): void {
  if (code.firstElementChild === null) return;
  for (const lineBreak of code.querySelectorAll("br")) lineBreak.replaceWith("\n");
  code.textContent = code.textContent ?? "";
}

/** Visits the texts that `copyVisible` would copy, in the same order; `leaveOut` may take elements away from them. */
export function visitVisibleTexts(
  live: Document,
  leaveOut: (element: Element) => boolean,
  visit: (text: Text) => void,
): void {
  const visitIn = (from: Element, seen: Visibility, depth: number): void =>
    eachVisible(from, seen, depth, {
      text: visit,
      element(element, inside, seenInside) {
        if (!leaveOut(element)) visitIn(inside, seenInside, depth + 1);
      },
    });
  if (live.body !== null) visitIn(live.body, visibilityOf(live), 0);
}

interface Visitor {
  text(text: Text): void;
  /** `inside` is the element itself or, of a frame, the body in it; `seen` judges what is there. */
  element(element: Element, inside: Element, seen: Visibility): void;
}

function eachVisible(from: Element, seen: Visibility, depth: number, visitor: Visitor): void {
  if (depth > MAX_DEPTH) return;
  for (const child of shownChildren(from)) {
    if (child.nodeType === 3) {
      if (seen.text(child as Text)) visitor.text(child as Text);
    } else if (child.nodeType === 1) {
      const element = child as Element;
      const inner = frameDocument(element);
      if ((LEFT_OUT.has(element.localName) && inner === undefined) || !seen.element(element)) continue;
      if (inner === undefined) visitor.element(element, element, seen);
      else visitor.element(element, inner.body, visibilityOf(inner));
    }
  }
}

/** `as` is the name of the copy; empty for the element's own. */
function copyInto(parent: Element, element: Element, as = ""): Element {
  const document = parent.ownerDocument;
  // Custom elements become plain containers: their names mean nothing outside their page.
  const name = as || (element.localName.includes("-") ? "div" : element.localName);
  const copy = /^[a-z][a-z0-9]*$/.test(name) ? document.createElement(name) : document.createElement("span");
  copyAttributes(element, copy);
  parent.append(copy);
  return copy;
}

function copyAttributes(from: Element, to: Element): void {
  for (const { name, value } of from.attributes)
    if (KEPT_ATTRIBUTES.test(name) && name !== FIXED) to.setAttribute(name, value);
}
