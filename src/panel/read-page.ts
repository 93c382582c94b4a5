/// <reference types="@crxjs/vite-plugin/client" />
/** Reads the page of a tab: injects the extraction script, calls it, and checks what comes back. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { PostilError } from "../errors.ts";
import { PageContent } from "../page/content.ts";
import extract from "../page/extract.ts?script&iife";
import { languageOf } from "./page-language.ts";

/**
 * @throws PostilError `page-forbidden` when the browser keeps the page closed, `page-gone` when it went away meanwhile,
 *   `page-empty` when it has no words, `internal` when the script failed
 */
export async function readPage(tabId: number): Promise<PageContent> {
  const target = { tabId };
  let result: unknown;
  try {
    await browser.scripting.executeScript({ target, files: [`/${extract.replace(/^\//u, "")}`] });
    const frames = await browser.scripting.executeScript({
      target,
      func: () => globalThis.postilPage?.read(),
    });
    result = frames[0]?.result;
  } catch (thrown) {
    throw await injectionError(tabId, thrown);
  }
  // Between the two injections the tab may have gone to another page, where nothing was left to call.
  if (result === null || result === undefined) throw new PostilError("page-gone");
  const page = v.safeParse(PageContent, result);
  if (!page.success) throw new PostilError("internal", { reason: `page content: ${page.issues[0].message}` });
  if (page.output.words.read === 0) throw new PostilError("page-empty");
  return { ...page.output, lang: await languageOf(page.output) };
}

/** Browsers tell these failures apart by their English messages only; what is left of the tab tells more reliably. */
async function injectionError(tabId: number, thrown: unknown): Promise<PostilError> {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const tab = await browser.tabs.get(tabId).catch(() => null);
  const gone = tab === null || tab.status === "loading";
  return new PostilError(gone ? "page-gone" : "page-forbidden", { reason });
}
