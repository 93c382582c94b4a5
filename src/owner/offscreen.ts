/**
 * The offscreen document of Chrome, which owns the engine's worker: it has what a service worker lacks, and outlives it. Of
 * the extension's interfaces only `runtime` exists here, so settings come with the messages of the background.
 * https://developer.chrome.com/docs/extensions/reference/api/offscreen
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError, PostilError } from "../errors.ts";
import { type EngineSettings, OwnerRequest } from "../messages/owner-protocol.ts";
import { type Answer, HOST_PORT } from "../messages/protocol.ts";
import { isOwnPage } from "../messages/sender.ts";
import { MemoryShelf } from "./job-shelf.ts";
import { makeWorker } from "./make-worker.ts";
import { Owner } from "./owner.ts";

let settings: EngineSettings | null = null;

const owner = new Owner({
  makeWorker,
  base: browser.runtime.getURL(""),
  async settings() {
    if (!settings) throw new PostilError("engine-gone", { reason: "no settings yet" });
    return settings;
  },
  shelf: new MemoryShelf(),
  // Nothing stops this document, and without a model the worker is small.
  restMs: null,
});

browser.runtime.onConnect.addListener((port) => {
  if (port.name !== HOST_PORT) return;
  if (isOwnPage(port.sender)) owner.accept(port);
  else port.disconnect();
});

browser.runtime.onMessage.addListener((raw: unknown, sender: browser.Runtime.MessageSender) => {
  const request = v.safeParse(OwnerRequest, raw);
  if (!request.success || !isOwnPage(sender)) return undefined;
  settings = request.output.settings;
  return owner.ensure().then(
    (): Answer => ({ ok: true }),
    (thrown: unknown): Answer => ({ ok: false, error: asPostilError(thrown).toReport() }),
  );
});
