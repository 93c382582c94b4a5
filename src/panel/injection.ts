/** What it means that a script could not be put into a tab. */
import browser from "webextension-polyfill";
import { PostilError } from "../errors.ts";

/** Browsers tell these failures apart by their English messages only; what is left of the tab tells more reliably. */
export async function injectionError(tabId: number, thrown: unknown): Promise<PostilError> {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const tab = await browser.tabs.get(tabId).catch(() => null);
  if (tab === null || tab.status === "loading") return new PostilError("page-gone", { reason });
  return new PostilError(isPdfViewer(tab) ? "pdf-closed" : "page-forbidden", { reason });
}

/** A tab tells no content type; but Firefox's viewer has an icon of its own, and most PDFs are called by their file's name. */
function isPdfViewer({ url = "", title = "", favIconUrl = "" }: browser.Tabs.Tab): boolean {
  if (/^chrome:\/\/.*\/pdf\.svg$/u.test(favIconUrl)) return true;
  return /^(https?|file):[^?#]*\.pdf([?#]|$)/iu.test(url) || /\.pdf$/iu.test(title);
}
