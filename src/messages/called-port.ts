/**
 * A port between a page's script and the background that the background opens when it is called. It must listen for no ports
 * itself: Chrome gives it an end of every port then, those to the offscreen document included, and such a port outlives the
 * document, so that no panel would learn that its host has gone.
 * https://developer.chrome.com/docs/extensions/develop/concepts/messaging#port-lifetime
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import type { PanelPort } from "./ports.ts";
import { Answer } from "./protocol.ts";

/** page → background; answered by `Answer` once the port is open. */
export const PortCall = v.object({
  type: v.literal("port.open"),
  /** Of the port, once only. */
  name: v.pipe(v.string(), v.maxLength(64)),
});
export type PortCall = v.InferOutput<typeof PortCall>;

/**
 * Calls the background. What is posted before it answers waits; if it does not, the port is closed.
 * @param purpose how the port's name begins
 * @throws what the browser throws when the extension has gone
 */
export function callBackground(purpose: string): PanelPort {
  const name = `${purpose} ${Math.random().toString(36).slice(2)}`;
  const messages: ((message: unknown) => void)[] = [];
  const closings: (() => void)[] = [];
  const waiting: unknown[] = [];
  let port: browser.Runtime.Port | null = null;
  let closed = false;

  const close = (): void => {
    browser.runtime.onConnect.removeListener(take);
    closed = true;
    port?.disconnect();
  };
  const lose = (): void => {
    if (closed) return;
    close();
    for (const listener of closings) listener();
  };
  const take = (opened: browser.Runtime.Port): void => {
    if (opened.name !== name || port !== null) return;
    browser.runtime.onConnect.removeListener(take);
    port = opened;
    port.onMessage.addListener((message: unknown) => {
      for (const listener of messages) listener(message);
    });
    port.onDisconnect.addListener(lose);
    for (const message of waiting.splice(0)) port.postMessage(message);
  };

  browser.runtime.onConnect.addListener(take);
  const call: PortCall = { type: "port.open", name };
  browser.runtime.sendMessage(call).then((raw: unknown) => {
    const answer = v.safeParse(Answer, raw);
    if (!answer.success || !answer.output.ok) lose();
  }, lose);
  return {
    postMessage(message) {
      if (closed) throw new Error("the port is closed");
      if (port) port.postMessage(message);
      else waiting.push(message);
    },
    disconnect: close,
    onMessage: { addListener: (listener) => void messages.push(listener) },
    onDisconnect: { addListener: (listener) => void closings.push(listener) },
  };
}
