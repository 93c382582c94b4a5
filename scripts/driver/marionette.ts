/**
 * A client of Firefox's Marionette protocol: over TCP, each packet is a JSON value after its length in bytes and a colon.
 * Commands are run side by side and answered in any order. A session has one user at a time.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
import { once } from "node:events";
import { createConnection } from "node:net";
import type { Duplex } from "node:stream";

/** The one version of the protocol that is spoken here; the browser says its own first. */
const PROTOCOL = 3;
const COMMAND = 0;
const ANSWER = 1;
const COLON = ":".charCodeAt(0);

/** The fields of an answer; what is read from it is checked where it is used. */
export type Answer = Readonly<Record<string, unknown>>;

interface Pending {
  readonly command: string;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** What the browser answered to a command that it refused, or that its end cut short. */
export class MarionetteError extends Error {
  override readonly name = "MarionetteError";
  /** Such as "javascript error", from https://w3c.github.io/webdriver/#errors; "" when there was no answer. */
  readonly kind: string;

  constructor(message: string, kind = "") {
    super(message);
    this.kind = kind;
  }
}

export class Marionette {
  readonly #socket: Duplex;
  readonly #pending = new Map<number, Pending>();
  readonly #greeting: Promise<void>;
  #greeted: (thrown?: MarionetteError) => void = () => undefined;
  #nextId = 1;
  #closed = false;
  #unread: Buffer = Buffer.alloc(0);

  /** @param socket connected to the browser; a test may give any stream that goes both ways */
  constructor(socket: Duplex) {
    this.#socket = socket;
    this.#greeting = new Promise((resolve, reject) => {
      this.#greeted = (thrown) => (thrown ? reject(thrown) : resolve());
    });
    this.#greeting.catch(() => undefined);
    // What goes wrong with a socket closes it, and closing tells all who wait.
    socket.on("error", () => this.#close());
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("close", () => this.#close());
  }

  /** Connects to the browser on this machine. Rejects while nothing listens there. */
  static async connect(port: number): Promise<Marionette> {
    const socket = createConnection({ host: "127.0.0.1", port });
    await once(socket, "connect");
    socket.setNoDelay(true);
    return new Marionette(socket);
  }

  /** Sends a command. Rejects with `MarionetteError`. */
  async send(command: string, params: Answer = {}): Promise<Answer> {
    await this.#greeting;
    if (this.#closed) throw new MarionetteError(`${command}: the browser is closed`);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { command, resolve, reject });
      const packet = JSON.stringify([COMMAND, id, command, params]);
      this.#socket.write(`${Buffer.byteLength(packet)}:${packet}`);
    });
  }

  /** Ends the connection; the browser ends its session and goes on. */
  end(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    while (true) {
      const colon = this.#unread.indexOf(COLON);
      if (colon < 0) return;
      const start = colon + 1;
      const end = start + Number(this.#unread.toString("latin1", 0, colon));
      if (this.#unread.length < end) return;
      const packet = this.#unread.toString("utf8", start, end);
      this.#unread = this.#unread.subarray(end);
      this.#take(JSON.parse(packet) as unknown);
    }
  }

  #take(packet: unknown): void {
    if (!Array.isArray(packet)) {
      const { marionetteProtocol } = packet as { marionetteProtocol?: number };
      const refusal = `the browser speaks version ${marionetteProtocol} of Marionette, not ${PROTOCOL}`;
      this.#greeted(marionetteProtocol === PROTOCOL ? undefined : new MarionetteError(refusal));
      return;
    }
    const [type, id, error, result] = packet as [
      number,
      number,
      { error: string; message: string } | null,
      Answer | null,
    ];
    if (type !== ANSWER) return;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) pending?.reject(new MarionetteError(`${pending.command}: ${error.message}`, error.error));
    else pending?.resolve(result ?? {});
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#greeted(new MarionetteError("the browser closed"));
    for (const { command, reject } of this.#pending.values())
      reject(new MarionetteError(`${command}: the browser closed`));
    this.#pending.clear();
  }
}
