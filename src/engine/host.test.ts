import * as v from "valibot";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../errors.ts";
import { HostState, type JobView, resultOf } from "../messages/protocol.ts";
import type { InstalledModel } from "../model/installed.ts";
import { defineTask } from "../tasks/task.ts";
import type { Engine, EngineChoice, EngineInfo, EngineSwitch, Token } from "./engine.ts";
import { Host, type HostMeans } from "./host.ts";
import type { Installer } from "./installs.ts";
import { ScriptedEngine } from "./scripted.ts";

const MODEL: InstalledModel = {
  form: 2,
  id: "0123456789abcdef",
  name: "Gemma 3 270M",
  style: "completion",
  origin: { kind: "file", file: "gemma.gguf" },
  library: "lib",
  layout: "00",
  baseUrl: "https://postil.invalid/m/0123456789abcdef/",
  contextWindow: 4096,
  files: [{ name: "a", size: 3, sha256: "00" }],
  installedAt: 1,
};

/** Says back what the engine says. */
const echo = defineTask({
  id: "echo",
  input: v.object({ text: v.string() }),
  async *run({ text }, context) {
    let draft = "";
    const read = { words: 1, of: 1 };
    const prompt = { instruction: "", examples: [], labels: { input: "", output: "" }, input: text };
    for await (const token of context.ask(prompt, { maxTokens: 50, temperature: 0 })) {
      draft += token.text;
      yield { kind: "notes" as const, points: [], draft, read };
    }
    yield {
      kind: "notes" as const,
      points: [{ text: draft, sources: [text], quoted: false }],
      draft: "",
      read,
    };
  },
});

class FakeInstaller implements Installer {
  readonly catalogue = [{ entry: "it", title: "Gemma", bytes: 100, terms: "https://example.org" }];
  installed: InstalledModel | null = MODEL;
  findError: PostilError | null = null;
  finish: (model: InstalledModel) => void = () => undefined;
  fail: (error: PostilError) => void = () => undefined;
  discarded: string[] = [];
  async find(): Promise<InstalledModel | null> {
    if (this.findError) throw this.findError;
    return this.installed;
  }
  download: Installer["download"] = (_entry, onProgress, signal) =>
    new Promise((resolve, reject) => {
      onProgress({ phase: "download", done: 40, total: 100 });
      this.finish = resolve;
      this.fail = reject;
      signal.addEventListener("abort", () => reject(new PostilError("cancelled")));
    });
  import: Installer["import"] = (_file, onProgress, signal) => this.download("", onProgress, signal);
  async take(): Promise<File> {
    return new File(["abc"], "mine.gguf");
  }
  partial: { entry: string; done: number } | null = null;
  async pending(): Promise<{ entry: string; done: number } | null> {
    return this.partial;
  }
  async discard(entry: string): Promise<void> {
    this.discarded.push(entry);
  }
  async remove(): Promise<void> {
    this.installed = null;
  }
}

const jobView: JobView = {
  id: "",
  task: "echo",
  tabId: 0,
  page: { url: "https://example.org/", title: "T" },
  status: "done",
  place: 0,
  result: { kind: "notes", points: [], draft: "", read: { words: 1, of: 1 } },
  error: null,
  ms: { load: 0, first: 1, total: 2 },
  tokens: { prompt: 1, output: 1 },
};

let installer: FakeInstaller;
beforeEach(() => {
  installer = new FakeInstaller();
});

async function hostWith(engine: Engine, more: Partial<HostMeans> = {}): Promise<Host> {
  const host = new Host({
    engine,
    needsModel: true,
    installer,
    bench: NO_BENCH,
    findTask: (id) => (id === "echo" ? echo : undefined),
    changed: () => undefined,
    now: () => performance.now(),
    ...more,
  });
  await host.start();
  return host;
}

/** What it does with one is told in host-bench.test.ts. */
const NO_BENCH: HostMeans["bench"] = { open: () => Promise.reject(new PostilError("engine-none")) };
const quick = (): Engine => new ScriptedEngine({ delayMs: 0 });
const slow = (): Engine => new ScriptedEngine({ delayMs: 10 });

