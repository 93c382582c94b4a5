/** Lights up sentences in a page, keeps them lit when the page draws itself anew, and puts the light out. */
import type { Anchor } from "./anchor.ts";
import { LiveText, type Piece } from "./live-text.ts";
import { scrollToRange } from "./scroll.ts";

/** Name of the highlight, as the style sheet has it. */
export const HIGHLIGHT = "postil-source";

/** Milliseconds that a page has to come to rest before sentences are looked for again. */
const SETTLE_MS = 250;
/** The next search begins no sooner than this many times what the last one took, for pages that never rest. */
const REST = 20;
/** Searches in a row that may come back with less than there was at first. */
const MAX_FAILURES = 20;

export class Lights {
  readonly #live: Document;
  #anchors: readonly Anchor[] = [];
  #ranges: Range[] = [];
  #lit = new Map<Document, Highlight>();
  #watcher: MutationObserver | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Milliseconds that the last search took. */
  #cost = 0;
  /** Anchors found at first, and now. */
  #wanted = 0;
  #count = 0;
  #failures = 0;

  constructor(live: Document) {
    this.#live = live;
  }

  /** Lights up `anchors` in place of what was lit, and scrolls to the first that is there. An anchor may not be found. */
  show(anchors: readonly Anchor[]): { found: boolean[] } {
    this.clear();
    this.#anchors = anchors;
    this.#failures = 0;
    const found = this.#light();
    this.#wanted = this.#count;
    const [first] = this.#ranges;
    if (first !== undefined) {
      scrollToRange(first);
      this.#watch();
    }
    return { found };
  }

  clear(): void {
    this.#watcher?.disconnect();
    this.#watcher = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#anchors = [];
    this.#paint([]);
  }

  #light(): boolean[] {
    const started = performance.now();
    const text = new LiveText(this.#live);
    const ranges = this.#anchors.map((anchor) => text.find(anchor).map(rangeOf));
    this.#paint(ranges.flat());
    this.#cost = performance.now() - started;
    const found = ranges.map((parts) => parts.length > 0);
    this.#count = found.filter(Boolean).length;
    return found;
  }

  /**
   * Every document has a registry of its own, and a highlight belongs to the window that made it. One that stays in its
   * registry is filled anew: Firefox does not paint one that takes the place of another of its name.
   */
  #paint(ranges: Range[]): void {
    this.#ranges = ranges;
    for (const highlight of this.#lit.values()) highlight.clear();
    const lit = new Map<Document, Highlight>();
    for (const range of ranges) {
      const document = range.startContainer.ownerDocument;
      const view = document?.defaultView as (Window & typeof globalThis) | null | undefined;
      if (!document || !view) continue;
      const highlight = lit.get(document) ?? this.#lit.get(document) ?? new view.Highlight();
      highlight.add(range);
      if (!lit.has(document)) view.CSS.highlights.set(HIGHLIGHT, highlight);
      lit.set(document, highlight);
    }
    for (const document of this.#lit.keys())
      if (!lit.has(document)) document.defaultView?.CSS.highlights.delete(HIGHLIGHT);
    this.#lit = lit;
  }

  /** Ranges live on in what is left of the page; only when one has lost its text, all are looked for again. */
  #watch(): void {
    this.#watcher ??= new MutationObserver(() => {
      if (this.#timer !== undefined || this.#failures > MAX_FAILURES || this.#isWhole()) return;
      this.#timer = setTimeout(
        () => {
          this.#timer = undefined;
          this.#light();
          this.#failures = this.#isWhole() ? 0 : this.#failures + 1;
          this.#watch();
        },
        Math.max(SETTLE_MS, this.#cost * REST),
      );
    });
    this.#watcher.disconnect();
    const roots = new Set<Node>([this.#live]);
    for (const range of this.#ranges) for (const root of rootsAround(range.startContainer)) roots.add(root);
    for (const root of roots)
      this.#watcher.observe(root, { childList: true, characterData: true, subtree: true });
  }

  #isWhole(): boolean {
    return (
      this.#count === this.#wanted &&
      this.#ranges.every((range) => !range.collapsed && range.startContainer.isConnected)
    );
  }
}

function rangeOf({ node, start, end }: Piece): Range {
  const range = node.ownerDocument.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/** The document or shadow root around `node`, and those around that. */
function rootsAround(node: Node): Node[] {
  const roots: Node[] = [];
  for (let root: Node | undefined = node.getRootNode(); root !== undefined; ) {
    roots.push(root);
    const host: Element | null | undefined =
      root.nodeType === 11 ? (root as ShadowRoot).host : (root as Document).defaultView?.frameElement;
    root = host?.getRootNode();
  }
  return roots;
}
