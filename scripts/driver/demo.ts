/** The demo: one task on one page in a browser of its own, by the extension's own buttons. Called by `scripts/demo.mjs`. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type HostState, type JobView, resultOf } from "../../src/messages/protocol.ts";
import { Stop, say } from "../lib/log.mjs";
import { ROOT } from "../lib/run.mjs";
import type { BrowserName } from "../lib/setup.mjs";
import { composeScreenshot } from "./compose.ts";
import { ENDED, Postil } from "./postil.ts";
import { sleep } from "./until.ts";
import type { View } from "./view.ts";
import { Web } from "./web.ts";

export interface DemoOptions {
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

/** What `--json` prints; its form is kept stable. Times in milliseconds. */
export type DemoEngine = "webllm" | "cpu" | "fake";

interface DemoResult {
  readonly task: string;
  readonly page: string;
  readonly engine: DemoEngine;
  readonly backend: string;
  readonly model: string;
  readonly text: string;
  readonly points: readonly { readonly text: string; readonly sources: readonly string[] }[];
  readonly ms: { readonly load: number; readonly first: number; readonly total: number };
  readonly tokens: { readonly prompt: number; readonly output: number };
}

const SAMPLE_PAGE = join(ROOT, "test", "fixtures", "sample.html");
/** Milliseconds in which nothing changes before the demo gives up. Software GPUs are slow, but not silent for so long. */
const STALL_MS = 10 * 60_000;
const LOOK_MS = 200;
/** Whether a tab shows the browser's own page for an address that cannot be loaded. */
const SHOWS_ERROR =
  "location.protocol === 'chrome-error:' || document.documentURI.startsWith('about:neterror')";

/** Runs the demo and prints its result. Throws `Stop` with a reason when no result comes out. */
export async function runDemo(options: DemoOptions, signal: AbortSignal): Promise<void> {
  const { page } = options;
  signal.throwIfAborted();
  const web = await Web.start();
  let postil: Postil | null = null;
  const stop = (): void => void postil?.close();
  signal.addEventListener("abort", stop);
  try {
    const address = page.kind === "file" ? web.putFile(page.path) : page.url;
    // A page from the web needs the web, and so does a person who looks around in the browser afterwards.
    const proxy = page.kind === "file" && options.headless ? web.proxy : null;
    postil = await launch(options, proxy);
    signal.throwIfAborted();
    const shown = await runTask(postil, address, options);
    const result = { task: options.task, page: page.kind === "file" ? page.path : page.url, ...shown.result };
    print(result, options.json);
    if (proxy) say(`Requests to other hosts: ${web.foreignRequests.length}`);
    if (options.screenshot) await composeScreenshot(postil.browser, shown, resolve(options.screenshot));
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

type PageToOpen =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "url"; readonly url: string };

/** What `--page` names: a file, an http(s) address, or without it the sample page. Throws `Stop` when it names neither. */
export async function findPage(given: string | undefined): Promise<PageToOpen> {
  if (given !== undefined && /^https?:\/\//iu.test(given)) return { kind: "url", url: new URL(given).href };
  const path =
    given === undefined ? SAMPLE_PAGE : resolve(given.startsWith("file:") ? fileURLToPath(given) : given);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw new Stop(`--page names neither a file nor an http(s) address: ${given ?? path}`);
  return { kind: "file", path };
}

async function launch(options: DemoOptions, proxy: string | null): Promise<Postil> {
  const { browser, program, extension, headless } = options;
  const given = { program, extension, headless, ...(proxy === null ? {} : { proxy }) };
  if (options.engine !== "webllm") return Postil.launch(browser, { ...given, gpu: "none" });
  const { postil, gpu } = await Postil.launchWithWebGpu(browser, given);
  if (gpu === "software")
    say("No graphics card offers WebGPU here: it runs in software, which takes minutes rather than seconds.");
  return postil;
}

interface Shown {
  readonly page: View;
  readonly panel: View;
  readonly result: Omit<DemoResult, "task" | "page">;
}

async function runTask(
  postil: Postil,
  address: string,
  { engine, model }: Pick<DemoOptions, "engine" | "model">,
): Promise<Shown> {
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
  await postil.press(panel, "summarise", 30_000);
  const { job, state } = await watchJob(postil, panel);
  const { info } = state.engine;
  if (job.status !== "done" || !job.result || !info)
    throw new Stop(`No result: ${job.error?.message ?? job.status}.`);
  const notes = resultOf(job, "notes")?.points ?? [];
  const points = notes.map(({ text, sources }) => ({ text, sources }));
  if (points.length === 0) throw new Stop("No result: the model noted nothing.");
  await panel.waitForText(points.at(-1)?.text ?? "");
  return {
    page,
    panel,
    result: {
      engine: info.engine === "scripted" ? "fake" : info.engine,
      backend: info.backend,
      model: info.model,
      text: points.map(({ text }) => text).join("\n"),
      points,
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
async function watchJob(postil: Postil, panel: View): Promise<{ job: JobView; state: HostState }> {
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
    const words = describe(state, job);
    if (words !== told) say(words);
    told = words;
    if (!job) {
      const shown = await panel.text();
      const failure = ["page-empty", "page-forbidden", "page-gone", "internal"].find((code) =>
        shown.includes(postil.words.error(code)),
      );
      if (failure) throw new Stop(`No result: ${postil.words.error(failure)}`);
    }
    if (Date.now() - changedAt > STALL_MS)
      throw new Stop(`Nothing has happened for ${STALL_MS / 60_000} minutes: ${words}`);
    await sleep(LOOK_MS);
  }
}

function describe(state: HostState, job: JobView | undefined): string {
  if (!job) return "Reading the page";
  if (job.status === "loading") return `Loading the model: ${state.engine.progress?.phase ?? "…"}`;
  if (job.status !== "running") return `The job is ${job.status}`;
  return `Points written: ${resultOf(job, "notes")?.points.length ?? 0}`;
}

function print(result: DemoResult, json: boolean): void {
  process.stdout.write(
    json ? `${JSON.stringify(result)}\n` : `${result.points.map(({ text }) => `- ${text}`).join("\n")}\n`,
  );
  const { load, first, total } = result.ms;
  say(
    `${result.model} by ${result.engine} on ${result.backend}: load ${load} ms, first words ${first} ms, total ${total} ms`,
  );
}