const START = {
  type: "task.start",
  task: "echo",
  tabId: 1,
  page: { url: "https://example.org/", title: "T" },
  input: { text: "One two three four five." },
} as const;

function start(host: Host, text: string = START.input.text, tabId = 1): Promise<string> {
  return host.handle({ ...START, tabId, input: { text } });
}

const job = (host: Host, id: string) => host.state.jobs.find((view) => view.id === id);

async function ended(host: Host, id: string): Promise<NonNullable<ReturnType<typeof job>>> {
  return vi.waitFor(
    () => {
      const view = job(host, id);
      if (!view || view.ms.total === null) throw new Error(`still ${view?.status}`);
      return view;
    },
    { timeout: 3000, interval: 5 },
  );
}

/** A graphics card that is lost in the middle of every answer, and after the second time a processor. */
class LosingEngine extends ScriptedEngine implements EngineSwitch {
  choice: EngineChoice = "auto";
  loads = 0;
  losses = 0;
  lost: () => void = () => undefined;
  constructor() {
    super({ delayMs: 0 });
  }
  get gpuGivenUp(): boolean {
    return this.losses >= 2;
  }
  use(choice: EngineChoice): void {
    this.choice = choice;
  }
  override async load(...given: Parameters<Engine["load"]>): Promise<EngineInfo> {
    this.loads++;
    const info = await super.load(...given);
    return { ...info, fallback: this.gpuGivenUp ? new PostilError("gpu-lost").toReport() : null };
  }
  override async *generate(...given: Parameters<Engine["generate"]>): AsyncGenerator<Token> {
    let pieces = 0;
    for await (const token of super.generate(...given)) {
      yield token;
      if (this.gpuGivenUp || ++pieces < 3) continue;
      this.losses++;
      this.lost();
      throw new PostilError("gpu-lost");
    }
  }
}

describe("the choice of an engine", () => {
  it("is shown, and leaves what is loaded when nothing runs", async () => {
    const engine = new LosingEngine();
    engine.losses = 2;
    const host = await hostWith(engine);
    await ended(host, await start(host));
    const unload = vi.spyOn(engine, "unload");
    await host.handle({ type: "engine.use", engine: "cpu" });
    expect(unload).toHaveBeenCalledOnce();
    expect(host.state.engine).toMatchObject({ choice: "cpu", status: "unloaded", info: null });
    await ended(host, await start(host));
    expect(engine.loads).toBe(2);
  });

  it("lets what runs go on, and counts from the next job", async () => {
    const engine = new LosingEngine();
    engine.losses = 2;
    const host = await hostWith(engine);
    const first = await start(host, "a b c d e f g h", 1);
    await host.handle({ type: "engine.use", engine: "webllm" });
    const second = await start(host, "a b", 2);
    expect((await ended(host, first)).status).toBe("done");
    expect((await ended(host, second)).status).toBe("done");
    expect(engine.loads).toBe(2);
    expect(host.state.engine.choice).toBe("webllm");
  });
});

