/** The host's end of the ports: checks every request, answers each, and sends the state around. */
import * as v from "valibot";
import { asPostilError, PostilError } from "../errors.ts";
import type { HostPort } from "./ports.ts";
import { type Command, type HostMessage, type HostState, Request, STATE_INTERVAL_MS } from "./protocol.ts";

export interface HostServer {
  /** A panel has come; whoever opened the port has made sure that it is one of ours. */
  accept(port: HostPort): void;
  /** Tells all panels of a change; called as often as one likes. */
  changed(): void;
}

/**
 * Serves panels.
 * @param state what to tell them; called only when it is sent
 * @param handle runs a command; its value is the answer, its rejection the refusal
 */
export function serveHost(state: () => HostState, handle: (command: Command) => Promise<string>): HostServer {
  const ports = new Set<HostPort>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let sentAt = 0;

  const send = (port: HostPort, message: HostMessage): void => {
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

  const answer = async (port: HostPort, raw: unknown): Promise<void> => {
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

  return {
    accept(port) {
      ports.add(port);
      port.onDisconnect(() => void ports.delete(port));
      port.onMessage((raw) => void answer(port, raw));
      send(port, { type: "state", state: state() });
    },
    changed() {
      if (timer !== null || ports.size === 0) return;
      timer = setTimeout(broadcast, Math.max(0, STATE_INTERVAL_MS - (Date.now() - sentAt)));
    },
  };
}
