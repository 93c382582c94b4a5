/** What a reader has selected in a page, as a reading of its texts. */
import { frameDocument, shownParent } from "./flat-tree.ts";
import type { TextPart } from "./visible.ts";

export interface Selected {
  /** Of each text what is selected. */
  readonly part: TextPart;
  /** The element that holds the selection. */
  readonly around: Element | null;
}

/** What is selected in `live` or in a readable frame of it; undefined when nothing is. A field's own selection is none. */
export function selectedIn(live: Document): Selected | undefined {
  for (const document of [live, ...framesOf(live)]) {
    const ranges = rangesOf(document);
    const [first] = ranges;
    if (first === undefined) continue;
    const node = first.commonAncestorContainer;
    return {
      part: (text) => ranges.map((range) => selectedPart(text, range)).join(""),
      around: node.nodeType === 1 ? (node as Element) : shownParent(node),
    };
  }
  return undefined;
}

function framesOf(live: Document): Document[] {
  return Array.from(live.querySelectorAll("iframe, frame")).flatMap((frame) => {
    const inner = frameDocument(frame);
    return inner === undefined ? [] : [inner, ...framesOf(inner)];
  });
}

/** Firefox has several, as cells of a table or with Ctrl held. */
function rangesOf(document: Document): Range[] {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed) return insideShadow(selection);
  return Array.from({ length: selection.rangeCount }, (_, index) => selection.getRangeAt(index));
}

/**
 * A selection that lies in one shadow root looks collapsed from outside. Where the browser has `getComposedRanges`
 * (https://w3c.github.io/selection-api/#dom-selection-getcomposedranges) it tells, given the root, which is that of the
 * element that has the focus or under which the selection's host stands.
 */
function insideShadow(selection: Selection | null): Range[] {
  const host = hostOf(selection);
  const root = host?.shadowRoot;
  if (!selection || !host || !root || typeof selection.getComposedRanges !== "function") return [];
  return selection.getComposedRanges({ shadowRoots: [root] }).flatMap((found) => {
    if (found.collapsed || found.startContainer.getRootNode() !== found.endContainer.getRootNode()) return [];
    const range = host.ownerDocument.createRange();
    range.setStart(found.startContainer, found.startOffset);
    range.setEnd(found.endContainer, found.endOffset);
    return [range];
  });
}

function hostOf(selection: Selection | null): Element | null {
  const node = selection?.anchorNode;
  if (node?.nodeType !== 1) return null;
  const child = node.childNodes[selection?.anchorOffset ?? 0];
  return child?.nodeType === 1 && (child as Element).shadowRoot ? (child as Element) : (node as Element);
}

function selectedPart(text: Text, range: Range): string {
  const root = range.startContainer.getRootNode();
  let node: Node | null = text;
  // What a host shows is selected with the host.
  while (node !== null && node.getRootNode() !== root) {
    const around: Node = node.getRootNode();
    node = around.nodeType === 11 ? (around as ShadowRoot).host : null;
  }
  if (node === null || !range.intersectsNode(node)) return "";
  if (node !== text) return text.data;
  const start = range.startContainer === text ? range.startOffset : 0;
  const end = range.endContainer === text ? range.endOffset : text.length;
  return text.data.slice(start, end);
}
