/** What is installed, and the one installation that may be under way: the model's part of the host's state. */
import { asPostilError, type ErrorReport, PostilError } from "../errors.ts";
import type { HostState } from "../messages/protocol.ts";
import type { InstalledModel, InstallProgress } from "../model/installed.ts";

type ModelView = HostState["model"];
type InstallView = NonNullable<ModelView["install"]>;

/** The means of an installation: `model/` with this browser's stores. */
export interface Installer {
  readonly catalogue: HostState["catalogue"];
  /** The installed model, or null; rejects with `model-damaged` when something is there but not whole. */
  find(): Promise<InstalledModel | null>;
  /** Fetches, or goes on fetching, and installs. Aborted, it keeps what was fetched. */
  download(
    entry: string,
    onProgress: (p: InstallProgress) => void,
    signal: AbortSignal,
  ): Promise<InstalledModel>;
  /** Waits for the file of this ticket and tells its name and size; rejects with `message-invalid` when none comes. */
  take(ticket: string): Promise<File>;
  import(file: File, onProgress: (p: InstallProgress) => void, signal: AbortSignal): Promise<InstalledModel>;
  /** A download that an earlier host began, and the bytes there are of it. */
  pending(): Promise<{ entry: string; done: number } | null>;
  /** Forgets what was fetched of a download. */
  discard(entry: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Milliseconds over which the speed is averaged. */
const SPEED_WINDOW_MS = 5000;

export class Installs {
  readonly #installer: Installer;
  readonly #changed: () => void;
  #view: ModelView = { status: "checking", installed: null, install: null, error: null };
  #model: InstalledModel | null = null;
  #entry = "";
  #controller: AbortController | null = null;
  #work: Promise<void> = Promise.resolve();
  #samples: { at: number; done: number }[] = [];

  constructor(installer: Installer, changed: () => void) {
    this.#installer = installer;
    this.#changed = changed;
  }

  get view(): ModelView {
    return this.#view;
  }

  get model(): InstalledModel | null {
    return this.#model;
  }

  /** Looks for what is stored. Not during an installation, whose unfinished files would be cleared away as leftovers. */
  async find(): Promise<void> {
    if (this.#controller) return;
    try {
      this.#take(await this.#installer.find());
      if (!this.#model) this.#showPending(await this.#installer.pending());
    } catch (thrown) {
      this.markDamaged(asPostilError(thrown).toReport());
    }
  }

  /** What is installed is of no use, for this reason. */
  markDamaged(error: ErrorReport): void {
    this.#take(null);
    this.#set({ error });
  }

  /** Begins a download, or goes on with a paused one. Resolves at once: progress and failure are in the view. */
  async download(entry: string): Promise<void> {
    if (this.#controller) return;
    const offered = this.#offer(entry);
    this.#entry = entry;
    const what = { kind: "download", name: offered.title, total: offered.bytes } as const;
    this.#start(new AbortController(), what, (progress, signal) =>
      this.#installer.download(entry, progress, signal),
    );
  }

  /** Begins an import; an installation that is under way is refused with `engine-busy`. */
  async import(ticket: string): Promise<void> {
    if (this.#controller) throw new PostilError("engine-busy");
    // Taken before the file has come, so that nothing else begins meanwhile.
    const controller = new AbortController();
    this.#controller = controller;
    let file: File;
    try {
      file = await this.#installer.take(ticket);
    } catch (thrown) {
      this.#controller = null;
      throw thrown;
    }
    const what = { kind: "import", name: file.name, total: file.size } as const;
    this.#start(controller, what, (progress, signal) => this.#installer.import(file, progress, signal));
  }

  /** Stops a download so that it can go on later. */
  pause(): void {
    if (this.#view.install?.kind === "download") this.#controller?.abort("pause");
  }

  /** Stops an installation and forgets what came of it. Resolves when nothing writes any more. */
  async cancel(): Promise<void> {
    const { install } = this.#view;
    this.#controller?.abort("cancel");
    await this.#work;
    this.#set({ install: null, error: null });
    if (install?.kind === "download") await this.#installer.discard(this.#entry);
  }

  async remove(id: string): Promise<void> {
    if (this.#controller) throw new PostilError("engine-busy");
    this.#take(null);
    await this.#installer.remove(id);
  }

  #offer(entry: string): HostState["catalogue"][number] {
    const offered = this.#installer.catalogue.find((item) => item.entry === entry);
    if (!offered) throw new PostilError("message-invalid", { reason: `no such model: ${entry}` });
    return offered;
  }

  #showPending(pending: { entry: string; done: number } | null): void {
    if (!pending) return;
    const { title, bytes } = this.#offer(pending.entry);
    this.#entry = pending.entry;
    const progress = { phase: "download", done: pending.done, total: bytes, bytesPerSecond: null } as const;
    this.#set({ install: { kind: "download", name: title, ...progress, status: "paused" } });
  }

  #start(
    controller: AbortController,
    what: Pick<InstallView, "kind" | "name" | "total">,
    work: (onProgress: (p: InstallProgress) => void, signal: AbortSignal) => Promise<InstalledModel>,
  ): void {
    this.#controller = controller;
    this.#work = this.#run(controller, what, work);
  }

  async #run(
    controller: AbortController,
    what: Pick<InstallView, "kind" | "name" | "total">,
    work: (onProgress: (p: InstallProgress) => void, signal: AbortSignal) => Promise<InstalledModel>,
  ): Promise<void> {
    this.#samples = [];
    const before = this.#view.install;
    const phase = what.kind === "download" ? "download" : "convert";
    const done = before?.kind === what.kind && before.name === what.name ? before.done : 0;
    const start: InstallView = { ...what, phase, done, bytesPerSecond: null, status: "running" };
    this.#set({ install: start, error: null });
    try {
      const model = await work((progress) => {
        if (this.#controller === controller) this.#progress(progress);
      }, controller.signal);
      if (this.#controller !== controller) return;
      this.#controller = null;
      this.#take(model);
      this.#set({ install: null });
    } catch (thrown) {
      if (this.#controller !== controller) return;
      this.#controller = null;
      this.#stopped(asPostilError(thrown), controller.signal.reason === "pause");
    }
  }

  #progress({ phase, done, total }: InstallProgress): void {
    const { install } = this.#view;
    if (!install) return;
    if (phase !== install.phase) this.#samples = [];
    const at = Date.now();
    this.#samples.push({ at, done });
    this.#samples = this.#samples.filter((sample) => at - sample.at <= SPEED_WINDOW_MS);
    const first = this.#samples[0];
    const seconds = first ? (at - first.at) / 1000 : 0;
    const bytesPerSecond = first && seconds > 0.5 ? Math.max(0, (done - first.done) / seconds) : null;
    this.#set({ install: { ...install, phase, done, total, bytesPerSecond } });
  }

  #stopped(error: PostilError, paused: boolean): void {
    const { install } = this.#view;
    if (!install) return;
    if (paused) this.#set({ install: { ...install, status: "paused", bytesPerSecond: null } });
    else if (install.kind === "download" && error.code !== "cancelled")
      this.#set({ install: { ...install, status: "failed", bytesPerSecond: null }, error: error.toReport() });
    else this.#set({ install: null, error: error.code === "cancelled" ? null : error.toReport() });
  }

  #take(model: InstalledModel | null): void {
    this.#model = model;
    this.#set({
      status: model ? "ready" : "missing",
      installed: model && {
        id: model.id,
        name: model.name,
        style: model.style,
        bytes: model.files.reduce((sum, file) => sum + file.size, 0),
        origin: model.origin,
        installedAt: model.installedAt,
      },
      error: null,
    });
  }

  #set(change: Partial<ModelView>): void {
    this.#view = { ...this.#view, ...change };
    this.#changed();
  }
}
