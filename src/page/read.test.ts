// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { MAX_PAGE_TEXT, PageContent } from "./content.ts";
import { limitText } from "./measure.ts";
import { readPage } from "./read.ts";
import { show } from "./testing.ts";

const FOLDER = "test/fixtures/pages";
const PAGES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".html"))
  .map((file) => file.slice(0, -".html".length));

beforeEach(() => {
  // A page is read without asking the network for anything.
  vi.stubGlobal("fetch", () => expect.fail("a request was made"));
  // Defuddle tells the console of selectors that happy-dom does not know, and goes on.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

describe("pages", () => {
  it.each(PAGES)("%s", async (name) => {
    show(readFileSync(`${FOLDER}/${name}.html`, "utf8"));
    const before = document.documentElement.outerHTML;
    const { title, lang, blocks, words } = readPage(document);
    const text = `${JSON.stringify({ title, lang, words, blocks }, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../../${FOLDER}/${name}.json`);
    expect(document.documentElement.outerHTML, "the live page is left alone").toBe(before);
    expect(text).not.toContain("HIDDEN");
  });

  it("reads the sample without what surrounds it and without what is hidden in it", () => {
    show(readFileSync("test/fixtures/sample.html", "utf8"));
    const page = readPage(document);
    expect(page.title).toBe("The tide mill at Carrow turns again");
    expect(page.blocks[0]?.text).toMatch(/^After four years of repairs/);
    expect(page.blocks.at(-1)?.text).toMatch(/there is no parking\.$/);
    expect(JSON.stringify(page)).not.toMatch(
      /cookies|Most read|Newsletter|Ignore|ignore|Assistant|holdings/i,
    );
    expect(v.is(PageContent, page)).toBe(true);
  });
});

describe("a very long page", () => {
  const paragraph =
    "The survey counted every tree in the valley, and then it counted the birds in each of them. ".repeat(5);
  const long = (count: number): string =>
    Array.from({ length: count }, (_, index) => `<p>Section ${index}. ${paragraph}</p>`).join("\n");

  it("of 100,000 words is read to its end", () => {
    show(`<title>Survey</title><main><article><h1>Survey</h1>${long(1_110)}</article></main>`);
    const page = readPage(document);
    expect(page.blocks).toHaveLength(1_110);
    expect(page.blocks.at(-1)?.text).toMatch(/^Section 1109\./);
    expect(page.words.all).toBeGreaterThan(100_000);
    expect(page.words.read).toBe(page.words.all);
  }, 120_000);

  it("is cut at the limit, at a word, and says so", () => {
    const blocks = Array.from({ length: 4 }, () => ({ kind: "paragraph" as const, text: "one two three" }));
    expect(limitText(blocks, 1000)).toBe(blocks);
    expect(limitText(blocks, 13 * 2 + 8).map((block) => block.text)).toEqual([
      "one two three",
      "one two three",
      "one two",
    ]);
    expect(limitText([{ kind: "paragraph", text: "ab😀" }], 3)[0]?.text).toBe("ab");
    expect(MAX_PAGE_TEXT).toBeGreaterThan(1_000_000);
  });
});

describe("language", () => {
  it.each([
    ['<html lang="pt_BR">', "pt-BR"],
    ['<html lang="">', ""],
    ['<html lang="<script>">', ""],
    ['<html><article lang="fi">', "fi"],
    [`<html lang="${"x".repeat(500)}">`, ""],
  ])("%s", (html, lang) => {
    show(`${html}<body><p>Text.</p>`);
    expect(readPage(document).lang).toBe(lang);
  });
});

describe("pages that defuddle reads badly", () => {
  it("falls back on the plain reading", () => {
    // By its class names all of this is clutter.
    const cards = Array.from({ length: 30 }, (_, i) => `<p>Guest ${i} wrote that the soup was good.</p>`);
    show(
      `<title>Guest book</title><div class="comments"><div class="comment-list">${cards.join("")}</div></div>`,
    );
    expect(readPage(document).blocks).toHaveLength(30);
  });

  it("gives an empty page when there is nothing to read", () => {
    show("<title></title><canvas>A drawing</canvas>");
    const page = readPage(document);
    expect(page.blocks).toEqual([]);
    expect(page.words).toEqual({ read: 0, all: 0 });
    expect(v.is(PageContent, page)).toBe(true);
  });
});
