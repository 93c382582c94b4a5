/** The host's end of the port: takes only our own pages, checks every request, answers each, and sends the state around. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError, PostilError } from "../errors.ts";
import {
  type Command,
  HOST_PORT,
  type HostMessage,
  type HostState,
  Request,
  STATE_INTERVAL_MS,
} from "./protocol.ts";

export interface HostServer {
  /** Tells all panels of a change; called as often as one likes. */
  changed(): void;
}

/**
 * Listens for panels.
 * @param state what to tell them; called only when it is sent
 * @param handle runs a command; its value is the answer, its rejection the refusal
 */
export function serveHost(state: () => HostState, handle: (command: Command) => Promise<string>): HostServer {
  const ports = new Set<browser.Runtime.Port>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let sentAt = 0;

  const send = (port: browser.Runtime.Port, message: HostMessage): void => {
    if (!ports.has(port)) return;
    try {
      port.postMessage(message);
    } catch {
      // Closed a moment ago; its onDisconnect is about to come.
      ports.delete(port);
    }
  };

  const broadcast = (): void => {
    timer = null;
    sentAt = Date.now();
    const message: HostMessage = { type: "state", state: state() };
    for (const port of ports) send(port, message);
  };

  const answer = async (port: browser.Runtime.Port, raw: unknown): Promise<void> => {
    const request = v.safeParse(Request, raw);
    if (!request.success) {
      const id = v.safeParse(v.object({ id: v.number() }), raw);
      const error = new PostilError("message-invalid", { reason: request.issues[0].message });
      send(port, { type: "refusal", id: id.success ? id.output.id : 0, error: error.toReport() });
      return;
    }
    const { id, command } = request.output;
    try {
      send(port, { type: "answer", id, value: await handle(command) });
    } catch (thrown) {
      send(port, { type: "refusal", id, error: asPostilError(thrown).toReport() });
    }
  };

  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== HOST_PORT) return;
    if (!isOwnPage(port.sender)) {
      port.disconnect();
      return;
    }
    ports.add(port);
    port.onDisconnect.addListener(() => ports.delete(port));
    port.onMessage.addListener((raw: unknown) => void answer(port, raw));
    send(port, { type: "state", state: state() });
  });

  return {
    changed() {
      if (timer !== null || ports.size === 0) return;
      timer = setTimeout(broadcast, Math.max(0, STATE_INTERVAL_MS - (Date.now() - sentAt)));
    },
  };
}

/** True for the extension's own pages; false for content scripts, which share its id but not its origin, and for others. */
export function isOwnPage(sender: browser.Runtime.MessageSender | undefined): boolean {
  return sender?.id === browser.runtime.id && (sender.url ?? "").startsWith(browser.runtime.getURL(""));
}
