/** What the panel knows and does: the one place where its parts meet. Components get its view and its actions. */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { asPostilError } from "../errors.ts";
import { hasEnded } from "../messages/lost-jobs.ts";
import type { HostLink } from "../ui/host-link.ts";
import type { TabEvents } from "./current-tab.ts";
import { type BegunTask, PANEL_TASKS, type PanelTask, type Place, placeOf } from "./panel-tasks.ts";
import { type Failure, type Tab, type View, viewOf } from "./view.ts";

/** What a task is begun with: its input, checked by the task itself, and the page that it is about. */
export interface Begin {
  readonly page: { readonly url: string; readonly title: string };
  readonly input: unknown;
  /** Told the job's id, once it has one. */
  readonly begun?: (jobId: string) => void;
}

export interface SessionMeans {
  readonly link: Pick<HostLink, "state" | "error" | "kept" | "connect" | "send">;
  watchTab(events: TabEvents): ReadonlySignal<Tab | null>;
  /** Whether a tab has gone away from the page at `url`, which was read in it. */
  hasLeft(tabId: number, url: string): Promise<boolean>;
  /**
   * For each task what reads its input from a tab; null when nothing shall be begun, which the task says in its own screens.
   * Rejects with `PostilError`.
   */
  readonly readers: Readonly<Record<BegunTask, (tabId: number, options: unknown) => Promise<Begin | null>>>;
}

interface Attempt {
  /** True once the tab has begun to load something else. */
  left: boolean;
}

export class Session {
  readonly #means: SessionMeans;
  readonly #tab: ReadonlySignal<Tab | null>;
  readonly #chosen = signal<ReadonlyMap<number, PanelTask>>(new Map());
  readonly #opened = signal<ReadonlyMap<number, string>>(new Map());
  /** Places that are being read, each with the attempt that does it. */
  readonly #reading = signal<ReadonlyMap<Place, Attempt>>(new Map());
  readonly #failures = signal<ReadonlyMap<Place, Failure>>(new Map());
  /** Ids of tabs are not given twice while the browser runs. */
  readonly #closed = new Set<number>();
  /** What was asked for before it could be begun. */
  readonly #wanted = signal<{ tabId: number; task: BegunTask; options: unknown } | null>(null);
  readonly view: ReadonlySignal<View>;

