// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { show, showFrame } from "./testing.ts";
import { copyVisible } from "./visible.ts";

afterEach(() => vi.restoreAllMocks());

const seen = (html: string): string => {
  show(html);
  return (copyVisible(document).body.textContent ?? "").replace(/\s+/g, " ").trim();
};

/** Lays the page out: every box is `box`, every piece of text has the boxes that `lines` gives for it. */
function layOut(lines: (text: string) => { x: number; y: number; width: number; height: number }[]): void {
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 800, 600));
  vi.spyOn(Range.prototype, "getClientRects").mockImplementation(function (this: Range) {
    const boxes = lines(this.startContainer.textContent ?? "").map(
      ({ x, y, width, height }) => new DOMRect(x, y, width, height),
    );
    return Object.assign(boxes, { item: (index: number) => boxes[index] ?? null }) as unknown as DOMRectList;
  });
}

describe("copyVisible", () => {
  it.each([
    ["<p>a<p style='display:none'>b", "a"],
    ["<p>a<p style='visibility:hidden'>b<b style='visibility:visible'>c</b>", "ac"],
    ["<p>a<p hidden>b<p hidden='until-found'>c", "ac"],
    ["<p>a long enough text<p aria-hidden='true'>b", "a long enough text"],
    ["<p>a<p style='font-size:0'>b", "a"],
    ["<p>a<p style='opacity:0'>b<p style='opacity:0;transition-duration:1s'>c", "ac"],
    ["<p>a<p style='color:transparent'>b", "a"],
    ["<p>a<p style='color:rgba(0, 0, 0, 0)'>b", "a"],
    ["<p>a<p style='clip-path:inset(50%)'>b", "a"],
    ["<p>a<p style='width:1px;overflow:hidden'>b", "a"],
    ["<p>a<p style='width:3px;overflow:hidden'>b", "a"],
    ["<p>a<p style='filter:opacity(0)'>b", "a"],
    ["<p>a<p style='color:rgba(0, 0, 0, 0.01)'>b<p style='color:rgba(0, 0, 0, 0.6)'>c", "ac"],
    ["<p>a<p style='clip-path:inset(0 100% 0 0)'>b<p style='clip-path:inset(5px 10%)'>c", "ac"],
    ["<p>a<p style='clip-path:inset(0 0 100%)'>b", "a"],
    [
      "<p>a<p style='clip-path:polygon(0 0, 0 0, 0 0)'>b<p style='clip-path:polygon(0 0, 9px 0, 9px 9px)'>c",
      "ac",
    ],
    ["<p>a<p style='clip-path:inset(100%)'>b", "a"],
    ["<p>a<p style='clip-path:circle(0)'>b", "a"],
    ["<p>a<p style='position:absolute;clip:rect(0, 0, 0, 0)'>b", "a"],
    ["<p>a<p style='height:0;overflow:hidden'>b", "a"],
    ["<p>a<p style='content-visibility:hidden'>b", "a"],
    ["<p>a<p style='font-size:1px'>b", "a"],
    ["<p>a<template>b</template><!-- c --><object>d</object>", "a"],
    ["<p>a<p style='color:rgb(255, 255, 255)'>b", "a"],
    ["<div style='background-color:rgb(0, 0, 51)'><p style='color:rgb(2, 0, 49)'>b</p>a</div>", "a"],
    ["<div style='background-color:#336'><p style='color:#336'>b</p>a</div>", "a"],
    // Seen all the same: on a background of its own, on a picture, filled by a gradient, by its shadow.
    ["<div style='background-color:rgb(0, 0, 0)'><p style='color:rgb(255, 255, 255)'>a</div>", "a"],
    ["<div style='background-image:url(x)'><p style='color:rgb(255, 255, 255)'>a</div>", "a"],
    ["<p style='color:transparent;background-clip:text'>a", "a"],
    ["<p style='color:rgb(255, 255, 255);text-shadow:0 0 4px black'>a", "a"],
    ["<p>a<script>b</script><style>c</style><noscript>d</noscript><textarea>e</textarea>", "a"],
  ])("%s", (html, text) => {
    expect(seen(html)).toBe(text);
  });

  it("does not believe aria-hidden when a dialog has put it on all the rest", () => {
    expect(
      seen("<div aria-hidden='true'>The whole of the page's text.</div><div role=dialog>OK?</div>"),
    ).toBe("The whole of the page's text.OK?");
  });

  it("leaves out text that is laid out off the page or has no box", () => {
    layOut((text) => {
      if (text.includes("away")) return [{ x: -9999, y: 10, width: 300, height: 20 }];
      if (text.includes("above")) return [{ x: 10, y: -500, width: 300, height: 20 }];
      return text.includes("boxless") ? [] : [{ x: 10, y: 10, width: 300, height: 20 }];
    });
    expect(seen("<p>here<p>away<p>above<p>boxless<p>there<details><p>closed, boxless</details>")).toBe(
      "herethereclosed, boxless",
    );
  });

  // happy-dom knows neither the property nor the function; both come as browsers compute them.
  it.each([
    ["-webkit-text-fill-color", "rgba(0, 0, 0, 0)", ""],
    ["-webkit-text-fill-color", "rgb(255, 255, 255)", ""],
    ["-webkit-text-fill-color", "rgb(20, 20, 20)", "b"],
    ["color", "oklch(0.5 0.1 20 / 0)", ""],
    ["color", "oklch(0.5 0.1 20 / 0.8)", "b"],
    ["color", "color(srgb 1 1 1 / 1%)", ""],
  ])("knows the ink: %s of %s", (property, value, text) => {
    const computed = window.getComputedStyle.bind(window);
    vi.spyOn(window, "getComputedStyle").mockImplementation((element) => {
      const css = computed(element);
      if (element.localName !== "b") return css;
      return new Proxy(css, {
        get: (style, name) =>
          name === "getPropertyValue"
            ? (asked: string) => (asked === property ? value : style.getPropertyValue(asked))
            : name === property
              ? value
              : Reflect.get(style, name, style),
      });
    });
    expect(seen("<p>a<b>b</b>")).toBe(`a${text}`);
  });

  it("leaves out what is scaled down to nothing", () => {
    layOut((text) => [{ x: 10, y: 10, width: 300, height: text === "tiny" ? 0.4 : 20 }]);
    expect(seen("<p>here<p>tiny")).toBe("here");
  });

  it("leaves out what waits to fade in where it would be seen, and reads it where nobody has scrolled to", () => {
    layOut(() => [{ x: 10, y: 10, width: 300, height: 20 }]);
    const box = vi.mocked(Element.prototype.getBoundingClientRect);
    const fading = "<p>here<p style='opacity:0;transition-duration:1s'>fading";
    expect(seen(fading)).toBe("here");
    box.mockReturnValue(new DOMRect(0, 4000, 800, 600));
    expect(seen(fading)).toBe("herefading");
  });

  it("leaves out fixed boxes outside of the window, which nobody can scroll to", () => {
    layOut(() => [{ x: 10, y: 10, width: 300, height: 20 }]);
    const box = vi.mocked(Element.prototype.getBoundingClientRect);
    const fixed = "<div style='position:fixed'>fixed</div>";
    expect(seen(`<p>here${fixed}`)).toBe("herefixed");
    box.mockReturnValue(new DOMRect(0, 4000, 800, 600));
    expect(seen(`<p>here${fixed}`)).toBe("here");
    // A box that is transformed holds them in its place.
    expect(seen(`<p>here<div style='transform:translateX(0)'>${fixed}</div>`)).toBe("herefixed");
  });

  it("takes white words for seen where a picture lies under them", () => {
    layOut(() => [{ x: 10, y: 10, width: 300, height: 20 }]);
    const heading = "<p style='color:rgb(255, 255, 255)'>white</p>";
    expect(seen(`${heading}<img src=x>`)).toBe("white");
    expect(seen(heading)).toBe("");
  });

  it("leaves out what overflows where nobody can scroll to", () => {
    vi.spyOn(HTMLElement.prototype, "scrollWidth", "get").mockReturnValue(800);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
    layOut((text) => [{ x: text === "far" ? 9999 : 10, y: 10, width: 300, height: 20 }]);
    expect(seen("<p>here<p>far")).toBe("here");
  });

  it("reads frames of the page's own, with what is hidden in them left out", () => {
    show("<p>a</p>");
    showFrame("<body><p>b</p><p hidden>c</p></body>");
    expect(copyVisible(document).body.textContent).toBe("ab");
  });

  it("does not read frames too small for text", () => {
    layOut(() => [{ x: 10, y: 10, width: 300, height: 20 }]);
    show("<p>a</p>");
    const { frame } = showFrame("<body><p>b</p></body>");
    vi.spyOn(frame, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 120, 40));
    expect(copyVisible(document).body.textContent).toBe("a");
  });

  it("makes plain lines of coloured code", () => {
    show("<pre><code><b>let</b> x<br><i hidden>HIDDEN</i>y</code></pre><p>a <code><b>z</b></code>");
    expect(copyVisible(document).body.innerHTML).toBe("<pre>let x\ny</pre><p>a <code>z</code></p>");
  });

  it("lays open shadow roots flat, and puts guests into their slots", () => {
    show("<my-card><b>guest</b></my-card>");
    const host = document.querySelector("my-card");
    const root = host?.attachShadow({ mode: "open" });
    const title = document.createElement("p");
    title.textContent = "shadow ";
    root?.append(title, document.createElement("slot"));
    const copy = copyVisible(document);
    expect(copy.body.textContent).toBe("shadow guest");
    expect(copy.querySelector("my-card"), "custom elements are not made again").toBeNull();
  });

  it("copies nothing that could load", () => {
    show(
      "<body onload='x()'><p style='background:url(x)'>a<img src=x><a href='/b' ping=/c onclick='y()'>b</a></p></body>",
    );
    const copy = copyVisible(document);
    expect(copy.defaultView).toBeNull();
    expect(copy.body.outerHTML).toBe('<body><p>a<a href="/b">b</a></p></body>');
  });
});