describe("jobs", () => {
  it("loads the engine, streams, and ends with result, times and token counts", async () => {
    const host = await hostWith(quick());
    const id = await start(host);
    const view = await ended(host, id);
    expect(view.status).toBe("done");
    expect(resultOf(view, "notes")?.points).toEqual([
      { text: "One two three four five.", sources: ["One two three four five."], quoted: false },
    ]);
    expect(view.tokens.output).toBeGreaterThan(0);
    expect(view.ms.first).not.toBeNull();
    expect(host.state.engine.status).toBe("ready");
    expect(v.is(HostState, host.state)).toBe(true);
  });

  it("runs one at a time and tells the others their place", async () => {
    const host = await hostWith(slow());
    const first = await start(host, "a b c d e f g h", 1);
    const second = await start(host, "a b", 2);
    const third = await start(host, "a b", 3);
    expect(job(host, first)?.status).toBe("loading");
    expect(job(host, second)).toMatchObject({ status: "queued", place: 1 });
    expect(job(host, third)).toMatchObject({ status: "queued", place: 2 });
    await host.handle({ type: "task.cancel", jobId: second });
    expect((await ended(host, third)).status).toBe("done");
    expect(job(host, second)?.status).toBe("cancelled");
  });

  it("lets what begins by itself wait for what somebody asked for", async () => {
    const host = await hostWith(slow(), {
      findTask: (id) => (id === "echo" ? echo : { ...echo, waits: true }),
    });
    const first = await start(host, "a b c d e f g h", 1);
    const patient = await host.handle({ ...START, task: "patient", tabId: 2 });
    const asked = await start(host, "a b", 3);
    expect(job(host, patient)).toMatchObject({ status: "queued", place: 2 });
    expect(job(host, asked)).toMatchObject({ status: "queued", place: 1 });
    await ended(host, first);
    await ended(host, asked);
    expect(job(host, patient)?.status).not.toBe("done");
    expect((await ended(host, patient)).status).toBe("done");
  });

  it("stops a running job and keeps what was there", async () => {
    const host = await hostWith(slow());
    const id = await start(host, "a bb ccc dddd eeeee ffffff ggggggg hhhhhhh");
    await vi.waitFor(() => expect(resultOf(job(host, id), "notes")?.draft).toBeTruthy());
    await host.handle({ type: "task.cancel", jobId: id });
    expect(job(host, id)?.status).toBe("cancelled");
    const draft = resultOf(job(host, id), "notes")?.draft;
    expect(resultOf(await ended(host, id), "notes")?.draft).toBe(draft);
  });

  it("replaces what the same tab asked before", async () => {
    const host = await hostWith(slow());
    await start(host);
    const second = await start(host, "Six seven.");
    expect(host.state.jobs.map((view) => view.id)).toEqual([second]);
    expect((await ended(host, second)).status).toBe("done");
  });

  it("keeps beside a job the latest results that its task wants kept, and nothing without a result", async () => {
    const host = await hostWith(quick(), { findTask: () => ({ ...echo, keeps: 2 }) });
    const ids: string[] = [];
    for (const text of ["One.", "Two.", "Three.", "Four."]) {
      ids.push(await start(host, text));
      await ended(host, ids.at(-1) ?? "");
    }
    expect(host.state.jobs.map((view) => view.id)).toEqual(ids.slice(1));
    const stopped = await start(host);
    await host.handle({ type: "task.cancel", jobId: stopped });
    const last = await start(host, "Five.");
    expect(host.state.jobs.map((view) => view.id)).toEqual([...ids.slice(2), last]);
  });

  it("takes work while it still looks for the model", async () => {
    let found: (model: InstalledModel) => void = () => undefined;
    vi.spyOn(installer, "find").mockReturnValue(
      new Promise((resolve) => {
        found = resolve;
      }),
    );
    const host = new Host({
      engine: quick(),
      needsModel: true,
      installer,
      bench: NO_BENCH,
      findTask: () => echo,
      changed: () => undefined,
      now: () => performance.now(),
    });
    void host.start();
    const asked = start(host);
    found(MODEL);
    expect((await ended(host, await asked)).status).toBe("done");
  });

  it("refuses unknown tasks, wrong input, and work without a model", async () => {
    const host = await hostWith(quick());
    const page = { url: "", title: "" };
    const command = { type: "task.start", task: "none", tabId: 1, page, input: {} } as const;
    await expect(host.handle(command)).rejects.toMatchObject({ code: "message-invalid" });
    await expect(host.handle({ ...command, task: "echo" })).rejects.toMatchObject({
      code: "message-invalid",
    });
    installer.installed = null;
    const empty = await hostWith(quick());
    await expect(start(empty)).rejects.toMatchObject({ code: "model-missing" });
  });

  it("tries once more when the device is lost, then says so", async () => {
    let loads = 0;
    const lost = new ScriptedEngine({
      delayMs: 0,
      fail: { at: "generate", error: new PostilError("gpu-lost") },
    });
    const host = await hostWith({
      load: (...a) => {
        loads++;
        return lost.load(...a);
      },
      generate: (...a) => {
        host.engineLost();
        return lost.generate(...a);
      },
      score: (...a) => lost.score(...a),
      unload: () => lost.unload(),
    });
    const view = await ended(host, await start(host, "a bb ccc dddd eeeee ffffff"));
    expect(view).toMatchObject({ status: "failed", error: { code: "gpu-lost" } });
    expect(loads).toBe(2);
  });

  it("goes on with another engine when the device is lost twice, and ends with the whole result", async () => {
    const engine = new LosingEngine();
    const host = await hostWith(engine);
    engine.lost = () => host.engineLost();
    const view = await ended(host, await start(host, "One two three four five six."));
    expect(view).toMatchObject({ status: "done", error: null });
    expect(resultOf(view, "notes")?.points).toEqual([
      { text: "One two three four five six.", sources: ["One two three four five six."], quoted: false },
    ]);
    expect(view.tokens.output).toBe(7);
    expect(engine.loads).toBe(3);
    expect(host.state.engine.info?.fallback?.code).toBe("gpu-lost");
  });

  it("reports a load that fails and can load again", async () => {
    const host = await hostWith(
      new ScriptedEngine({ delayMs: 0, fail: { at: "load", error: new PostilError("gpu-missing") } }),
    );
    expect(await ended(host, await start(host))).toMatchObject({
      status: "failed",
      error: { code: "gpu-missing" },
    });
    expect(host.state.engine.status).toBe("unloaded");
  });

  it("keeps every job that has not ended, however many there are", async () => {
    const host = await hostWith(slow());
    const ids = await Promise.all(Array.from({ length: 30 }, (_, tab) => start(host, "a", tab)));
    expect(host.state.jobs.map((view) => view.id)).toEqual(ids);
    for (const id of ids) await host.handle({ type: "task.cancel", jobId: id });
    await start(host, "a", 99);
    expect(host.state.jobs).toHaveLength(21);
  });

  it("takes the model out of memory when nothing happens", async () => {
    const engine = quick();
    const unload = vi.spyOn(engine, "unload");
    const host = await hostWith(engine, { idleMs: 20 });
    await ended(host, await start(host));
    await vi.waitFor(() => expect(unload).toHaveBeenCalled());
    expect(host.state.engine.status).toBe("unloaded");
  });
});

