/**
 * The panel's end of the host port: asks the background for a host, connects, and connects again when the host is gone. A host
 * that goes to rest is let go, and asked for again when there is something to say to it, or when somebody else has woken it.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError, PostilError } from "../errors.ts";
import { AWAKE_CHANNEL } from "./owner-protocol.ts";
import type { PanelPort } from "./ports.ts";
import {
  Answer,
  type BackgroundRequest,
  type Command,
  HOST_PORT,
  HostMessage,
  type HostState,
} from "./protocol.ts";

/** Milliseconds that the background has to make a host, and then the host to say its state. */
const ENSURE_MS = 20_000;
const STATE_MS = 5000;

interface Pending {
  readonly command: Command;
  resolve(value: string): void;
  reject(error: PostilError): void;
}

export interface HostClientEvents {
  onState(state: HostState): void;
  /** The host is gone (killed, crashed, or being replaced); jobs that it held are lost. */
  onGone(): void;
}

/** How a client comes to a host. */
export interface HostRoute {
  /** Resolves when a host listens; rejects with `engine-gone` when none can be made. */
  ensure(): Promise<void>;
  connect(): PanelPort;
}

/** From a page of the extension: the background makes the host. */
const PAGE_ROUTE: HostRoute = {
  async ensure() {
    const request: BackgroundRequest = { target: "background", type: "host.ensure" };
    const answer = v.safeParse(Answer, await browser.runtime.sendMessage(request));
    if (!answer.success) throw new PostilError("engine-gone", { reason: "no answer from the background" });
    if (!answer.output.ok) throw PostilError.fromReport(answer.output.error);
  },
  connect: () => browser.runtime.connect({ name: HOST_PORT }),
};

export class HostClient {
  readonly #events: HostClientEvents;
  readonly #route: HostRoute;
  readonly #pending = new Map<number, Pending>();
  #port: PanelPort | null = null;
  #opening: Promise<PanelPort> | null = null;
  /** Listens for a new host while the last one rests. */
  #resting: BroadcastChannel | null = null;
  #nextId = 1;

  /** @param route for the background, which no message of its own reaches; pages leave it out */
  constructor(events: HostClientEvents, route: HostRoute = PAGE_ROUTE) {
    this.#events = events;
    this.#route = route;
  }

  /**
   * Makes sure that a host runs; resolves once its state has come. A port alone proves nothing: a host that exists and
   * does not listen, or is stuck, leaves it silent. Rejects with `engine-gone`, without `onGone`.
   */
  async connect(): Promise<void> {
    await this.#open();
  }

  /** Sends a command; resolves with the host's answer, rejects with the `PostilError` that the host sent back. */
  async send(command: Command): Promise<string> {
    const port = await this.#open();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { command, resolve, reject });
      this.#post(port, id, command);
    });
  }

  /** Lets the host go; what it has not answered is rejected with `cancelled`. A command or `connect` comes back to it. */
  close(): void {
    for (const pending of this.#pending.values()) pending.reject(new PostilError("cancelled"));
    this.#pending.clear();
    const port = this.#port;
    this.#port = null;
    this.#resting?.close();
    this.#resting = null;
    port?.disconnect();
  }

  #post(port: PanelPort, id: number, command: Command): void {
    port.postMessage({ id, target: "host", command });
  }

  #open(): Promise<PanelPort> {
    if (this.#port) return Promise.resolve(this.#port);
    const rested = this.#resting !== null;
    this.#resting?.close();
    this.#resting = null;
    this.#opening ??= this.#dial()
      .catch((thrown: unknown) => {
        // What is shown is still right; whoever wakes the host next is heard.
        if (rested) this.#waitForOthers();
        throw thrown;
      })
      .finally(() => {
        this.#opening = null;
      });
    return this.#opening;
  }

  async #dial(): Promise<PanelPort> {
    await within(ENSURE_MS, this.#route.ensure(), "no answer from the background in time");
    const port = this.#route.connect();
    try {
      await within(STATE_MS, this.#firstState(port), "the host says nothing");
    } catch (thrown) {
      port.disconnect();
      throw thrown;
    }
    return port;
  }

  /** Listens to `port`. Resolves at the first state, from which on the port is the one in use; rejects if it closes before. */
  #firstState(port: PanelPort): Promise<void> {
    return new Promise((resolve, reject) => {
      port.onMessage.addListener((message: unknown) => {
        const type = this.#receive(message);
        if (type === "rest" && this.#port === port) this.#rest(port);
        if (type !== "state") return;
        this.#port = port;
        resolve();
      });
      port.onDisconnect.addListener(() => {
        reject(new PostilError("engine-gone", { reason: "the host closed the port" }));
        if (this.#port === port) this.#lose();
      });
    });
  }

  #rest(port: PanelPort): void {
    port.disconnect();
    this.#port = null;
    if (this.#pending.size > 0) void this.#sendAgain();
    else this.#waitForOthers();
  }

  /** A host rests only when it has heard nothing for long: what it has not answered has crossed its farewell. */
  async #sendAgain(): Promise<void> {
    try {
      const port = await this.#open();
      for (const [id, { command }] of this.#pending) this.#post(port, id, command);
    } catch {
      this.#lose();
    }
  }

  #waitForOthers(): void {
    this.#resting = new BroadcastChannel(AWAKE_CHANNEL);
    this.#resting.onmessage = () => void this.connect().catch(() => this.#events.onGone());
  }

  #lose(): void {
    this.#port = null;
    for (const pending of this.#pending.values()) pending.reject(new PostilError("engine-gone"));
    this.#pending.clear();
    this.#events.onGone();
  }

  /** The type of what came; null when it was not understood. */
  #receive(raw: unknown): HostMessage["type"] | null {
    const parsed = v.safeParse(HostMessage, raw);
    if (!parsed.success) {
      console.error("postil: a message of the host was not understood", parsed.issues[0].message);
      return null;
    }
    const message = parsed.output;
    if (message.type === "state") this.#events.onState(message.state);
    if (message.type === "answer" || message.type === "refusal") {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.type === "answer") pending?.resolve(message.value);
      else pending?.reject(asPostilError(PostilError.fromReport(message.error)));
    }
    return message.type;
  }
}

/** What `promise` comes to, or `engine-gone` after `ms` milliseconds. */
async function within<T>(ms: number, promise: Promise<T>, reason: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PostilError("engine-gone", { reason })), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
