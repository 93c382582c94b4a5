/** Who speaks to us. */
import browser from "webextension-polyfill";

/** True for the extension's own pages; false for content scripts, which share its id but not its origin, and for others. */
export function isOwnPage(sender: browser.Runtime.MessageSender | undefined): boolean {
  return sender?.id === browser.runtime.id && (sender.url ?? "").startsWith(browser.runtime.getURL(""));
}
