/**
 * Keeps the page still while results fold: nothing moves under the pointer, nothing that has the focus or is selected is
 * hidden, and what the user looks at stays where it is on the screen.
 */

export interface SteadyMeans {
  /** Boxes of results in the page's order, and the lines of folded ones count as the boxes that they stand for. */
  boxes(): Iterable<HTMLElement>;
  /** What is hidden when a box is folded: itself, and what belongs to it. */
  partsOf(box: HTMLElement): readonly HTMLElement[];
  /** What may not have been folded before may be now. */
  onFree(): void;
}

/** CSS pixels that a folded result keeps, at least. */
const LINE_HEIGHT = 24;

export class Steady {
  readonly #document: Document;
  readonly #means: SteadyMeans;
  readonly #ended = new AbortController();
  /** Where the mouse is, in the window; null when it is elsewhere, and where there is none. */
  #pointer: { readonly x: number; readonly y: number } | null = null;
  #told = false;

  constructor(document: Document, means: SteadyMeans) {
    this.#document = document;
    this.#means = means;
    const { signal } = this.#ended;
    const passive = { capture: true, passive: true, signal };
    const move = (event: PointerEvent): void => {
      // A finger points only while it touches, and then the page scrolls.
      this.#pointer = event.pointerType === "touch" ? null : { x: event.clientX, y: event.clientY };
      this.#tell();
    };
    document.addEventListener("pointermove", move, passive);
    document.addEventListener("pointerover", move, passive);
    document.addEventListener(
      "pointerout",
      (event) => {
        if (event.relatedTarget !== null) return;
        this.#pointer = null;
        this.#tell();
      },
      passive,
    );
    for (const type of ["focusout", "scroll", "selectionchange"])
      document.addEventListener(type, () => this.#tell(), passive);
  }

  end(): void {
    this.#ended.abort();
  }

  /** Those of `boxes`, in the page's order, that may all be folded now. */
  whichMayFold(boxes: readonly HTMLElement[]): HTMLElement[] {
    // By so much the page can be scrolled back for what goes away above the pointer.
    let room = boxes[0] === undefined ? 0 : scrollerOf(boxes[0]).scrollTop;
    return boxes.filter((box) => {
      if (this.#isUsed(box)) return false;
      if (this.#pointer === null) return true;
      const { x, y } = this.#pointer;
      const rects = this.#means.partsOf(box).map((part) => part.getBoundingClientRect());
      const [left, top] = [
        Math.min(...rects.map((rect) => rect.left)),
        Math.min(...rects.map((rect) => rect.top)),
      ];
      const right = Math.max(...rects.map((rect) => rect.right));
      const bottom = Math.max(...rects.map((rect) => rect.bottom));
      if (x < left || x > right || top > y) return true;
      const given = bottom - top - LINE_HEIGHT;
      if (bottom > y || given > room) return false;
      room -= given;
      return true;
    });
  }

  #isUsed(box: HTMLElement): boolean {
    const focused = this.#document.activeElement;
    const parts = this.#means.partsOf(box);
    if (focused !== null && focused !== this.#document.body && parts.some((part) => part.contains(focused)))
      return true;
    const selection = this.#document.getSelection();
    if (selection === null || selection.isCollapsed) return false;
    return parts.some((part) => selection.containsNode(part, true));
  }

  /**
   * Calls `work`, which folds or unfolds, and scrolls so that what is looked at stays where it is.
   * @param folding the boxes that are to be folded
   */
  hold(work: () => void, folding: readonly HTMLElement[] = []): void {
    const anchor = this.#anchor(folding);
    if (anchor === undefined) {
      work();
      return;
    }
    const scroller = scrollerOf(anchor);
    const root = scroller as HTMLElement;
    // The browser would scroll as well: https://drafts.csswg.org/css-scroll-anchoring/
    const before = root.style.overflowAnchor;
    root.style.overflowAnchor = "none";
    const { top } = anchor.getBoundingClientRect();
    work();
    const moved = placeOf(anchor) - top;
    if (Math.abs(moved) >= 1) scroller.scrollBy({ top: moved, behavior: "instant" });
    root.style.overflowAnchor = before;
    if (root.getAttribute("style") === "") root.removeAttribute("style");
  }

  /**
   * The first result below the pointer or, without one, below the upper edge of the window. Of one that begins above it only
   * what comes after can stay.
   */
  #anchor(folding: readonly HTMLElement[]): HTMLElement | undefined {
    const y = this.#pointer?.y ?? 0;
    let last: HTMLElement | undefined;
    for (const box of this.#means.boxes()) {
      const { top, bottom, height } = box.getBoundingClientRect();
      if (height === 0) continue;
      if (bottom > y && !(top < y && folding.includes(box))) return box;
      last = box;
    }
    return last;
  }

  /** Once for all that happens until the next frame, or soon where no frames are drawn. */
  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    setTimeout(() => {
      this.#told = false;
      if (!this.#ended.signal.aborted) this.#means.onFree();
    }, 50);
  }
}

/** Where a result is on the screen; for one that has just been folded, where its line is. */
function placeOf(box: HTMLElement): number {
  const rect = box.getBoundingClientRect();
  if (rect.height > 0 || rect.width > 0) return rect.top;
  return (box.previousElementSibling ?? box).getBoundingClientRect().top;
}

/** What scrolls when `element` moves. */
function scrollerOf(element: Element): Element {
  const { ownerDocument: document } = element;
  const root = document.scrollingElement ?? document.documentElement;
  for (
    let at = element.parentElement;
    at !== null && at !== root && at !== document.body;
    at = at.parentElement
  ) {
    if (at.scrollHeight <= at.clientHeight) continue;
    const overflow = document.defaultView?.getComputedStyle(at).overflowY;
    if (overflow === "auto" || overflow === "scroll") return at;
  }
  return root;
}
