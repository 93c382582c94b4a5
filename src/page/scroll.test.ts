// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { scrollToRange } from "./scroll.ts";

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** Gives an element the measures that a browser would compute: the tests' document has no layout. */
function measure(element: Element, measures: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(measures))
    Object.defineProperty(element, name, { value, configurable: true });
}

/** By how much a scroller 100 px wide, with 300 px in it and standing at its start, is moved for words from `left` on. */
function movedFor(style: string, left: number): number[] {
  const scroller = document.body.appendChild(document.createElement("div"));
  scroller.setAttribute("style", `overflow-x: auto; ${style}`);
  scroller.textContent = "words";
  measure(scroller, {
    scrollWidth: 300,
    clientWidth: 100,
    scrollHeight: 100,
    clientHeight: 100,
    scrollLeft: 0,
  });
  vi.spyOn(scroller, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 100, 100));
  const moved: number[] = [];
  scroller.scrollBy = (to?: ScrollToOptions | number) => {
    if (typeof to === "object") moved.push(to.left ?? 0);
  };
  const range = document.createRange();
  range.setStart(scroller.firstChild ?? scroller, 0);
  vi.spyOn(range, "getBoundingClientRect").mockReturnValue(new DOMRect(left, 0, 20, 20));
  scrollToRange(range);
  return moved;
}

describe("a scroller at its start", () => {
  it.each([
    ["left to right", "direction: ltr", 150, [110]],
    ["left to right, and can go no further back", "direction: ltr", -150, []],
    ["right to left", "direction: rtl", -150, [-190]],
    ["right to left, and can go no further back", "direction: rtl", 150, []],
    ["right to left, as far as it goes", "direction: rtl", -400, [-200]],
    ["in columns from the right", "writing-mode: vertical-rl", -150, [-190]],
    ["in columns from the left", "writing-mode: vertical-lr; direction: rtl", 150, [110]],
  ])("moves: %s", (_what, style, left, moved) => {
    expect(movedFor(style, left)).toEqual(moved);
  });
});
