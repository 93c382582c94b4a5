/** From a live page to `PageContent`: what is visible, of that the main content, of that the blocks. */
import Defuddle from "defuddle";
import { type Block, blocksOf } from "./blocks.ts";
import type { PageContent } from "./content.ts";
import { languageTag } from "./language.ts";
import { withoutMarks } from "./marks.ts";
import { measure, wordsIn } from "./measure.ts";
import { removeOverlays } from "./overlays.ts";
import { MIN_SELECTED } from "./selected-text.ts";
import { selectedIn } from "./selection.ts";
import { foldText } from "./text.ts";
import { copyVisible } from "./visible.ts";

/** Fewer words than this from defuddle, and the page is read in the plain way too. */
const TOO_LITTLE = 60;

/**
 * Elements; larger pages are read in the plain way only. Defuddle cannot be interrupted, the page stands still meanwhile, and
 * its time grows faster than the page: in Chromium on two busy cores 0.9 s for 9,000 elements of a thread, 31 s for 90,000.
 */
const MAX_ELEMENTS = 25_000;

/** What surrounds a page's content, by the elements and roles that say so. */
const SURROUNDINGS =
  "nav, footer, aside, form, dialog, menu, [role=navigation], [role=banner], [role=contentinfo], [role=complementary], " +
  "[role=dialog], [role=alertdialog], [role=search], [role=menu], body > header";

/**
 * Reads what is selected in `live`, or the page, and leaves it as it is. Makes no request. The text is what a reader sees, at most
 * `MAX_PAGE_TEXT` UTF-16 units of it; `words` says how much that is of the whole, `source` what the whole is.
 */
export function readPage(live: Document): PageContent {
  return readSelection(live) ?? readWhole(live);
}

/** What is selected, if that is more than a word or two, which may have been looked up and means nothing here. */
function readSelection(live: Document): PageContent | undefined {
  const selected = selectedIn(live);
  if (selected === undefined) return undefined;
  const blocks = blocksOf(copyVisible(live, selected.part).body);
  const lang =
    languageTag(selected.around?.closest("[lang]")?.getAttribute("lang") ?? "") || languageOf(live);
  const content = contentOf(live, foldText(live.title), lang, blocks);
  return content.words.all < MIN_SELECTED ? undefined : { ...content, source: "selection" };
}

function readWhole(live: Document): PageContent {
  const copy = copyVisible(live);
  removeOverlays(copy);
  const lang = languageOf(live);
  const plain = readPlainly(copy);
  const main = readMain(copy, live.URL);
  const title = foldText(main?.title ?? "") || foldText(live.title) || firstHeading(plain);
  const blocks = pickReading(main, plain, blocksOf(copy.body), lang);
  return { ...contentOf(live, title, lang, withoutLooseEnd(blocks)), source: "page" };
}

function contentOf(live: Document, title: string, lang: string, blocks: Block[]): PageContent {
  return { url: live.URL.slice(0, 8192), title: title.slice(0, 2000), lang, ...measure(blocks, lang) };
}

interface Reading {
  readonly title: string;
  readonly blocks: Block[];
}

/**
 * The main content by defuddle, or undefined when the page is too large for it or when it fails: no page should be
 * unreadable because a heuristic broke.
 */
function readMain(copy: Document, url: string): Reading | undefined {
  if (copy.getElementsByTagName("*").length > MAX_ELEMENTS) return undefined;
  try {
    // Visibility was judged on the live page; the copy has no layout, and class names alone ("md:block") mislead.
    const found = new Defuddle(copy, {
      url,
      removeHiddenElements: false,
      removeImages: true,
      useAsync: false,
    }).parse();
    const content = new DOMParser().parseFromString(found.content, "text/html");
    return { title: withoutMarks(found.title), blocks: blocksOf(content.body) };
  } catch {
    return undefined;
  }
}

/** The page without what is marked as its surroundings; its `main` or only `article` where it has one. */
function readPlainly(copy: Document): Block[] {
  const body = copy.body.cloneNode(true) as HTMLElement;
  for (const element of body.querySelectorAll(SURROUNDINGS)) element.remove();
  const articles = body.querySelectorAll("article");
  const root =
    body.querySelector("main, [role=main]") ?? (articles.length === 1 ? articles[0] : undefined) ?? body;
  const blocks = blocksOf(root);
  return blocks.length > 0 || root === body ? blocks : blocksOf(body);
}

/**
 * Defuddle's reading, unless it found next to nothing where the plain one found twice as much, or took all there is: so it
 * does when it fails inside, and then what a page itself calls its surroundings tells more.
 */
function pickReading(main: Reading | undefined, plain: Block[], everything: Block[], lang: string): Block[] {
  if (main === undefined) return plain;
  if (textLength(main.blocks) >= textLength(everything) && textLength(plain) > 0) return plain;
  const words = wordsIn(main.blocks, lang);
  return words < TOO_LITTLE && wordsIn(plain, lang) > 2 * words ? plain : main.blocks;
}

/** Headings at the end say nothing: what they were above (references, comments) has been left out. */
function withoutLooseEnd(blocks: Block[]): Block[] {
  const last = blocks.findLastIndex((block) => block.kind !== "heading");
  return last === -1 ? blocks : blocks.slice(0, last + 1);
}

function textLength(blocks: readonly Block[]): number {
  return blocks.reduce((length, { text }) => length + text.length, 0);
}

function firstHeading(blocks: readonly Block[]): string {
  return blocks.find((block) => block.kind === "heading")?.text ?? "";
}

/** What the page says its language is, as a BCP 47 tag; empty when it does not say, or says something else. */
function languageOf(live: Document): string {
  const said =
    live.documentElement.getAttribute("lang") ||
    live.querySelector("main[lang], article[lang], body[lang]")?.getAttribute("lang") ||
    live.querySelector("meta[http-equiv='content-language' i]")?.getAttribute("content") ||
    "";
  return languageTag(said);
}
