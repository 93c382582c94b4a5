/// <reference types="@crxjs/vite-plugin/client" />
/** Reads the page of a tab: injects the extraction script, calls it, and checks what comes back. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { PostilError } from "../errors.ts";
import { PageContent } from "../page/content.ts";
import extract from "../page/extract.ts?script&iife";
import { injectionError } from "./injection.ts";
import { languageOf } from "./page-language.ts";
import { readPdfInTab } from "./pdf/read.ts";

/** Milliseconds that a page may take to load, then it is read as far as it has come. */
const LOADING_MS = 5000;
/** Milliseconds for reading a page. One that shows `alert()` runs nothing until that is closed, not even injected scripts. */
export const READING_MS = 20_000;

const Found = v.union([PageContent, v.object({ pdf: v.pipe(v.string(), v.maxLength(8192)) })]);
type Found = v.InferOutput<typeof Found>;

/**
 * What is selected in the page of a tab, the page, or the PDF that the tab shows.
 * @throws PostilError `page-forbidden` when the browser keeps the page closed, `pdf-closed` when that is the viewer of a PDF,
 *   `page-gone` when it went away meanwhile, `page-slow` when it did not answer within `READING_MS`, `page-empty` when it has
 *   no words, `internal` when the script failed; for a PDF also what `readPdfInTab` throws
 */
export async function readPage(tabId: number): Promise<PageContent> {
  const found = await readInTime(tabId);
  if ("pdf" in found) return readPdfInTab(tabId, found.pdf);
  return { ...found, lang: await languageOf(found) };
}

async function readInTime(tabId: number): Promise<Found> {
  const ended = new AbortController();
  const late = after(READING_MS, ended.signal).then((): never => {
    throw new PostilError("page-slow", { seconds: READING_MS / 1000 });
  });
  try {
    return await Promise.race([read(tabId, ended.signal), late]);
  } finally {
    ended.abort();
  }
}

async function read(tabId: number, signal: AbortSignal): Promise<Found> {
  const target = { tabId };
  const files = [`/${extract.replace(/^\//u, "")}`];
  let result: unknown;
  try {
    // A script waits for the page to be loaded, which some never are. Injected twice, it does no harm.
    const atOnce = after(LOADING_MS, signal).then(() =>
      browser.scripting.executeScript({ target, files, injectImmediately: true }),
    );
    await Promise.race([browser.scripting.executeScript({ target, files }), atOnce]);
    const frames = await browser.scripting.executeScript({
      target,
      func: () => globalThis.postilPage?.read(),
      injectImmediately: true,
    });
    result = frames[0]?.result;
  } catch (thrown) {
    throw await injectionError(tabId, thrown);
  }
  // Between the two injections the tab may have gone to another page, where nothing was left to call.
  if (result === null || result === undefined) throw new PostilError("page-gone");
  const found = v.safeParse(Found, result);
  if (!found.success)
    throw new PostilError("internal", { reason: `page content: ${found.issues[0].message}` });
  if ("words" in found.output && found.output.words.read === 0) throw new PostilError("page-empty");
  return found.output;
}

/** Resolves after `ms` milliseconds, never when `signal` is aborted before. */
function after(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
}
