/**
 * A client of the Chrome DevTools Protocol over a pipe: file descriptors 3 and 4 of the browser, one JSON message each,
 * ended by NUL. The pipe, unlike a port, belongs to this process alone, and only over it may extensions be loaded.
 * https://chromedevtools.github.io/devtools-protocol/
 */
import type { Readable, Writable } from "node:stream";

/** The fields of a DevTools answer or event; what is read from it is checked where it is used. */
export type Fields = Readonly<Record<string, unknown>>;

/** An event, with the session (the target) that it came from; "" is the browser itself. */
export interface CdpEvent {
  readonly method: string;
  readonly params: Fields;
  readonly sessionId: string;
}

interface Pending {
  readonly method: string;
  resolve(result: Fields): void;
  reject(error: Error): void;
}

/** What the browser answered to a command that it refused, or that its end cut short. */
export class CdpError extends Error {
  override readonly name = "CdpError";
}

export class Cdp {
  readonly #toBrowser: Writable;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: CdpEvent) => void>();
  #nextId = 1;
  #closed = false;
  #unread = "";

  /** @param toBrowser the browser's descriptor 3  @param fromBrowser its descriptor 4 */
  constructor(toBrowser: Writable, fromBrowser: Readable) {
    this.#toBrowser = toBrowser;
    // Writing to a browser that has just ended is no error of its own: the close below tells all who wait.
    toBrowser.on("error", () => this.#close());
    fromBrowser.setEncoding("utf8");
    fromBrowser.on("data", (chunk: string) => this.#read(chunk));
    fromBrowser.on("close", () => this.#close());
  }

  /** Sends a command to a session ("" is the browser). Rejects with `CdpError`. */
  send(method: string, params: Fields = {}, sessionId = ""): Promise<Fields> {
    if (this.#closed) return Promise.reject(new CdpError(`${method}: the browser is closed`));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      const message = { id, method, params, ...(sessionId === "" ? {} : { sessionId }) };
      this.#toBrowser.write(`${JSON.stringify(message)}\0`);
    });
  }

  /** Calls `listener` for every event of every session. Returns how to stop it. */
  onEvent(listener: (event: CdpEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #read(chunk: string): void {
    const messages = (this.#unread + chunk).split("\0");
    this.#unread = messages.pop() ?? "";
    for (const message of messages) this.#take(JSON.parse(message) as Fields);
  }

  #take(message: Fields): void {
    if (typeof message.id !== "number") {
      const sessionId = typeof message.sessionId === "string" ? message.sessionId : "";
      const event = { method: String(message.method), params: (message.params ?? {}) as Fields, sessionId };
      for (const listener of this.#listeners) listener(event);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    const error = message.error as { message?: string } | undefined;
    if (error) pending?.reject(new CdpError(`${pending.method}: ${error.message ?? "refused"}`));
    else pending?.resolve((message.result ?? {}) as Fields);
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { method, reject } of this.#pending.values())
      reject(new CdpError(`${method}: the browser closed`));
    this.#pending.clear();
  }
}
