/** The documents that make up a page: its own and, as mail sites use frames for messages and editors, those in frames. */
import { type Visibility, visibilityOf } from "../visibility.ts";

/** Frames in frames deeper than this are not looked into. */
const MAX_DEPTH = 3;
/** Frames of one page that are looked into. */
const MAX_FRAMES = 60;

/** `live` first, then the documents of its frames that may be read, which are those of the same origin, of any size. */
function documentsOf(live: Document): Document[] {
  const documents = [live];
  let depth = 0;
  for (let level = [live]; level.length > 0 && depth < MAX_DEPTH; depth++) {
    level = level.flatMap((document) =>
      Array.from(document.querySelectorAll("iframe, frame"), innerDocument).filter(isThere),
    );
    documents.push(...level.slice(0, MAX_FRAMES - documents.length));
  }
  return documents;
}

/** One reading of a page: its documents, and what is seen in them, asked for once each. */
export interface Page {
  readonly live: Document;
  readonly documents: readonly Document[];
  /** Shows an element, frames around it included. */
  isShown(element: Element): boolean;
  seenIn(document: Document): Visibility;
}

export function pageOf(live: Document): Page {
  const known = new Map<Document, Visibility>();
  const seenIn = (document: Document): Visibility => {
    const seen = known.get(document) ?? visibilityOf(document);
    known.set(document, seen);
    return seen;
  };
  const isShown = (element: Element): boolean => {
    const seen = seenIn(element.ownerDocument);
    for (let at: Element | null = element; at !== null; at = at.parentElement)
      if (!seen.element(at)) return false;
    const frame = frameAround(element);
    return frame === null || isShown(frame);
  };
  return { live, documents: documentsOf(live), isShown, seenIn };
}

/** The document in a frame, or undefined where there is none or it is closed to the page. */
export function innerDocument(frame: Element): Document | undefined {
  // Null for other origins: https://html.spec.whatwg.org/multipage/browsing-the-web.html#dom-iframe-contentdocument
  const inner = (frame as HTMLIFrameElement).contentDocument;
  return inner?.body ? inner : undefined;
}

export function isFrame(element: Element): boolean {
  return element.localName === "iframe" || element.localName === "frame";
}

/** The frame's element that shows the document of `node`, or null. */
export function frameAround(node: Node): Element | null {
  return node.ownerDocument?.defaultView?.frameElement ?? null;
}

/** The element that has the focus, in whichever frame it is; null when nothing special has. */
export function focusedElement(live: Document): Element | null {
  let focused = live.activeElement;
  for (let depth = 0; focused !== null && isFrame(focused) && depth < MAX_DEPTH; depth++)
    focused = innerDocument(focused)?.activeElement ?? null;
  return focused;
}

function isThere(document: Document | undefined): document is Document {
  return document !== undefined;
}
