/**
 * The engine host in Firefox: a worker of the event page, which has WebGPU there. Firefox stops the page, and the worker with
 * it, when nothing happens; while the worker has something to lose, the page is kept alive.
 */
import browser from "webextension-polyfill";
import { portPair } from "../../messages/ports.ts";
import { HOST_PORT } from "../../messages/protocol.ts";
import { isOwnPage } from "../../messages/sender.ts";
import { SessionShelf } from "../../owner/job-shelf.ts";
import { KeepAlive } from "../../owner/keep-alive.ts";
import { makeWorker } from "../../owner/make-worker.ts";
import { Owner } from "../../owner/owner.ts";
import type { EngineHost } from "./engine-host.ts";
import { engineSettings } from "./settings.ts";

/**
 * Milliseconds without anything to do until panels are told to let go: well before Firefox stops the page, or each of them
 * would take it for lost and wake it anew.
 */
const REST_MS = 8_000;

export function workerHost(): EngineHost {
  const life = new KeepAlive();
  const owner = new Owner({
    makeWorker,
    base: browser.runtime.getURL(""),
    settings: engineSettings,
    shelf: new SessionShelf(),
    onBusy: (busy) => life.set(busy),
    restMs: REST_MS,
  });
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== HOST_PORT) return;
    if (isOwnPage(port.sender)) owner.accept(port);
    else port.disconnect();
  });
  return {
    ensure: () => owner.ensure(),
    connect() {
      const [client, host] = portPair();
      owner.accept(host);
      return client;
    },
  };
}
