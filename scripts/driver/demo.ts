/** The demo: one task on one page in a browser of its own, by the extension's own buttons. Called by `scripts/demo.mjs`. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { HostState, JobView } from "../../src/messages/protocol.ts";
import { Stop, say } from "../lib/log.mjs";
import type { BrowserName } from "../lib/setup.mjs";
import { composeScreenshot } from "./compose.ts";
import type { DemoTask, Outcome, Scene, TaskOptions } from "./demo/demo-task.ts";
import { DEMO_TASKS } from "./demo/tasks.ts";
import { ENDED, Postil } from "./postil.ts";
import { sleep } from "./until.ts";
import { Web } from "./web.ts";

export interface DemoOptions extends TaskOptions {
  /** One of `DEMO_TASKS`. */
  readonly task: string;
  readonly browser: BrowserName;
  readonly engine: DemoEngine;
  readonly page: PageToOpen;
  readonly headless: boolean;
  /** Path of the GGUF to install; null for the scripted engine, which needs none. */
  readonly model: string | null;
  readonly json: boolean;
  readonly screenshot?: string | undefined;
  /** Path of the browser's program. */
  readonly program: string;
  /** Folder of the built extension. */
  readonly extension: string;
}

export type DemoEngine = "webllm" | "cpu" | "fake";

/** What `--json` prints, beside what the task has to say; its form is kept stable. Times in milliseconds. */
interface DemoResult {
  readonly task: string;
  readonly page: string;
  readonly engine: DemoEngine;
  readonly backend: string;
  readonly model: string;
  readonly ms: { readonly load: number; readonly first: number; readonly total: number };
  readonly tokens: { readonly prompt: number; readonly output: number };
}

/** Milliseconds in which nothing changes before the demo gives up. Software GPUs are slow, but not silent for so long. */
const STALL_MS = 10 * 60_000;
const LOOK_MS = 200;
/** What may keep a page from being read, whatever is to be done with it. */
const FAILURES = ["page-forbidden", "page-gone", "page-slow", "internal"];
/** Whether a tab shows the browser's own page for an address that cannot be loaded. */
const SHOWS_ERROR =
  "location.protocol === 'chrome-error:' || document.documentURI.startsWith('about:neterror')";

/** Runs the demo and prints its result. Throws `Stop` with a reason when no result comes out. */
export async function runDemo(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const { page } = options;
  const task = taskOf(options.task);
  signal.throwIfAborted();
  const web = await Web.start();
  let postil: Postil | null = null;
  const stop = (): void => void postil?.close();
  signal.addEventListener("abort", stop);
  try {
    const played = page.kind === "file" ? task.putFile(web, page.path) : null;
    const address = played ?? (page.kind === "file" ? web.putFile(page.path) : page.url);
    // A page from the web needs the web, and so does a person who looks around in the browser afterwards.
    const alone = page.kind === "file" && (options.headless || played !== null);
    postil = await launch(options, alone ? web : null);
    signal.throwIfAborted();
    const { scene, outcome, about } = await runTask(postil, address, options);
    const { engine, backend, model, ms, tokens } = about;
    const named = { task: options.task, page: page.kind === "file" ? page.path : page.url };
    const result: DemoResult = { ...named, engine, backend, model, ...outcome.result, ms, tokens };
    process.stdout.write(`${options.json ? JSON.stringify(result) : outcome.lines.join("\n")}\n`);
    say(
      `${model} by ${engine} on ${backend}: load ${ms.load} ms, first words ${ms.first} ms, total ${ms.total} ms`,
    );
    if (alone) {
      const own = new URL(address).hostname;
      say(`Requests to other hosts: ${web.foreignRequests.filter(({ host }) => host !== own).length}`);
    }
    if (options.screenshot) await composeScreenshot(postil.browser, scene, resolve(options.screenshot));
    if (!options.headless) {
      say("The browser stays open; close it or press Ctrl+C to end.");
      await postil.browser.ended();
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await postil?.close();
    await web.close();
  }
}

function taskOf(id: string): DemoTask {
  const task = DEMO_TASKS[id];
  if (!task) throw new Stop(`There is no demo of the task "${id}".`);
  return task;
}

type PageToOpen =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "url"; readonly url: string };

