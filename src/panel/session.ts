/** What the panel knows and does: the one place where its parts meet. Components get its view and its actions. */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { asPostilError, type ErrorReport } from "../errors.ts";
import type { PageContent } from "../page/content.ts";
import type { HostLink } from "../ui/host-link.ts";
import type { TabEvents } from "./current-tab.ts";
import { SUMMARISE, type Tab, type View, viewOf } from "./view.ts";

export interface SessionMeans {
  readonly link: Pick<HostLink, "state" | "error" | "kept" | "connect" | "send">;
  watchTab(events: TabEvents): ReadonlySignal<Tab | null>;
  readPage(tabId: number): Promise<PageContent>;
}

interface Attempt {
  /** True once the tab has begun to load something else. */
  left: boolean;
}

export class Session {
  readonly #means: SessionMeans;
  readonly #tab: ReadonlySignal<Tab | null>;
  /** Tabs that are being read, each with the attempt that does it. */
  readonly #reading = signal<ReadonlyMap<number, Attempt>>(new Map());
  readonly #failures = signal<ReadonlyMap<number, ErrorReport>>(new Map());
  /** Ids of tabs are not given twice while the browser runs. */
  readonly #closed = new Set<number>();
  /** The tab whose notes were asked for before they could be begun. */
  readonly #wanted = signal<number | null>(null);
  readonly view: ReadonlySignal<View>;

  constructor(means: SessionMeans) {
    this.#means = means;
    this.#tab = means.watchTab({
      onLeave: (tabId) => this.#leave(tabId),
      onGranted: (tabId) => this.#setFailure(tabId, null),
      onClosed: (tabId) => this.#forget(tabId),
    });
    this.view = computed(() =>
      viewOf({
        host: means.link.state.value,
        hostError: means.link.error.value,
        kept: means.link.kept.value,
        tab: this.#tab.value,
        reading: new Set(this.#reading.value.keys()),
        failures: this.#failures.value,
      }),
    );
    effect(() => {
      const tabId = this.#wanted.value;
      const host = means.link.state.value;
      if (tabId === null || !host || (host.needs === "model" && host.model.status !== "ready")) return;
      this.#wanted.value = null;
      void untracked(() => this.#summarise(tabId));
    });
  }

  /** Summarises the page of a tab as soon as there is a host, and a model for it; forgotten when the tab goes elsewhere. */
  summariseWhenReady(tabId: number): void {
    this.#wanted.value = tabId;
  }

  /** Reads the page in front and has its notes written. Failures are shown in the view of that tab. */
  async summarise(): Promise<void> {
    const tabId = this.#tab.value?.id;
    if (tabId !== undefined) await this.#summarise(tabId);
  }

  async #summarise(tabId: number): Promise<void> {
    if (this.#reading.value.has(tabId)) return;
    this.#setFailure(tabId, null);
    const attempt: Attempt = { left: false };
    this.#setReading(tabId, attempt);
    try {
      const page = await this.#means.readPage(tabId);
      // An address that changes does not always mean that the page went away; but a newer attempt reads what is there now.
      if (this.#isOverdue(tabId, attempt)) return;
      await this.#means.link.send({
        type: "task.start",
        task: SUMMARISE,
        tabId,
        page: { url: page.url, title: page.title },
        input: page,
      });
    } catch (thrown) {
      // What became of a page that is no longer shown is of no interest.
      if (!attempt.left) this.#setFailure(tabId, asPostilError(thrown).toReport());
    } finally {
      if (this.#reading.value.get(tabId) === attempt) this.#setReading(tabId, null);
    }
  }

  async stop(jobId: string): Promise<void> {
    // When the host is gone, so is the job; the view says so by itself.
    await this.#means.link.send({ type: "task.cancel", jobId }).catch(() => undefined);
  }

  /** Asks for a host again after all attempts have failed. */
  reconnect(): void {
    void this.#means.link.connect();
  }

  #leave(tabId: number): void {
    if (this.#wanted.value === tabId) this.#wanted.value = null;
    this.#setFailure(tabId, null);
    const attempt = this.#reading.value.get(tabId);
    if (!attempt) return;
    attempt.left = true;
    this.#setReading(tabId, null);
  }

  #forget(tabId: number): void {
    this.#leave(tabId);
    this.#closed.add(tabId);
    const ours = this.#means.link.state.value?.jobs.filter((job) => job.tabId === tabId) ?? [];
    // Nobody can see these notes any more; others may be waiting for the engine.
    for (const job of ours) if (!["done", "cancelled", "failed"].includes(job.status)) void this.stop(job.id);
  }

  #isOverdue(tabId: number, attempt: Attempt): boolean {
    const newest = this.#reading.value.get(tabId);
    return this.#closed.has(tabId) || (newest !== undefined && newest !== attempt);
  }

  #setReading(tabId: number, attempt: Attempt | null): void {
    const reading = new Map(this.#reading.value);
    if (attempt) reading.set(tabId, attempt);
    else reading.delete(tabId);
    this.#reading.value = reading;
  }

  #setFailure(tabId: number, error: ErrorReport | null): void {
    if (!error && !this.#failures.value.has(tabId)) return;
    const failures = new Map(this.#failures.value);
    if (error) failures.set(tabId, error);
    else failures.delete(tabId);
    this.#failures.value = failures;
  }
}
