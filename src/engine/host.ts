/**
 * The engine host: everything that lives as long as work does. It holds the engine, the queue of jobs and the installed
 * model, and one state that panels show. It knows no browser API: `worker.ts` gives it its means.
 */
import { asPostilError, PostilError } from "../errors.ts";
import type { BenchPlan } from "../messages/bench-protocol.ts";
import type { Command, HostState, JobView } from "../messages/protocol.ts";
import type { InstalledModel } from "../model/installed.ts";
import type { Task } from "../tasks/task.ts";
import { Bench, type BenchMeans } from "./bench/bench.ts";
import type { Engine, EngineChoice, EngineInfo, EngineSwitch } from "./engine.ts";
import { type Installer, Installs } from "./installs.ts";
import { Job } from "./job.ts";

/** Milliseconds without a job after which the model leaves memory. */
export const IDLE_MS = 5 * 60_000;
/** Ended jobs that are kept for panels to find again. */
const KEPT_JOBS = 20;

export interface HostMeans {
  readonly engine: Engine & Partial<EngineSwitch>;
  /** False for the engine of the tests. */
  readonly needsModel: boolean;
  readonly installer: Installer;
  /** What a bench measures. */
  readonly bench: BenchMeans;
  findTask(id: string): Task | undefined;
  /** Tells the panels that the state is another. */
  changed(): void;
  now(): number;
  readonly idleMs?: number;
  /** Jobs of a host before this one, all ended, oldest first. */
  readonly jobs?: readonly JobView[];
}

/** What the scripted engine is given in place of weights. */
const NO_MODEL: InstalledModel = {
  form: 2,
  id: "none",
  name: "Script",
  style: "completion",
  origin: { kind: "file", file: "" },
  library: "",
  layout: "",
  baseUrl: "",
  contextWindow: 4096,
  files: [],
  installedAt: 0,
};

type EngineView = Omit<HostState["engine"], "choice">;

export class Host {
  readonly #means: HostMeans;
  readonly #installs: Installs;
  /** Of a host before this one. */
  #earlier: readonly JobView[];
  #jobs: Job[] = [];
  #bench: Bench | null = null;
  #running: Job | Bench | null = null;
  #engine: EngineView = { status: "unloaded", progress: null, info: null };
  #loadedModel = "";
  /** True when another engine was chosen than the one that is loaded. */
  #stale = false;
  #unloading: Promise<void> = Promise.resolve();
  #looked: Promise<void> = Promise.resolve();
  #idle: ReturnType<typeof setTimeout> | null = null;

  constructor(means: HostMeans) {
    this.#means = means;
    this.#earlier = means.jobs ?? [];
    this.#installs = new Installs(means.installer, () => means.changed());
  }

