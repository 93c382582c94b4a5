// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Anchor } from "./anchor.ts";
import { HIGHLIGHT, Lights } from "./lights.ts";
import { show, showFrame } from "./testing.ts";

const anchor = (exact: string): Anchor => ({ exact, prefix: "", suffix: "" });

/** happy-dom has no highlights: a set of ranges, and a registry of them. */
let registry: Map<string, Set<Range>>;
let lights: Lights;

beforeEach(() => {
  registry = new Map();
  vi.stubGlobal("CSS", { highlights: registry });
  vi.stubGlobal(
    "Highlight",
    class extends Set<Range> {
      constructor(...ranges: Range[]) {
        super(ranges);
      }
    },
  );
  show("<main><p>One two.</p><p>Three <b>four</b>.</p></main>");
  lights = new Lights(document);
});
afterEach(() => {
  lights.clear();
  vi.unstubAllGlobals();
});

const lit = (): string[] => Array.from(registry.get(HIGHLIGHT) ?? [], (range) => range.toString());

describe("Lights", () => {
  it("lights what is found, and says what is not", () => {
    const before = document.documentElement.outerHTML;
    expect(lights.show([anchor("Three four."), anchor("five"), anchor("two")]).found).toEqual([
      true,
      false,
      true,
    ]);
    expect(lit()).toEqual(["Three ", "four", ".", "two"]);
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it("lights the next in place of the last, and clears", () => {
    lights.show([anchor("One")]);
    lights.show([anchor("two")]);
    expect(lit()).toEqual(["two"]);
    lights.clear();
    expect(registry.has(HIGHLIGHT)).toBe(false);
    expect(lights.show([anchor("five")]).found).toEqual([false]);
    expect(registry.has(HIGHLIGHT)).toBe(false);
  });

  it("lights in every document by that document's own registry", () => {
    const { view } = showFrame("<body><p>Frame words.</p></body>");
    const theirs = new Map<string, Set<Range>>();
    Object.defineProperties(view, {
      CSS: { value: { highlights: theirs } },
      Highlight: { value: globalThis.Highlight },
    });
    expect(lights.show([anchor("Frame words."), anchor("One")]).found).toEqual([true, true]);
    expect(Array.from(theirs.get(HIGHLIGHT) ?? [], String)).toEqual(["Frame words."]);
    expect(lit()).toEqual(["One"]);
    lights.clear();
    expect(theirs.size).toBe(0);
  });

  it("finds its sentences again after the page has drawn itself anew", async () => {
    lights.show([anchor("Three four.")]);
    const main = document.querySelector("main");
    main?.replaceChildren();
    await vi.waitFor(() => expect(lit(), "gone with their text").toEqual([]), 2000);
    const paragraph = document.createElement("p");
    paragraph.textContent = "Zero. Three four. Five.";
    main?.append(paragraph);
    await vi.waitFor(() => expect(lit()).toEqual(["Three four."]), 2000);
  });

  it("looks for nothing any more once it is cleared", async () => {
    lights.show([anchor("One")]);
    lights.clear();
    const again = vi.spyOn(document, "createRange");
    document.querySelector("main")?.replaceChildren("One");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(again).not.toHaveBeenCalled();
  });
});

describe("scrolling", () => {
  const scrolled: ScrollToOptions[] = [];
  beforeEach(() => {
    scrolled.length = 0;
    vi.spyOn(Element.prototype, "scrollBy").mockImplementation((options) => {
      scrolled.push(options as ScrollToOptions);
    });
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
    vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockReturnValue(5000);
    vi.spyOn(HTMLElement.prototype, "scrollWidth", "get").mockReturnValue(800);
    return () => vi.restoreAllMocks();
  });

  const place = (top: number): void => {
    vi.spyOn(Range.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(10, top, 300, 20));
  };

  it("brings what is out of view to the middle", () => {
    place(2000);
    lights.show([anchor("One")]);
    expect(scrolled).toEqual([{ left: 0, top: 2010 - 300, behavior: "smooth" }]);
  });

  it("stays within what there is to scroll", () => {
    place(5100);
    lights.show([anchor("One")]);
    expect(scrolled[0]?.top).toBe(4400);
  });

  it("leaves alone what is in view", () => {
    place(100);
    lights.show([anchor("One")]);
    expect(scrolled).toEqual([]);
  });

  it("does not move smoothly when less motion is asked for", () => {
    place(2000);
    const media = vi.spyOn(window, "matchMedia");
    media.mockImplementation((query) => ({ matches: /reduce/.test(query) }) as MediaQueryList);
    lights.show([anchor("One")]);
    expect(scrolled[0]?.behavior).toBe("instant");
  });
});
