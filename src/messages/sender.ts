/** Who speaks to us. */
import browser from "webextension-polyfill";

/** True for the extension's own pages; false for content scripts, which share its id but not its origin, and for others. */
export function isOwnPage(sender: browser.Runtime.MessageSender | undefined): boolean {
  return sender?.id === browser.runtime.id && (sender.url ?? "").startsWith(browser.runtime.getURL(""));
}

export type OwnScript = browser.Runtime.MessageSender & { readonly tab: { readonly id: number } };

/** True for our own script in the main document of a tab. */
export function isOwnScript(sender: browser.Runtime.MessageSender | undefined): sender is OwnScript {
  if (sender?.id !== browser.runtime.id || sender.frameId !== 0) return false;
  return sender.tab?.id !== undefined && !isOwnPage(sender);
}