  get state(): HostState {
    return {
      needs: this.#means.needsModel ? "model" : "none",
      model: this.#installs.view,
      catalogue: [...this.#means.installer.catalogue],
      engine: { ...this.#engine, choice: this.#means.engine.choice ?? "auto" },
      jobs: [...this.#earlier, ...this.#jobs.map((job) => job.view)],
      bench: this.#bench?.view ?? null,
    };
  }

  /** Whether something would be lost if this host ended now: a job, an installation, or a model that took time to load. */
  get busy(): boolean {
    if (this.#running || this.#next() || this.#installs.view.install?.status === "running") return true;
    return this.#engine.status !== "unloaded";
  }

  /** Looks for what is installed. */
  start(): Promise<void> {
    this.#looked = this.#installs.find();
    return this.#looked;
  }

  /** Runs one command; rejects with a `PostilError`. */
  async handle(command: Command): Promise<string> {
    switch (command.type) {
      case "task.start":
        return this.#startTask(command);
      case "task.cancel":
        this.#jobs.find((job) => job.view.id === command.jobId)?.cancel();
        return "";
      case "model.download":
        requireTerms(command.termsAccepted);
        await this.#installs.download(command.entry);
        return "";
      case "model.import":
        requireTerms(command.termsAccepted);
        await this.#installs.import(command.ticket);
        return "";
      case "model.pause":
        this.#installs.pause();
        return "";
      case "model.cancel":
        await this.#installs.cancel();
        return "";
      case "model.remove":
        for (const job of this.#jobs) job.cancel();
        this.#bench?.cancel();
        await this.#unload();
        await this.#installs.remove(command.id);
        return "";
      case "engine.use":
        await this.#use(command.engine);
        return "";
      case "bench.start":
        return this.#startBench(command.plan);
      case "bench.cancel":
        if (this.#bench?.view.id === command.benchId) this.#bench.cancel();
        return "";
    }
  }

  /** The device went away between two jobs: the next one loads again. */
  engineLost(): void {
    this.#setEngine({ status: "unloaded", progress: null, info: null });
  }

  /** Work that runs goes on as it is; without any, the model leaves memory. */
  async #use(choice: EngineChoice): Promise<void> {
    this.#means.engine.use?.(choice);
    this.#stale = true;
    if (this.#running) this.#means.changed();
    else await this.#unload();
  }

  async #startTask(command: Extract<Command, { type: "task.start" }>): Promise<string> {
    // A host that has just been made may still be looking for the model.
    await this.#looked;
    const task = this.#means.findTask(command.task);
    if (!task) throw new PostilError("message-invalid", { reason: `no task ${command.task}` });
    if (this.#means.needsModel && !this.#installs.model) throw new PostilError("model-missing");
    const { tabId, page, input } = command;
    const job = new Job({ task, tabId, page, input }, () => this.#means.changed());
    // Pressing twice, or again on another page of the tab, ends what was asked before.
    for (const other of this.#jobs)
      if (other.view.tabId === tabId && other.view.task === command.task) other.cancel();
    const replaced = job.replaced([...this.#earlier, ...this.#jobs.map((other) => other.view)]);
    this.#jobs = this.#jobs.filter((other) => !replaced.has(other.view.id));
    this.#earlier = this.#earlier.filter((other) => !replaced.has(other.id));
    this.#jobs.push(job);
    this.#forgetOldJobs();
    this.#means.changed();
    void this.#work();
    return job.view.id;
  }

  /** One that is under way is stopped for it. */
  async #startBench(plan: BenchPlan): Promise<string> {
    await this.#looked;
    if (this.#means.needsModel && !this.#installs.model) throw new PostilError("model-missing");
    this.#bench?.cancel();
    this.#bench = new Bench(plan, () => this.#means.changed());
    const { id } = this.#bench.view;
    this.#means.changed();
    void this.#work();
    return id;
  }

  /** One at a time: jobs in the order of asking, then those that wait for others, then a bench. */
  async #work(): Promise<void> {
    this.#numberQueue();
    if (this.#running) return;
    this.#stopIdling();
    for (let job = this.#next(); job; job = this.#next()) {
      this.#running = job;
      this.#numberQueue();
      const model = this.#installs.model ?? NO_MODEL;
      if (job instanceof Bench) {
        // It loads engines of its own: two models in memory would be too much for small machines.
        await this.#unload();
        await job.run(this.#means.bench, model, this.#means.now);
        this.#running = null;
        continue;
      }
      await job.run({
        engine: this.#means.engine,
        style: model.style,
        ready: (signal) => this.#load(model, signal),
        otherEngine: () => this.#means.engine.gpuGivenUp ?? false,
        now: this.#means.now,
      });
      // Found by hash at the load: nothing but another installation helps.
      if (job.view.error?.code === "model-damaged") this.#installs.markDamaged(job.view.error);
      this.#running = null;
    }
    this.#means.changed();
    this.#idle = setTimeout(() => void this.#unload(), this.#means.idleMs ?? IDLE_MS);
  }

  #next(): Job | Bench | undefined {
    const bench = this.#bench?.view.status === "queued" ? this.#bench : undefined;
    return this.#queue()[0] ?? bench;
  }

  #queue(): readonly Job[] {
    const queued = this.#jobs.filter((job) => job.view.status === "queued");
    return [...queued.filter((job) => !job.waits), ...queued.filter((job) => job.waits)];
  }

  #forgetOldJobs(): void {
    this.#earlier = this.#earlier.slice(-KEPT_JOBS);
    const ended = this.#jobs.filter((job) => job.ended);
    const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - KEPT_JOBS)));
    this.#jobs = this.#jobs.filter((job) => !forgotten.has(job));
  }

  #numberQueue(): void {
    let place = this.#running && !this.#running.ended ? 1 : 0;
    // What has just been taken still calls itself queued.
    for (const job of this.#queue()) if (job !== this.#running) job.wait(place++);
    if (this.#bench !== this.#running) this.#bench?.wait(place);
  }

  async #load(model: InstalledModel, signal: AbortSignal): Promise<EngineInfo> {
    await this.#unloading;
    if (this.#engine.info && this.#loadedModel === model.id && !this.#stale) return this.#engine.info;
    this.#stale = false;
    this.#setEngine({ status: "loading", progress: { phase: "verify", fraction: 0 }, info: null });
    try {
      const info = await this.#means.engine.load(
        model,
        (progress) => {
          if (this.#engine.status === "loading") this.#setEngine({ ...this.#engine, progress });
        },
        signal,
      );
      this.#loadedModel = model.id;
      this.#setEngine({ status: "ready", progress: null, info });
      return info;
    } catch (thrown) {
      this.engineLost();
      throw asPostilError(thrown);
    }
  }

  /** Loads wait for it, so that none is given an engine that is on its way out. */
  #unload(): Promise<void> {
    this.#stopIdling();
    this.engineLost();
    this.#unloading = this.#means.engine.unload().catch((thrown: unknown) => {
      console.error("postil: unloading", asPostilError(thrown).message);
    });
    return this.#unloading;
  }

  #stopIdling(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }

  #setEngine(engine: EngineView): void {
    this.#engine = engine;
    this.#means.changed();
  }
}

function requireTerms(accepted: boolean): void {
  if (!accepted) throw new PostilError("terms-not-accepted");
}
