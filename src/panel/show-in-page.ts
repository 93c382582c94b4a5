/// <reference types="@crxjs/vite-plugin/client" />
/** Shows sentences in the page of a tab: injects the highlighter, colours what it lights, and tells what was found. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { PostilError } from "../errors.ts";
import type { Anchor } from "../page/anchor.ts";
import highlight from "../page/highlight.ts?script&iife";
import { injectionError } from "./injection.ts";

/** Dark ink on a marker's yellow, whatever the page's own colours are. The name is `HIGHLIGHT` in `page/lights.ts`. */
export const HIGHLIGHT_CSS = `::highlight(postil-source) {
  background-color: #ffe08a !important;
  color: #1b1a17 !important;
}
@media (forced-colors: active) {
  ::highlight(postil-source) {
    background-color: Mark !important;
    color: MarkText !important;
  }
}`;

const Shown = v.object({ found: v.array(v.boolean()) });

/**
 * Lights up `anchors` in the page of a tab in place of what was lit there, and scrolls to the first. Answers for each
 * anchor whether it was found where a reader can see it. The tab must be one that the user has opened to Postil.
 * @throws PostilError `page-forbidden` when the browser keeps the page closed, `page-gone` when it went away meanwhile
 */
export async function showInPage(tabId: number, anchors: readonly Anchor[]): Promise<boolean[]> {
  const target = { tabId };
  let result: unknown;
  try {
    await insertColours(tabId);
    await browser.scripting.executeScript({ target, files: [`/${highlight.replace(/^\//u, "")}`] });
    const frames = await browser.scripting.executeScript({
      target,
      func: (wanted: Anchor[]) => globalThis.postilLights?.show(wanted),
      args: [anchors.map((anchor) => ({ ...anchor }))],
    });
    result = frames[0]?.result;
  } catch (thrown) {
    throw await injectionError(tabId, thrown);
  }
  if (result === null || result === undefined) throw new PostilError("page-gone");
  const shown = v.safeParse(Shown, result);
  if (!shown.success || shown.output.found.length !== anchors.length)
    throw new PostilError("internal", { reason: "answer of the highlighter" });
  return shown.output.found;
}

/** Puts out what is lit in the page of a tab. A page that has gone or is closed has nothing lit: no error. */
export async function clearInPage(tabId: number): Promise<void> {
  try {
    await browser.scripting.executeScript({
      target: { tabId },
      func: () => globalThis.postilLights?.clear(),
    });
    await removeColours(tabId);
  } catch {
    // Nothing is left that could be lit.
  }
}

async function insertColours(tabId: number): Promise<void> {
  // Sheets that are inserted again pile up.
  await removeColours(tabId);
  await browser.scripting.insertCSS(sheet(tabId));
}

function removeColours(tabId: number): Promise<void> {
  return browser.scripting.removeCSS(sheet(tabId));
}

function sheet(tabId: number): browser.Scripting.CSSInjection {
  // Chromium paints highlights by author sheets only, in shadow roots too; Firefox paints there by user sheets only.
  const origin = __BROWSER__ === "firefox" ? "USER" : "AUTHOR";
  return { target: { tabId, allFrames: true }, css: HIGHLIGHT_CSS, origin };
}
