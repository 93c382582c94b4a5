/** The conversation that is open, and the messages in it, found by a site's description. */
import type { MailSite } from "../../sites/mail-site.ts";
import { outermost, outside, withSelf } from "./fields.ts";
import { focusedElement, frameAround, innerDocument, isFrame, type Page } from "./frames.ts";

/** The last ones count; no page shows more at a time. */
const MAX_MESSAGES = 500;

export interface Thread {
  readonly root: Element;
  /** In the page's order. */
  readonly messages: readonly Message[];
}

export interface Message {
  readonly root: Element;
  /** What holds its text; empty when it is folded. A frame stands for the document in it. */
  readonly bodies: readonly Element[];
  /** It has an editor in it: it is being written. */
  readonly isDraft: boolean;
}

/**
 * The thread that the user has before them: the one with the focus or the selection, else the one of which most is on the
 * screen. Undefined when none is open.
 */
export function openThread(page: Page, site: MailSite): Thread | undefined {
  const roots = page.documents
    .flatMap((document) => outside(site.body, document.querySelectorAll(site.thread)))
    .filter(page.isShown);
  const innermost = roots.filter((root) => !roots.some((other) => other !== root && root.contains(other)));
  const focused = innermost.find((root) => holdsAttention(page, root));
  const root = focused ?? mostOnScreen(innermost);
  return root === undefined ? undefined : { root, messages: messagesIn(page, root, site) };
}

function messagesIn(page: Page, thread: Element, site: MailSite): Message[] {
  const matches = outside(site.body, withSelf(thread, site.message))
    .filter(page.isShown)
    .slice(-MAX_MESSAGES);
  const roots = site.messageExtent === "around" ? extents(matches, thread) : outermost(matches);
  return roots.map((root) => {
    const editors = outside(site.body, root.querySelectorAll(site.editor.at));
    const bodies = outermost(outside(site.editor.at, root.querySelectorAll(site.body))).filter(isReadable);
    const isFolded = root.matches(site.folded) || bodies.length === 0;
    return { root, bodies: isFolded ? [] : bodies, isDraft: isFolded && editors.length > 0 };
  });
}

/** For each of `matches`, the largest element around it that holds no other of them. */
function extents(matches: readonly Element[], thread: Element): Element[] {
  const counts = new Map<Element, number>();
  for (const match of matches)
    for (let at: Element | null = match; at !== null; at = at.parentElement)
      counts.set(at, (counts.get(at) ?? 0) + 1);
  return matches.map((match) => {
    let extent = match;
    while (extent !== thread && extent.parentElement !== null && counts.get(extent.parentElement) === 1)
      extent = extent.parentElement;
    return extent;
  });
}

function isReadable(body: Element): boolean {
  return !isFrame(body) || innerDocument(body) !== undefined;
}

function holdsAttention(page: Page, root: Element): boolean {
  const focused = focusedElement(page.live);
  if (focused !== null && focused !== focused.ownerDocument.body && holds(root, focused)) return true;
  return page.documents.some((document) => {
    const selection = document.getSelection();
    return selection?.anchorNode != null && !selection.isCollapsed && holds(root, selection.anchorNode);
  });
}

/** Whether `node` stands in `root`, or in a frame in it. */
export function holds(root: Element, node: Node): boolean {
  for (let at: Node | null = node; at !== null; at = frameAround(at)) if (root.contains(at)) return true;
  return false;
}

/** The one with the largest part on the screen; the first when nothing is laid out. */
function mostOnScreen(elements: readonly Element[]): Element | undefined {
  let best = elements[0];
  let bestArea = 0;
  for (const element of elements) {
    const view = element.ownerDocument.defaultView;
    const box = element.getBoundingClientRect();
    const width = Math.min(box.right, view?.innerWidth ?? 0) - Math.max(box.left, 0);
    const height = Math.min(box.bottom, view?.innerHeight ?? 0) - Math.max(box.top, 0);
    const area = Math.max(0, width) * Math.max(0, height);
    if (area > bestArea) [best, bestArea] = [element, area];
  }
  return best;
}