describe("a host after another", () => {
  const earlier = (id: string, tabId: number) => ({
    ...jobView,
    id,
    tabId,
  });

  it("shows the jobs of the one before, until the same is asked again", async () => {
    const host = await hostWith(quick(), { jobs: [earlier("a", 1), earlier("b", 2)] });
    expect(host.state.jobs.map(({ id }) => id)).toEqual(["a", "b"]);
    const id = await start(host, "One two.", 1);
    expect(host.state.jobs.map((view) => view.id)).toEqual(["b", id]);
    await host.handle({ type: "task.cancel", jobId: "b" });
    expect(job(host, "b")?.status).toBe("done");
  });

  it("says for how long there is something to lose", async () => {
    const host = await hostWith(slow(), { idleMs: 50 });
    expect(host.busy).toBe(false);
    const id = await start(host);
    expect(host.busy).toBe(true);
    await ended(host, id);
    // The model is in memory.
    expect(host.busy).toBe(true);
    await vi.waitFor(() => expect(host.busy).toBe(false));
    installer.installed = null;
    const empty = await hostWith(quick());
    await empty.handle({ type: "model.download", entry: "it", termsAccepted: true });
    expect(empty.busy).toBe(true);
    await empty.handle({ type: "model.pause" });
    await vi.waitFor(() => expect(empty.busy).toBe(false));
  });
});

