/** What it means that a script could not be put into a tab. */
import browser from "webextension-polyfill";
import { PostilError } from "../errors.ts";

/** Browsers tell these failures apart by their English messages only; what is left of the tab tells more reliably. */
export async function injectionError(tabId: number, thrown: unknown): Promise<PostilError> {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const tab = await browser.tabs.get(tabId).catch(() => null);
  if (tab === null || tab.status === "loading") return new PostilError("page-gone", { reason });
  return new PostilError(isNamedPdf(tab) ? "pdf-closed" : "page-forbidden", { reason });
}

/** A tab tells no content type; what is shown in a viewer is mostly called by its file's name. */
function isNamedPdf({ url = "", title = "" }: browser.Tabs.Tab): boolean {
  return /^(https?|file):[^?#]*\.pdf([?#]|$)/iu.test(url) || /\.pdf$/iu.test(title);
}
