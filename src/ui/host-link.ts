/** The host's state as signals, for as long as a page of ours is open: connects, connects again, and keeps what was seen. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { asPostilError, type ErrorReport, PostilError } from "../errors.ts";
import { HostClient, type HostClientEvents } from "../messages/client.ts";
import { jobsAfterLoss } from "../messages/lost-jobs.ts";
import type { Command, HostState, JobView } from "../messages/protocol.ts";

/** Milliseconds before each new attempt to reach a host; after the last one the user is asked. */
const RETRY_MS = [0, 300, 1000, 3000];
/** A host that is gone sooner than so many milliseconds after its first state counts as a failed attempt. */
const STEADY_MS = 10_000;

export type Client = Pick<HostClient, "connect" | "send">;

export class HostLink {
  readonly #state = signal<HostState | null>(null);
  readonly #error = signal<ErrorReport | null>(null);
  readonly #kept = signal<readonly JobView[]>([]);
  readonly #client: Client;
  readonly #wait: (ms: number) => Promise<void>;
  readonly #now: () => number;
  #connecting = false;
  /** Attempts that failed since a host last stayed, or since the user asked. */
  #failures = 0;
  /** When the present host was first heard; null without one. */
  #heardAt: number | null = null;

  constructor(
    makeClient: (events: HostClientEvents) => Client = (events) => new HostClient(events),
    wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => number = () => performance.now(),
  ) {
    this.#wait = wait;
    this.#now = now;
    this.#client = makeClient({
      onState: (state) => {
        this.#heardAt ??= this.#now();
        this.#state.value = state;
        this.#error.value = null;
      },
      onGone: () => {
        this.#kept.value = jobsAfterLoss([...this.#kept.value, ...(this.#state.value?.jobs ?? [])]);
        // Else a host that dies as soon as it is made would be made for ever.
        const stayed = this.#heardAt !== null && this.#now() - this.#heardAt >= STEADY_MS;
        this.#failures = stayed ? 0 : this.#failures + 1;
        this.#heardAt = null;
        void this.#reach(new PostilError("engine-gone", { reason: "the host does not stay" }));
      },
    });
  }

  /** What the host said last; null before it has said anything. */
  get state(): ReadonlySignal<HostState | null> {
    return this.#state;
  }

  /** Why no host can be reached, once all attempts have failed. */
  get error(): ReadonlySignal<ErrorReport | null> {
    return this.#error;
  }

  /** Jobs of hosts that are gone: what had been finished, and what was lost. */
  get kept(): ReadonlySignal<readonly JobView[]> {
    return this.#kept;
  }

  /** Tries again from the start; resolves when a host is reached, or when `error` says why not. */
  async connect(): Promise<void> {
    this.#failures = 0;
    await this.#reach(new PostilError("engine-gone"));
  }

  async #reach(reason: PostilError): Promise<void> {
    if (this.#connecting) return;
    this.#connecting = true;
    this.#error.value = null;
    let last = reason;
    try {
      for (let ms = RETRY_MS[this.#failures]; ms !== undefined; ms = RETRY_MS[this.#failures]) {
        await this.#wait(ms);
        try {
          await this.#client.connect();
          return;
        } catch (thrown) {
          last = asPostilError(thrown);
          this.#failures += 1;
        }
      }
      this.#error.value = last.toReport();
    } finally {
      this.#connecting = false;
    }
  }

  /** Rejects with the `PostilError` that the host, or the way there, answered with. */
  send(command: Command): Promise<string> {
    return this.#client.send(command);
  }
}