describe("the model", () => {
  beforeEach(() => {
    installer.installed = null;
  });
  const download = { type: "model.download", entry: "it", termsAccepted: true } as const;

  it("is not fetched before the terms are accepted", async () => {
    const host = await hostWith(quick());
    await expect(host.handle({ ...download, termsAccepted: false })).rejects.toMatchObject({
      code: "terms-not-accepted",
    });
    expect(host.state.model.install).toBeNull();
  });

  it("is fetched, paused, resumed and installed", async () => {
    const host = await hostWith(quick());
    await host.handle(download);
    expect(host.state.model.install).toMatchObject({ status: "running", done: 40, total: 100 });
    await host.handle({ type: "model.pause" });
    await vi.waitFor(() => expect(host.state.model.install).toMatchObject({ status: "paused", done: 40 }));
    await host.handle(download);
    expect(host.state.model.install?.status).toBe("running");
    installer.finish(MODEL);
    await vi.waitFor(() => expect(host.state.model.status).toBe("ready"));
    expect(host.state.model.installed).toEqual({
      id: MODEL.id,
      name: MODEL.name,
      style: "completion",
      bytes: 3,
      origin: MODEL.origin,
      installedAt: MODEL.installedAt,
    });
  });

  it("keeps a failed download so that it can go on, and forgets a cancelled one", async () => {
    const host = await hostWith(quick());
    await host.handle(download);
    installer.fail(new PostilError("model-download-failed"));
    await vi.waitFor(() => expect(host.state.model.install?.status).toBe("failed"));
    expect(host.state.model.error?.code).toBe("model-download-failed");
    await host.handle({ type: "model.cancel" });
    expect(host.state.model).toMatchObject({ install: null, error: null, status: "missing" });
    expect(installer.discarded).toEqual(["it"]);
  });

  it("says why a file was refused and leaves the installed model alone", async () => {
    installer.installed = MODEL;
    const host = await hostWith(quick());
    await host.handle({ type: "model.import", ticket: "t", termsAccepted: true });
    installer.fail(new PostilError("gguf-bad-magic"));
    await vi.waitFor(() => expect(host.state.model.error?.code).toBe("gguf-bad-magic"));
    expect(host.state.model).toMatchObject({ status: "ready", install: null });
  });

  it("shows a download that an earlier host began", async () => {
    installer.partial = { entry: "it", done: 70 };
    const host = await hostWith(quick());
    expect(host.state.model.install).toMatchObject({ status: "paused", done: 70, total: 100 });
    await host.handle({ type: "model.cancel" });
    expect(installer.discarded).toEqual(["it"]);
  });

  it("does one installation at a time", async () => {
    const host = await hostWith(quick());
    const command = { type: "model.import", ticket: "t", termsAccepted: true } as const;
    const first = host.handle(command);
    await expect(host.handle(command)).rejects.toMatchObject({ code: "engine-busy" });
    await first;
    await host.handle(download);
    expect(host.state.model.install?.kind).toBe("import");
  });

  it("is missing once a load has found it damaged, with the reason", async () => {
    installer.installed = MODEL;
    const error = new PostilError("model-damaged", { file: "a" });
    const host = await hostWith(new ScriptedEngine({ delayMs: 0, fail: { at: "load", error } }));
    await ended(host, await start(host));
    expect(host.state.model).toMatchObject({ status: "missing", error: { code: "model-damaged" } });
  });

  it("leaves memory before it is removed", async () => {
    installer.installed = MODEL;
    const engine = quick();
    const host = await hostWith(engine);
    await ended(host, await start(host));
    const order: string[] = [];
    vi.spyOn(engine, "unload").mockImplementation(async () => void order.push("unload"));
    vi.spyOn(installer, "remove").mockImplementation(async () => void order.push("remove"));
    await host.handle({ type: "model.remove", id: MODEL.id });
    expect(order).toEqual(["unload", "remove"]);
    expect(host.state.model.status).toBe("missing");
  });

  it("says so when what is stored is damaged", async () => {
    installer.findError = new PostilError("model-damaged", { file: "x" });
    const host = await hostWith(quick());
    expect(host.state.model).toMatchObject({ status: "missing", error: { code: "model-damaged" } });
  });
});
