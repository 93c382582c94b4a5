/** The host's state as signals, for as long as a page of ours is open: connects, connects again, and keeps what was seen. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { asPostilError, type ErrorReport, PostilError } from "../errors.ts";
import { HostClient, type HostClientEvents } from "../messages/client.ts";
import type { Command, HostState, JobView } from "../messages/protocol.ts";

/** Milliseconds before each new attempt to reach a host; after the last one the user is asked. */
const RETRY_MS = [0, 300, 1000, 3000];

export type Client = Pick<HostClient, "connect" | "send">;

export class HostLink {
  readonly #state = signal<HostState | null>(null);
  readonly #error = signal<ErrorReport | null>(null);
  readonly #kept = signal<readonly JobView[]>([]);
  readonly #client: Client;
  readonly #wait: (ms: number) => Promise<void>;
  #connecting = false;

  constructor(
    makeClient: (events: HostClientEvents) => Client = (events) => new HostClient(events),
    wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#wait = wait;
    this.#client = makeClient({
      onState: (state) => {
        this.#state.value = state;
        this.#error.value = null;
      },
      onGone: () => {
        this.#kept.value = jobsAfterLoss([...this.#kept.value, ...(this.#state.value?.jobs ?? [])]);
        void this.connect();
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

  async connect(): Promise<void> {
    if (this.#connecting) return;
    this.#connecting = true;
    this.#error.value = null;
    try {
      let last = new PostilError("engine-gone");
      for (const ms of RETRY_MS) {
        await this.#wait(ms);
        try {
          await this.#client.connect();
          return;
        } catch (thrown) {
          last = asPostilError(thrown);
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

/** Jobs as they are to be shown once their host is gone: the ended ones stay, the others have failed. Latest of each place. */
export function jobsAfterLoss(jobs: readonly JobView[]): readonly JobView[] {
  const error = new PostilError("engine-gone").toReport();
  const latest = new Map<string, JobView>();
  for (const job of jobs) {
    const ended = job.status === "done" || job.status === "cancelled" || job.status === "failed";
    latest.set(`${job.tabId} ${job.task}`, ended ? job : { ...job, status: "failed", error });
  }
  return [...latest.values()];
}
