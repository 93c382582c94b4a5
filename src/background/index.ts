/**
 * The service worker: listeners and one routing table, no work and no state of its own. It may be stopped at any moment
 * and loses nothing; jobs and the model live in the offscreen document.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError } from "../errors.ts";
import { type BackgroundAnswer, BackgroundRequest } from "../messages/protocol.ts";
import { isOwnPage } from "../messages/server.ts";
import { ensureHost } from "./host.ts";

// The panel must open inside the click's own event, before anything is awaited, or the browser refuses. Opening it by
// `openPanelOnActionClick` would not grant the page (activeTab): https://developer.chrome.com/docs/extensions/reference/api/sidePanel
chrome.action.onClicked.addListener((tab) => {
  void chrome.sidePanel.open({ windowId: tab.windowId });
});

const routes: Record<BackgroundRequest["type"], () => Promise<void>> = {
  "host.ensure": ensureHost,
};

browser.runtime.onMessage.addListener((raw: unknown, sender: browser.Runtime.MessageSender) => {
  const request = v.safeParse(BackgroundRequest, raw);
  if (!request.success || !isOwnPage(sender)) return undefined;
  return routes[request.output.type]().then(
    (): BackgroundAnswer => ({ ok: true }),
    (thrown: unknown): BackgroundAnswer => ({ ok: false, error: asPostilError(thrown).toReport() }),
  );
});
