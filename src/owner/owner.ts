/**
 * The owner of the engine's worker: makes it, carries panels' ports to it, notices when it is gone, and keeps what its
 * successor needs. The same in every browser; only who owns differs (see `offscreen.ts` and `background/host/`).
 */
import { jobsAfterLoss } from "../messages/lost-jobs.ts";
import { AWAKE_CHANNEL, type EngineSettings } from "../messages/owner-protocol.ts";
import { type PanelPort, type Pipe, pipe } from "../messages/ports.ts";
import type { HostMessage } from "../messages/protocol.ts";
import type { JobShelf } from "./job-shelf.ts";
import { LiveWorker, type WorkerEnd } from "./live-worker.ts";

export interface OwnerMeans {
  makeWorker(): WorkerEnd;
  /** The extension's own address, ending in "/". */
  readonly base: string;
  /** The settings for the next worker. */
  settings(): Promise<EngineSettings>;
  /** Where jobs are while no worker holds them. */
  readonly shelf: JobShelf;
  /** Told when the worker has something to lose, and when it no longer has. */
  onBusy?(busy: boolean): void;
  /**
   * Milliseconds for which nothing happens before the worker is ended and panels are told to rest; null for never, where
   * nothing would come of it.
   */
  readonly restMs: number | null;
}

export class Owner {
  readonly #means: OwnerMeans;
  readonly #awake = new BroadcastChannel(AWAKE_CHANNEL);
  #live: LiveWorker | null = null;
  #making: Promise<LiveWorker> | null = null;
  readonly #pipes = new Set<Pipe>();
  #rest: ReturnType<typeof setTimeout> | null = null;

  constructor(means: OwnerMeans) {
    this.#means = means;
  }

  /** Resolves when a worker listens. Rejects with `engine-gone` when none can be made. Two calls at once make one. */
  async ensure(): Promise<void> {
    // While it is asked, it may end by itself and another may take its place.
    const live = this.#live;
    if (live && !(await live.answers())) this.#lose(live, "the worker does not answer");
    await this.#worker();
  }

  /** Carries a panel's port to the worker, which is made if there is none; closes the port when none can be made. */
  accept(panel: PanelPort): void {
    const { port1, port2 } = new MessageChannel();
    const end = pipe(panel, port1, {
      onUse: () => this.#restLater(),
      onEnd: () => void this.#pipes.delete(end),
    });
    this.#pipes.add(end);
    this.#worker().then(
      (worker) => worker.connect(port2),
      () => end.close(),
    );
  }

  #worker(): Promise<LiveWorker> {
    if (this.#live) return Promise.resolve(this.#live);
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  async #make(): Promise<LiveWorker> {
    const [settings, kept] = await Promise.all([this.#means.settings(), this.#means.shelf.read()]);
    const jobs = jobsAfterLoss(kept);
    const live = new LiveWorker(this.#means.makeWorker(), {
      onGone: (reason) => this.#lose(live, reason),
      onJobs: (current) => void this.#means.shelf.write(current),
      onBusy: (busy) => this.#setBusy(busy),
    });
    await live.start(this.#means.base, settings, jobs);
    this.#live = live;
    this.#restLater();
    this.#awake.postMessage(null);
    return live;
  }

  #lose(live: LiveWorker, reason: string): void {
    console.error("postil: the engine's worker is gone:", reason);
    this.#end(live);
  }

  #end(live: LiveWorker): void {
    live.terminate();
    if (this.#live !== live) return;
    this.#live = null;
    this.#stopRest();
    this.#means.onBusy?.(false);
    for (const end of [...this.#pipes]) end.close();
  }

  #setBusy(busy: boolean): void {
    this.#means.onBusy?.(busy);
    this.#restLater();
  }

  /** Counts anew until the rest. */
  #restLater(): void {
    this.#stopRest();
    if (this.#means.restMs === null || !this.#live || this.#live.busy) return;
    this.#rest = setTimeout(() => {
      for (const end of this.#pipes) end.tell({ type: "rest" } satisfies HostMessage);
      if (this.#live) this.#end(this.#live);
    }, this.#means.restMs);
  }

  #stopRest(): void {
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = null;
  }
}
