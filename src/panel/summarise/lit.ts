/** Which note's sentences are lit up in their page. One at a time, in the tab in front. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { JobView } from "../../messages/protocol.ts";
import { resultOf } from "../../messages/protocol.ts";
import type { Anchor } from "../../page/anchor.ts";

export interface Lit {
  readonly jobId: string;
  /** Number of the point, from 0. */
  readonly point: number;
  /** Of its sentences all are lit, some are not on the page any more, or none is; or the page lets nobody look. */
  readonly state: "searching" | "shown" | "partly" | "lost" | "failed";
}

export interface LitMeans {
  /** As in `show-in-page.ts`. */
  show(tabId: number, anchors: readonly Anchor[]): Promise<boolean[]>;
  clear(tabId: number): Promise<void>;
}

export class LitNotes {
  readonly #means: LitMeans;
  readonly #lit = signal<Lit | null>(null);
  #tabId: number | null = null;
  /** Counts what was asked for: only the last answer is of interest. */
  #turn = 0;

  constructor(means: LitMeans) {
    this.#means = means;
  }

  get lit(): ReadonlySignal<Lit | null> {
    return this.#lit;
  }

  /** Lights up the sentences of one point in place of what was lit; of a point without anchors it shows nothing. */
  async show(job: Pick<JobView, "id" | "tabId" | "result">, point: number): Promise<void> {
    const anchors = resultOf(job, "notes")?.points[point]?.anchors ?? [];
    if (anchors.length === 0) return this.clear();
    if (this.#tabId !== null && this.#tabId !== job.tabId) this.clear();
    const turn = ++this.#turn;
    this.#tabId = job.tabId;
    const say = (state: Lit["state"]): void => {
      if (turn === this.#turn) this.#lit.value = { jobId: job.id, point, state };
    };
    say("searching");
    try {
      const found = await this.#means.show(job.tabId, anchors);
      say(found.every(Boolean) ? "shown" : found.some(Boolean) ? "partly" : "lost");
    } catch {
      say("failed");
    }
  }

  clear(): void {
    this.#turn += 1;
    this.#lit.value = null;
    if (this.#tabId !== null) void this.#means.clear(this.#tabId);
    this.#tabId = null;
  }

  /** The tab shows something else, or has closed: the light went with the page. */
  leave(tabId: number): void {
    if (tabId !== this.#tabId) return;
    this.#turn += 1;
    this.#lit.value = null;
    this.#tabId = null;
  }
}
