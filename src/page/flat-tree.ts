/** The tree that is shown: open shadow roots in place of their hosts' children, guests in their slots, readable frames. */

/** Frames in frames deeper than this are not looked into. */
const MAX_FRAMES = 4;

/** CSS pixels. Smaller frames hold counters, buttons and advertisements, not text to read. */
const MIN_FRAME = { width: 200, height: 100 };

/** The children as they are shown: a shadow root's in place of its host's, a slot's guests in place of the slot's own. */
export function shownChildren(element: Element): Iterable<Node> {
  if (element.localName === "slot") {
    const guests = (element as HTMLSlotElement).assignedNodes();
    if (guests.length > 0) return guests;
  }
  return (element.shadowRoot ?? element).childNodes;
}

/** The element around `node` as it is shown: of what stands in a shadow root or a frame, the host or the frame's element. */
export function shownParent(node: Node): Element | null {
  if (node.nodeType === 9) return (node as Document).defaultView?.frameElement ?? null;
  const slot = node.nodeType === 11 ? null : (node as Element | Text).assignedSlot;
  if (slot) return slot;
  const parent = node.parentNode;
  if (parent === null) return null;
  if (parent.nodeType === 1) return parent as Element;
  if (parent.nodeType === 11) return (parent as ShadowRoot).host ?? null;
  return shownParent(parent);
}

/**
 * The document in a frame, where it may be read and is worth it: of the page's own origin (advertisements, players and
 * consent dialogs mostly are not) and of a size in which text is read. Undefined for every other element.
 */
export function frameDocument(element: Element): Document | undefined {
  if (element.localName !== "iframe" && element.localName !== "frame") return undefined;
  // Null for other origins: https://html.spec.whatwg.org/multipage/browsing-the-web.html#dom-iframe-contentdocument
  const inner = (element as HTMLIFrameElement).contentDocument;
  if (!inner?.body || depthOf(inner) > MAX_FRAMES) return undefined;
  const box = element.getBoundingClientRect();
  const isLaidOut = element.ownerDocument.documentElement.getBoundingClientRect().width > 0;
  return isLaidOut && (box.width < MIN_FRAME.width || box.height < MIN_FRAME.height) ? undefined : inner;
}

function depthOf(document: Document): number {
  let depth = 0;
  for (let frame = document.defaultView?.frameElement; frame; depth++)
    frame = frame.ownerDocument.defaultView?.frameElement;
  return depth;
}