/** What `--page` names: a file, an http(s) address, or without it the task's own page. Throws `Stop` when it names neither. */
export async function findPage(given: string | undefined, task: string): Promise<PageToOpen> {
  if (given !== undefined && /^https?:\/\//iu.test(given)) return { kind: "url", url: new URL(given).href };
  const path =
    given === undefined
      ? taskOf(task).sample
      : resolve(given.startsWith("file:") ? fileURLToPath(given) : given);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw new Stop(`--page names neither a file nor an http(s) address: ${given ?? path}`);
  return { kind: "file", path };
}

/** @param web where the browser has to go for everything; null lets it go where it likes */
async function launch(options: DemoOptions, web: Web | null): Promise<Postil> {
  const { browser, program, extension, headless } = options;
  const given = {
    program,
    extension,
    headless,
    ...(web === null ? {} : { proxy: web.proxy, trust: web.fingerprint }),
  };
  if (options.engine !== "webllm") return Postil.launch(browser, { ...given, gpu: "none" });
  const { postil, gpu } = await Postil.launchWithWebGpu(browser, given);
  if (gpu === "software")
    say("No graphics card offers WebGPU here: it runs in software, which takes minutes rather than seconds.");
  return postil;
}

interface Done {
  readonly scene: Scene;
  readonly outcome: Outcome;
  readonly about: Omit<DemoResult, "task" | "page">;
}

async function runTask(postil: Postil, address: string, options: DemoOptions): Promise<Done> {
  const { engine, model } = options;
  const task = taskOf(options.task);
  await postil.setSettings({ engine: engine === "fake" ? "scripted" : engine });
  const page = await postil.openPage(address).catch((thrown: Error) => {
    throw new Stop(`The page cannot be opened: ${thrown.message}`);
  });
  if (await page.evaluate(SHOWS_ERROR)) throw new Stop(`The page cannot be opened: ${address}`);
  await postil.pressButton(page);
  const panel = await postil.panel();
  if (model !== null) {
    say("Installing the model through the panel");
    await postil.installFile(panel, model);
  }
  const path = options.page.kind === "file" ? options.page.path : null;
  const scene: Scene = { postil, page, panel, path, options };
  await task.begin(scene);
  const { job, state } = await watchJob(scene, task);
  const { info } = state.engine;
  if (job.status !== "done" || !job.result || !info)
    throw new Stop(`No result: ${job.error?.message ?? job.status}.`);
  const outcome = await task.finish(scene, job);
  return {
    scene,
    outcome,
    about: {
      engine: info.engine === "scripted" ? "fake" : info.engine,
      backend: info.backend,
      model: info.model,
      ms: {
        load: Math.round(job.ms.load ?? 0),
        first: Math.round(job.ms.first ?? 0),
        total: Math.round(job.ms.total ?? 0),
      },
      tokens: job.tokens,
    },
  };
}

/** Waits for the job's end, tells what goes on, and gives up when nothing does. */
async function watchJob(
  { postil, panel }: Scene,
  task: DemoTask,
): Promise<{ job: JobView; state: HostState }> {
  let told = "";
  let seen = "";
  let changedAt = Date.now();
  while (true) {
    const state = await postil.state(panel);
    const job = state.jobs.at(-1);
    // The total is written just after the status, so a job without it has not quite ended.
    if (job && ENDED.includes(job.status) && (job.ms.total !== null || job.status !== "done"))
      return { job, state };
    const now = JSON.stringify([state.engine.progress, job]);
    if (now !== seen) changedAt = Date.now();
    seen = now;
    const words = describe(state, job, task);
    if (words !== told) say(words);
    told = words;
    if (!job) {
      const shown = await panel.text();
      const failure = [...task.failures, ...FAILURES].find((code) =>
        shown.includes(postil.words.error(code)),
      );
      if (failure) throw new Stop(`No result: ${postil.words.error(failure)}`);
    }
    if (Date.now() - changedAt > STALL_MS)
      throw new Stop(`Nothing has happened for ${STALL_MS / 60_000} minutes: ${words}`);
    await sleep(LOOK_MS);
  }
}

function describe(state: HostState, job: JobView | undefined, task: DemoTask): string {
  if (!job) return "Reading the page";
  if (job.status === "loading") return `Loading the model: ${state.engine.progress?.phase ?? "…"}`;
  if (job.status !== "running") return `The job is ${job.status}`;
  return task.progress(job);
}
