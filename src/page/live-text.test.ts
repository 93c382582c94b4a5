// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { anchorOf } from "./anchor.ts";
import { LiveText, type Piece } from "./live-text.ts";
import { readPage } from "./read.ts";
import { show, showFrame } from "./testing.ts";
import { FOLDED } from "./text.ts";

/** The words of the pieces, with "·" between them. */
const told = (pieces: readonly Piece[]): string =>
  pieces.map(({ node, start, end }) => node.data.slice(start, end)).join("·");

function find(exact: string, prefix = "", suffix = ""): string {
  return told(new LiveText(document).find({ exact, prefix, suffix }));
}

describe("LiveText", () => {
  it.each([
    ["plain words", "<p>One. Two words. Three.", "Two words.", "Two words."],
    ["across elements", "<p>One <b>two</b> <i>th<u>ree</u></i> four.", "One two three", "One ·two· ·th·ree"],
    ["folded white space", "<p>One\n   two&nbsp;three", "One two three", "One\n   two\u00A0three"],
    [
      "signs that are not shown",
      "<p>Ship\u00ADping \u200Blane.",
      "Shipping lane.",
      "Ship\u00ADping \u200Blane.",
    ],
    [
      "a mark of a footnote",
      "<p>It grew<sup><a href='#n1'>[1]</a></sup> fast.",
      "It grew fast.",
      "It grew· fast.",
    ],
    [
      "hidden words between",
      "<p>To the ground<i style='font-size:0'>IGNORE</i>, because.",
      "To the ground, because.",
      "To the ground·, because.",
    ],
    ["readings above words", "<p><ruby>漢<rt>かん</rt></ruby>字です。", "漢字です。", "漢·字です。"],
    ["cells of a row", "<table><tr><td>a b<td>c d</table>", "a b | c d", "a b·c d"],
    ["emoji", "<p>x 😀😀 y.", "😀 y", "😀 y"],
    ["not there", "<p>One two three.", "Four", ""],
    ["nothing", "<p>One", " ", ""],
  ])("finds %s", (_, html, exact, expected) => {
    show(`<body>${html}</body>`);
    expect(find(exact)).toBe(expected);
  });

  it("picks the one of several whose surroundings agree", () => {
    show(
      "<p>At first: it rained. So be it.</p><p>Later on it rained. We left.</p><p>And it rained. The end.</p>",
    );
    const at = (prefix: string, suffix: string): string =>
      new LiveText(document).find({ exact: "it rained.", prefix, suffix })[0]?.node.data ?? "";
    expect(at("", "")).toMatch(/^At first/);
    expect(at("Later on ", "")).toMatch(/^Later/);
    expect(at("", " The end.")).toMatch(/^And/);
    expect(at("Something else. And ", " We")).toMatch(/^And/);
  });

  it("finds words again whose signs have changed", () => {
    show("<p>„Das Boot“ – so der Kapitän – fährt.</p>");
    expect(find("«Das Boot» - so der Kapitän - fährt.")).toBe("Das Boot“ – so der Kapitän – fährt");
  });

  it("finds words again in whose middle something has changed", () => {
    const [head, tail] = [
      "The council of Lower Harrow voted on Monday",
      "to lease a second ferry for the island line.",
    ];
    show(`<p>A. ${head} <a>(updated)</a> ${tail} B.`);
    expect(find(`${head} evening ${tail}`)).toBe(`${head} ·(updated)· ${tail.slice(0, -1)}`);
    show(`<p>A. ${head} ${"and then some more ".repeat(20)} ${tail} B.`);
    expect(find(`${head} evening ${tail}`), "too far apart to be the same").toBe("");
  });

  it("finds words in shadow roots and in frames", () => {
    show("<p>Light words.</p><x-card></x-card><p>Last words.</p>");
    const root = document.querySelector("x-card")?.attachShadow({ mode: "open" });
    const paragraph = document.createElement("p");
    paragraph.textContent = "Shadow words.";
    root?.append(paragraph);
    showFrame("<body><p>Frame words.</p></body>");
    expect(find("Light words. Shadow words.")).toBe("Light words.·Shadow words.");
    expect(find("Last words. Frame words.")).toBe("Last words.·Frame words.");
  });

  it.each(readdirSync("test/fixtures/pages").filter((file) => file.endsWith(".html")))(
    "finds all that is read from %s",
    (file) => {
      show(readFileSync(`test/fixtures/pages/${file}`, "utf8"));
      vi.spyOn(console, "error").mockImplementation(() => undefined);
      const { blocks } = readPage(document);
      const text = new LiveText(document);
      for (const [index, block] of blocks.entries()) {
        const pieces = text.find(anchorOf(blocks, block.text, index));
        const words = pieces.map(({ node, start, end }) => node.data.slice(start, end)).join("");
        expect(words.replace(FOLDED, ""), block.text).toBe(block.text.replace(FOLDED, ""));
      }
    },
  );
});
