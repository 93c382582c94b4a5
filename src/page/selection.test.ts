// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { readPage } from "./read.ts";
import { selectedIn } from "./selection.ts";
import { show, showFrame } from "./testing.ts";

const PAGE = `<html lang="en"><title>Two islands</title><body><nav>Home</nav><main>
<p id="a">The ferry sails at nine.</p>
<ul><li id="b">Bring <b>warm clothes</b> and a hat.</li></ul>
<p id="c" lang="fr">Le bateau part à neuf heures.<span hidden>HIDDEN</span></p></main></body></html>`;

/** Selects from a place in one element's text to a place in another's. */
function select(from: string, start: number, to: string, end: number, root: Document = document): void {
  const first = root.querySelector(from)?.firstChild;
  const last = root.querySelector(to)?.lastChild;
  if (!first || !last) throw new Error("nothing to select");
  root.getSelection()?.setBaseAndExtent(first, start, last, end);
}

beforeEach(() => document.getSelection()?.removeAllRanges());

describe("a selection", () => {
  it("is what is read", () => {
    show(PAGE);
    select("#a", 4, "#b", 7);
    const page = readPage(document);
    expect(page).toMatchObject({ title: "Two islands", lang: "en", source: "selection" });
    expect(page.blocks).toEqual([
      { kind: "paragraph", text: "ferry sails at nine." },
      { kind: "item", text: "Bring warm clothes and a" },
    ]);
    expect(page.words).toEqual({ read: 9, all: 9 });
  });

  it("has the language of where it stands, and nothing hidden in it", () => {
    show(PAGE);
    const paragraph = document.querySelector("#c");
    if (paragraph) document.getSelection()?.selectAllChildren(paragraph);
    const page = readPage(document);
    expect(page.lang).toBe("fr");
    expect(page.blocks).toEqual([{ kind: "paragraph", text: "Le bateau part à neuf heures." }]);
  });

  it("may be of what surrounds the content", () => {
    show(PAGE.replace("Home", "The archive of all sailings"));
    select("nav", 0, "nav", 27);
    expect(readPage(document).blocks).toEqual([{ kind: "paragraph", text: "The archive of all sailings" }]);
  });

  it.each([
    ["nothing", 4, 4],
    ["a word that was looked up", 4, 9],
  ])("of %s is none: the page is read", (_, start, end) => {
    show(PAGE);
    select("#a", start, "#a", end);
    expect(readPage(document)).toMatchObject({ source: "page", words: { all: 17 } });
  });

  it("of a host takes what it shows", () => {
    show("<p id=a>Before it.</p><x-card></x-card><p id=b>After it.</p>");
    const root = document.querySelector("x-card")?.attachShadow({ mode: "open" });
    root?.append("In the shadow.");
    select("#a", 0, "#b", 5);
    expect(readPage(document).blocks.map((block) => block.text)).toEqual([
      "Before it.",
      "In the shadow.",
      "After",
    ]);
  });

  it("in a frame is read from there", () => {
    show("<p>The page around it.</p>");
    const { view } = showFrame("<body><p id=a>Words in the frame, many of them.</p></body>");
    select("#a", 0, "#a", 18, view.document);
    const part = selectedIn(document)?.part;
    const text = view.document.querySelector("#a")?.firstChild as Text;
    expect(part?.(text)).toBe("Words in the frame");
    expect(readPage(document).blocks).toEqual([{ kind: "paragraph", text: "Words in the frame" }]);
  });
});