  constructor(means: SessionMeans) {
    this.#means = means;
    this.#tab = means.watchTab({
      onLeave: (tabId) => this.#leave(tabId),
      onLoaded: (tabId) => void this.#endLeft(tabId),
      onGranted: (tabId) => this.#forgetFailures(tabId),
      onClosed: (tabId) => this.#forget(tabId),
    });
    this.view = computed(() =>
      viewOf({
        ...this.#seen(),
        reading: new Set(this.#reading.value.keys()),
        failures: this.#failures.value,
      }),
    );
    effect(() => {
      const wanted = this.#wanted.value;
      const host = means.link.state.value;
      if (wanted === null || !host || (host.needs === "model" && host.model.status !== "ready")) return;
      this.#wanted.value = null;
      void untracked(() => this.#start(wanted.tabId, wanted.task, wanted.options));
    });
  }

  /** Does a task on the page of a tab as soon as there is a host, and a model for it; forgotten when the tab goes elsewhere. */
  startWhenReady(tabId: number, task: BegunTask, options?: unknown): void {
    this.#choose(tabId, task);
    this.#wanted.value = { tabId, task, options };
  }

  /** Shows another task of the tab in front. */
  choose(task: PanelTask): void {
    const tabId = this.#tab.value?.id;
    if (tabId !== undefined) this.#choose(tabId, task);
  }

  /** Goes back to an earlier job of the tab in front, until a new one begins or the tab goes elsewhere. */
  open(jobId: string): void {
    const tabId = this.#tab.value?.id;
    if (tabId !== undefined) this.#open(tabId, jobId);
  }

  /** Reads the page in front and begins a task on it. Failures are shown in the view of that tab and task. */
  async start(task: BegunTask, options?: unknown): Promise<void> {
    const tabId = this.#tab.value?.id;
    if (tabId !== undefined) await this.#start(tabId, task, options);
  }

  async #start(tabId: number, task: BegunTask, options: unknown): Promise<void> {
    const place = placeOf(tabId, task);
    if (this.#reading.value.has(place)) return;
    this.#open(tabId, null);
    this.#setFailure(place, null);
    const attempt: Attempt = { left: false };
    this.#setReading(place, attempt);
    try {
      const begin = await this.#means.readers[task](tabId, options);
      // An address that changes does not always mean that the page went away; but a newer attempt reads what is there now.
      if (begin === null || this.#isOverdue(tabId, place, attempt)) return;
      const { page, input, begun } = begin;
      const jobId = await this.#means.link.send({
        type: "task.start",
        task,
        tabId,
        page: { url: page.url, title: page.title },
        input,
      });
      begun?.(jobId);
      if (attempt.left) await this.#endLeft(tabId);
    } catch (thrown) {
      // What became of a page that is no longer shown is of no interest.
      if (!attempt.left) this.#setFailure(place, { error: asPostilError(thrown).toReport(), options });
    } finally {
      if (this.#reading.value.get(place) === attempt) this.#setReading(place, null);
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

  #seen() {
    const { state, error, kept } = this.#means.link;
    return {
      host: state.value,
      hostError: error.value,
      kept: kept.value,
      tab: this.#tab.value,
      chosen: this.#chosen.value,
      opened: this.#opened.value,
    };
  }

  #choose(tabId: number, task: PanelTask): void {
    this.#chosen.value = new Map(this.#chosen.value).set(tabId, task);
  }

  #open(tabId: number, jobId: string | null): void {
    const opened = new Map(this.#opened.value);
    if (jobId !== null) opened.set(tabId, jobId);
    else if (!opened.delete(tabId)) return;
    this.#opened.value = opened;
  }

  #leave(tabId: number): void {
    if (this.#wanted.value?.tabId === tabId) this.#wanted.value = null;
    const chosen = new Map(this.#chosen.value);
    if (chosen.delete(tabId)) this.#chosen.value = chosen;
    this.#open(tabId, null);
    this.#forgetFailures(tabId);
    for (const task of PANEL_TASKS) {
      const place = placeOf(tabId, task);
      const attempt = this.#reading.value.get(place);
      if (!attempt) continue;
      attempt.left = true;
      this.#setReading(place, null);
    }
  }

  /** Notes on a page end with it, what is written of them stays: their sentences cannot be shown, and the next page may wait. */
  async #endLeft(tabId: number): Promise<void> {
    const jobs = this.#means.link.state.value?.jobs ?? [];
    for (const { id, page, ...job } of jobs) {
      if (job.tabId !== tabId || job.task !== "summarise" || page.url === "" || hasEnded(job)) continue;
      if (await this.#means.hasLeft(tabId, page.url)) await this.stop(id);
    }
  }

  #forgetFailures(tabId: number): void {
    for (const task of PANEL_TASKS) this.#setFailure(placeOf(tabId, task), null);
  }

  #forget(tabId: number): void {
    this.#leave(tabId);
    this.#closed.add(tabId);
    const ours = this.#means.link.state.value?.jobs.filter((job) => job.tabId === tabId) ?? [];
    // Nobody can see these results any more; others may be waiting for the engine.
    for (const job of ours) if (!hasEnded(job)) void this.stop(job.id);
  }

  #isOverdue(tabId: number, place: Place, attempt: Attempt): boolean {
    const newest = this.#reading.value.get(place);
    return this.#closed.has(tabId) || (newest !== undefined && newest !== attempt);
  }

  #setReading(place: Place, attempt: Attempt | null): void {
    const reading = new Map(this.#reading.value);
    if (attempt) reading.set(place, attempt);
    else reading.delete(place);
    this.#reading.value = reading;
  }

  #setFailure(place: Place, failure: Failure | null): void {
    if (!failure && !this.#failures.value.has(place)) return;
    const failures = new Map(this.#failures.value);
    if (failure) failures.set(place, failure);
    else failures.delete(place);
    this.#failures.value = failures;
  }
}
