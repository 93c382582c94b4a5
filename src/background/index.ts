/**
 * The service worker (in Firefox, the event page): listeners and one routing table, no work of its own. It may be stopped at
 * any moment and loses nothing that the engine host does not keep.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError } from "../errors.ts";
import { type Answer, BackgroundRequest } from "../messages/protocol.ts";
import { isOwnPage } from "../messages/sender.ts";
import { offerFilter } from "./filter/index.ts";
import { engineHost } from "./host/index.ts";
import { offerInMenu } from "./menu.ts";
import { openPanel } from "./panel.ts";

const host = engineHost();

browser.action.onClicked.addListener((tab) => openPanel(tab.windowId));
offerInMenu();
offerFilter(host);

const routes: Record<BackgroundRequest["type"], () => Promise<void>> = {
  "host.ensure": () => host.ensure(),
};

browser.runtime.onMessage.addListener((raw: unknown, sender: browser.Runtime.MessageSender) => {
  const request = v.safeParse(BackgroundRequest, raw);
  if (!request.success || !isOwnPage(sender)) return undefined;
  return routes[request.output.type]().then(
    (): Answer => ({ ok: true }),
    (thrown: unknown): Answer => ({ ok: false, error: asPostilError(thrown).toReport() }),
  );
});
