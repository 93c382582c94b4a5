/** What the panel knows and does: the one place where its parts meet. Components get its view and its actions. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
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

export class Session {
  readonly #means: SessionMeans;
  readonly #tab: ReadonlySignal<Tab | null>;
  readonly #reading = signal<ReadonlySet<number>>(new Set());
  readonly #failures = signal<ReadonlyMap<number, ErrorReport>>(new Map());
  readonly view: ReadonlySignal<View>;

  constructor(means: SessionMeans) {
    this.#means = means;
    this.#tab = means.watchTab({
      onLeave: (tabId) => this.#setFailure(tabId, null),
      onGranted: (tabId) => this.#setFailure(tabId, null),
      onClosed: (tabId) => this.#forget(tabId),
    });
    this.view = computed(() =>
      viewOf({
        host: means.link.state.value,
        hostError: means.link.error.value,
        kept: means.link.kept.value,
        tab: this.#tab.value,
        reading: this.#reading.value,
        failures: this.#failures.value,
      }),
    );
  }

  /** Reads the page in front and has its notes written. Failures are shown in the view of that tab. */
  async summarise(): Promise<void> {
    const tabId = this.#tab.value?.id;
    if (tabId === undefined || this.#reading.value.has(tabId)) return;
    this.#setFailure(tabId, null);
    this.#setReading(tabId, true);
    try {
      const page = await this.#means.readPage(tabId);
      await this.#means.link.send({
        type: "task.start",
        task: SUMMARISE,
        tabId,
        page: { url: page.url, title: page.title },
        input: page,
      });
    } catch (thrown) {
      this.#setFailure(tabId, asPostilError(thrown).toReport());
    } finally {
      this.#setReading(tabId, false);
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

  #forget(tabId: number): void {
    this.#setFailure(tabId, null);
    const ours = this.#means.link.state.value?.jobs.filter((job) => job.tabId === tabId) ?? [];
    // Nobody can see these notes any more; others may be waiting for the engine.
    for (const job of ours) if (!["done", "cancelled", "failed"].includes(job.status)) void this.stop(job.id);
  }

  #setReading(tabId: number, on: boolean): void {
    const reading = new Set(this.#reading.value);
    if (on) reading.add(tabId);
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
