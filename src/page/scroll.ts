/** Scrolls a place in a page into view, through every scroller and frame around it. */
import { shownParent } from "./flat-tree.ts";

const SCROLLS = /auto|scroll|overlay/;

/**
 * Brings `range` to the middle of what its scrollers show, unless it is in view already. A range has no `scrollIntoView`,
 * and the element around it may be as long as the page. Moves at once where the user asked for less motion.
 */
export function scrollToRange(range: Range): void {
  const view = range.startContainer.ownerDocument?.defaultView;
  if (!view) return;
  const motion = view.matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  const box = range.getBoundingClientRect();
  // What the scrollers inside have yet to move it by, as smooth ones have only begun when the next is asked.
  let place = { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
  let element = shownParent(range.startContainer);
  while (element !== null) {
    const document = element.ownerDocument;
    const isRoot = element === document.documentElement;
    if (isRoot || isScroller(element)) {
      const area = isRoot ? viewport(document) : element.getBoundingClientRect();
      const by = {
        left: shift(place.left, place.right, area.left, area.right),
        top: shift(place.top, place.bottom, area.top, area.bottom),
      };
      const scroller = isRoot ? (document.scrollingElement ?? element) : element;
      const backwards = goesBackwards(isRoot ? (document.body ?? element) : element);
      const room = {
        left: scroller.scrollWidth - scroller.clientWidth,
        top: scroller.scrollHeight - scroller.clientHeight,
      };
      const moved = {
        left: within(by.left, scroller.scrollLeft, room.left, backwards.left),
        top: within(by.top, scroller.scrollTop, room.top, backwards.top),
      };
      if (moved.left !== 0 || moved.top !== 0) scroller.scrollBy({ ...moved, behavior: motion });
      place = translate(place, -moved.left, -moved.top);
    }
    if (isRoot) {
      const frame: Element | null = document.defaultView?.frameElement ?? null;
      const outer = frame?.getBoundingClientRect();
      if (outer) place = translate(place, outer.left, outer.top);
      element = frame;
    } else {
      element = shownParent(element);
    }
  }
}

interface Place {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function translate({ left, top, right, bottom }: Place, x: number, y: number): Place {
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}

function viewport(document: Document): Place {
  const { clientWidth, clientHeight } = document.documentElement;
  return { left: 0, top: 0, right: clientWidth, bottom: clientHeight };
}

function isScroller(element: Element): boolean {
  if (element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth)
    return false;
  const css = element.ownerDocument.defaultView?.getComputedStyle(element);
  return css !== undefined && (SCROLLS.test(css.overflowY) || SCROLLS.test(css.overflowX));
}

/** By how much to move so that from–to stands in the middle of low–high; 0 when it is inside. */
function shift(from: number, to: number, low: number, high: number): number {
  if (from >= low && to <= high) return 0;
  // What is longer than the area begins at its start.
  return to - from > high - low ? from - low : (from + to) / 2 - (low + high) / 2;
}

/**
 * Whether a scroller counts from 0 down, as it does where lines or blocks begin at its right, or lines at its bottom. The
 * viewport has this from the body (https://www.w3.org/TR/css-writing-modes-4/#principal-flow).
 */
function goesBackwards(element: Element): { left: boolean; top: boolean } {
  const css = element.ownerDocument.defaultView?.getComputedStyle(element);
  const rightToLeft = css?.direction === "rtl";
  const mode = css?.writingMode ?? "";
  const isUpright = /^(?:vertical|sideways)-/.test(mode);
  // Lines of `sideways-lr` run upwards.
  if (isUpright) return { left: mode.endsWith("-rl"), top: rightToLeft !== (mode === "sideways-lr") };
  return { left: rightToLeft, top: false };
}

/** `by` as far as a scroller at `at` can move; a backward one counts from 0 down. */
function within(by: number, at: number, room: number, backwards: boolean): number {
  const [least, most] = backwards ? [-room, 0] : [0, room];
  return Math.min(Math.max(by, least - at), most - at);
}
