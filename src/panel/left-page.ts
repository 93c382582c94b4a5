/** Whether a tab has gone away from the page that was read in it. */
import browser from "webextension-polyfill";
import { pageKey } from "./view.ts";

/**
 * True once another page is loaded in the tab than the one at `url`. Applications, and pages that go on for ever, change
 * their address as one reads: what was left in a page to read it (`page/extract.ts`) is still there then, and gone with the page.
 */
export async function hasLeft(tabId: number, url: string): Promise<boolean> {
  const tab = await browser.tabs.get(tabId).catch(() => null);
  if (tab === null || (tab.url !== undefined && pageKey(tab.url) === pageKey(url))) return false;
  try {
    const frames = await browser.scripting.executeScript({
      target: { tabId },
      func: () => globalThis.postilPage !== undefined,
      injectImmediately: true,
    });
    return frames[0]?.result !== true;
  } catch {
    // A page that was open to us is so until it goes. Firefox closes it with a reload too, and then hides its address.
    return true;
  }
}
