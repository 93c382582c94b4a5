/** Finding what a site's description names, and reading the text of it. */
import type { Place, Places, Selector } from "../../sites/mail-site.ts";
import { foldText } from "../text.ts";
import type { Page } from "./frames.ts";
import { linesOf } from "./lines.ts";

/** UTF-16 units of one line of a header. */
const MAX_FIELD = 1000;

/**
 * The text of the first of `places` that gives any. Nothing that a message says about itself counts: what stands in a body
 * is written by a stranger, who may imitate the page around it.
 */
export function fieldIn(page: Page, scope: ParentNode, places: Places, body: Selector): string {
  for (const place of places) {
    for (const element of outside(body, withSelf(scope, place.at))) {
      const text = foldText(valueAt(page, element, place).slice(0, MAX_FIELD));
      if (text !== "") return text;
    }
  }
  return "";
}

function valueAt(page: Page, element: Element, { attribute, ownText, hidden }: Place): string {
  if (attribute !== undefined) return element.getAttribute(attribute) ?? "";
  if (hidden) return element.textContent ?? "";
  if (ownText)
    return Array.from(element.childNodes, (node) => (node.nodeType === 3 ? node.nodeValue : "")).join(" ");
  const lines = linesOf(element, page.seenIn(element.ownerDocument), MAX_FIELD);
  return lines.map((line) => line.text).join(" ");
}

/** Elements that do not stand in what `inner` matches; `inner` itself does not count as standing in it. */
export function outside(inner: Selector, elements: Iterable<Element>): Element[] {
  return Array.from(elements).filter((element) => !element.parentElement?.closest(inner));
}

/** The elements in `scope` that match, and `scope` itself where it does. */
export function withSelf(scope: ParentNode, selector: Selector): Element[] {
  const self = scope.nodeType === 1 && (scope as Element).matches(selector) ? [scope as Element] : [];
  return [...self, ...scope.querySelectorAll(selector)];
}

/** Those of `elements` that do not stand in another of them. */
export function outermost(elements: readonly Element[]): Element[] {
  const all = new Set(elements);
  return elements.filter((element) => {
    for (let at = element.parentElement; at !== null; at = at.parentElement) if (all.has(at)) return false;
    return true;
  });
}
