/** The panel's end of the host port: asks the background for a host, connects, and connects again when the host is gone. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError, PostilError } from "../errors.ts";
import {
  BackgroundAnswer,
  type BackgroundRequest,
  type Command,
  HOST_PORT,
  HostMessage,
  type HostState,
} from "./protocol.ts";

interface Pending {
  resolve(value: string): void;
  reject(error: PostilError): void;
}

export interface HostClientEvents {
  onState(state: HostState): void;
  /** The host is gone (killed, crashed, or being replaced); jobs that it held are lost. */
  onGone(): void;
}

export class HostClient {
  readonly #events: HostClientEvents;
  readonly #pending = new Map<number, Pending>();
  #port: browser.Runtime.Port | null = null;
  #opening: Promise<browser.Runtime.Port> | null = null;
  #nextId = 1;

  constructor(events: HostClientEvents) {
    this.#events = events;
  }

  /** Makes sure that a host runs and that this panel hears its state. Rejects with `engine-gone`. */
  async connect(): Promise<void> {
    await this.#open();
  }

  /** Sends a command; resolves with the host's answer, rejects with the `PostilError` that the host sent back. */
  async send(command: Command): Promise<string> {
    const port = await this.#open();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      port.postMessage({ id, target: "host", command });
    });
  }

  #open(): Promise<browser.Runtime.Port> {
    if (this.#port) return Promise.resolve(this.#port);
    this.#opening ??= this.#dial().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #dial(): Promise<browser.Runtime.Port> {
    const request: BackgroundRequest = { target: "background", type: "host.ensure" };
    const answer = v.safeParse(BackgroundAnswer, await browser.runtime.sendMessage(request));
    if (!answer.success) throw new PostilError("engine-gone", { reason: "no answer from the background" });
    if (!answer.output.ok) throw PostilError.fromReport(answer.output.error);
    const port = browser.runtime.connect({ name: HOST_PORT });
    this.#port = port;
    port.onMessage.addListener((message: unknown) => this.#receive(message));
    port.onDisconnect.addListener(() => {
      if (this.#port !== port) return;
      this.#port = null;
      for (const pending of this.#pending.values()) pending.reject(new PostilError("engine-gone"));
      this.#pending.clear();
      this.#events.onGone();
    });
    return port;
  }

  #receive(raw: unknown): void {
    const parsed = v.safeParse(HostMessage, raw);
    if (!parsed.success) {
      console.error("postil: a message of the host was not understood", parsed.issues[0].message);
      return;
    }
    const message = parsed.output;
    if (message.type === "state") {
      this.#events.onState(message.state);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.type === "answer") pending?.resolve(message.value);
    else pending?.reject(asPostilError(PostilError.fromReport(message.error)));
  }
}
