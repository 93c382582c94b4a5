/** One worker with the engine in it, from its making to its end, as its owner sees it. */
import * as v from "valibot";
import { PostilError } from "../errors.ts";
import { type EngineSettings, FromWorker, type ToWorker } from "../messages/owner-protocol.ts";
import type { JobView } from "../messages/protocol.ts";

/** Milliseconds for a worker to load its script and understand what it is told. */
const START_MS = 15_000;
/**
 * Milliseconds for a worker to answer. It works in short steps or waits for others (the graphics card, workers of its own);
 * one step that takes so long has no end.
 */
const ANSWER_MS = 10_000;

/** The parts of `Worker` that are used. */
export type WorkerEnd = Pick<
  Worker,
  "postMessage" | "terminate" | "onmessage" | "onerror" | "onmessageerror"
>;

export interface LiveWorkerEvents {
  /** It has crashed, or says what cannot be understood. Not after `terminate`, and not before it has started. */
  onGone(reason: string): void;
  onJobs(jobs: readonly JobView[]): void;
  onBusy(busy: boolean): void;
}

export class LiveWorker {
  readonly #worker: WorkerEnd;
  readonly #events: LiveWorkerEvents;
  #busy = false;
  #started = false;
  #ended = false;
  /** Why it ended, unless on purpose. */
  #failure = "";
  /** Called with each message, and with null at the end. */
  readonly #waiting = new Set<(type: FromWorker["type"] | null) => void>();

  constructor(worker: WorkerEnd, events: LiveWorkerEvents) {
    this.#worker = worker;
    this.#events = events;
    worker.onmessage = (event: MessageEvent<unknown>) => this.#take(event.data);
    // An error that nothing caught leaves behind nobody knows what; a script that does not load, nothing at all.
    worker.onerror = (event) => this.#fail(event.message || "its script cannot be loaded");
    worker.onmessageerror = () => this.#fail("a message could not be read");
  }

  /** Whether something would be lost if it ended now. */
  get busy(): boolean {
    return this.#busy;
  }

  /**
   * Resolves when panels may come. Rejects with `engine-gone` when the worker crashes or says nothing in time; it is
   * terminated then.
   * @param base the extension's own address, ending in "/"
   * @param jobs of the worker before, all ended
   */
  async start(base: string, settings: EngineSettings, jobs: readonly JobView[]): Promise<void> {
    const ready = this.#hear("ready", START_MS);
    this.#send({ type: "init", base, settings, jobs: [...jobs] });
    this.#started = await ready;
    if (this.#started) return;
    this.terminate();
    throw new PostilError("engine-gone", { reason: this.#failure || "the worker does not start" });
  }

  /** False for one that is stuck. */
  answers(): Promise<boolean> {
    const pong = this.#hear("pong", ANSWER_MS);
    this.#send({ type: "ping" });
    return pong;
  }

  /** Hands over the worker's end of a panel's channel. */
  connect(channel: MessagePort): void {
    this.#send({ type: "connect" }, [channel]);
  }

  terminate(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#worker.terminate();
    for (const waiting of [...this.#waiting]) waiting(null);
  }

  #fail(reason: string): void {
    if (this.#ended) return;
    this.#failure = reason;
    this.terminate();
    if (this.#started) this.#events.onGone(reason);
  }

  #take(raw: unknown): void {
    const parsed = v.safeParse(FromWorker, raw);
    if (!parsed.success) {
      console.error("postil: a message of the worker was not understood:", parsed.issues[0].message);
      return;
    }
    const message = parsed.output;
    for (const waiting of [...this.#waiting]) waiting(message.type);
    if (message.type === "jobs") this.#events.onJobs(message.jobs);
    if (message.type === "busy") {
      this.#busy = message.busy;
      this.#events.onBusy(message.busy);
    }
  }

  /** Whether a message of this type comes within `ms` milliseconds. */
  #hear(type: FromWorker["type"], ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (heard: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(listen);
        resolve(heard);
      };
      const listen = (heard: FromWorker["type"] | null): void => {
        if (heard === type || heard === null) settle(heard !== null);
      };
      const timer = setTimeout(() => settle(false), ms);
      this.#waiting.add(listen);
    });
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
