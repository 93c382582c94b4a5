/**
 * The bench of kernels: runs the model library in Node as the extension runs it, writes down what it dispatches for a prompt
 * and for a decoded token, and times each of these dispatches alone, beside a copy that moves as many bytes.
 */
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { readRule } from "../../src/engine/bench/bytes-read.ts";
import { promptOf } from "../../src/engine/bench/words.ts";
import { WebLlmEngine } from "../../src/engine/webllm.ts";
import type { InstalledModel } from "../../src/model/installed.ts";
import { layoutDigest, parseLibraryManifest } from "../../src/model/library-manifest.ts";
import { convert } from "../convert.ts";
import { ensureModel } from "../fetch-model.ts";
import { Stop, say } from "../lib/log.mjs";
import { ROOT } from "../lib/run.mjs";
import { cacheFolder } from "../model-cache.ts";
import { needsQ4 } from "../parity/model.ts";
import { ensureQ4 } from "../q4-gguf.ts";
import { type KernelRow, kernelTable } from "./kernel-table.ts";
import { type Dispatch, Recorder } from "./recorder.ts";
import { Stopwatch } from "./stopwatch.ts";
import { installWebGpu, serveFiles } from "./webgpu-node.ts";

export interface KernelBenchOptions {
  readonly gpu: "card" | "software";
  /** Name of the model library. */
  readonly library: string;
  /** Tokens of the prompt. */
  readonly prompt: number;
  readonly json: boolean;
}

const LIBRARIES = join(ROOT, "assets", "model-lib");
const BASE = "https://postil.invalid/model-lib/";
const NEVER = new AbortController().signal;

export async function main({ gpu, library, prompt, json }: KernelBenchOptions): Promise<void> {
  const path = join(LIBRARIES, `${library}.json`);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) throw new Stop(`There is no library ${library} in assets/model-lib.`);
  const manifest = parseLibraryManifest(JSON.parse(text));
  const { folder, model } = await convertedModel(path, await layoutDigest(manifest), needsQ4(manifest));
  await installWebGpu(gpu);
  serveFiles([folder, LIBRARIES]);
  const recorder = Recorder.begin();
  const engine = new WebLlmEngine({
    libraryBase: BASE,
    verify: async () => undefined,
    onLost: () => undefined,
  });
  say(`Loading ${library}`);
  const { device } = await engine.load(model, () => undefined, NEVER, library);
  if (!recorder.device) throw new Stop("The library opened no device.");

  say("Writing down its dispatches");
  const words = prompt - 1;
  await run(engine, words, 1, recorder);
  const forPrompt = await run(engine, words, 1, recorder);
  const withToken = await run(engine, words, 2, recorder);
  const forToken = withToken.slice(forPrompt.length);
  recorder.end();

  const valueBytes = manifest.activations === "float16" ? 2 : 4;
  const reads = readRule(manifest.model, valueBytes, () => prompt);
  const writes = readRule(manifest.model, valueBytes, () => 1);
  const stopwatch = new Stopwatch(recorder.device);
  const empty = await stopwatch.emptyDispatch();
  const rows = async (dispatches: readonly Dispatch[]): Promise<KernelRow[]> => {
    const found: KernelRow[] = [];
    for (const [dispatch, calls] of distinct(dispatches)) {
      say(`${dispatch.kernel} × ${calls}`);
      const bytes =
        dispatch.read.reduce((sum, size) => sum + reads(size, dispatch.kernel), 0) +
        dispatch.written.reduce((sum, size) => sum + writes(size, dispatch.kernel), 0);
      const us = await stopwatch.dispatch(dispatch);
      const copyUs = await stopwatch.copy(bytes);
      const [x, y, z] = dispatch.workgroups;
      found.push({
        kernel: dispatch.kernel,
        calls,
        threads: x * y * z * dispatch.threads,
        bytes,
        us,
        copyUs,
      });
    }
    return found.sort((a, b) => b.us * b.calls - a.us * a.calls);
  };
  const decode = await rows(forToken);
  const prefill = await rows(forPrompt);
  const shown = [
    `${library} on ${device}; an empty dispatch takes ${empty.toFixed(1)} µs`,
    `\nA decoded token, after ${prompt}:\n${kernelTable(decode)}`,
    `\nA prompt of ${prompt}:\n${kernelTable(prefill)}`,
  ];
  if (json) for (const line of shown) say(line);
  const result = { device, library, prompt, empty_us: empty, decode, prefill };
  process.stdout.write(`${json ? JSON.stringify(result) : shown.join("\n")}\n`);
  // Dawn's threads would keep the process.
  process.exit();
}

/** Dispatches that differ in nothing but what is in their buffers are timed once. */
function distinct(dispatches: readonly Dispatch[]): readonly (readonly [Dispatch, number])[] {
  const groups = new Map<string, [Dispatch, number]>();
  for (const dispatch of dispatches) {
    const { kernel, workgroups, read, written } = dispatch;
    const key = JSON.stringify([kernel, workgroups, read, written]);
    const [first, calls] = groups.get(key) ?? [dispatch, 0];
    groups.set(key, [first, calls + 1]);
  }
  return [...groups.values()];
}

let serial = 0;
async function run(engine: WebLlmEngine, words: number, maxTokens: number, recorder: Recorder) {
  recorder.take();
  const options = { maxTokens, temperature: 0, untilLength: true };
  for await (const { end } of engine.generate(promptOf(words, serial++), options, NEVER))
    if (end && end.promptTokens !== words + 1)
      throw new Stop(`The prompt has ${end.promptTokens} tokens, not ${words + 1}.`);
  return recorder.take();
}

/** The model in the library's layout, in a folder of the scripts' cache. */
async function convertedModel(
  library: string,
  layout: string,
  q4: boolean,
): Promise<{ folder: string; model: InstalledModel }> {
  const quiet = !process.stderr.isTTY;
  const gguf = q4 ? await ensureQ4(quiet) : (await ensureModel({ quiet })).path;
  const folder = join(cacheFolder(), "bench", `model-${layout.slice(0, 12)}`);
  const note = join(folder, "postil.json");
  if (await stat(note).catch(() => null))
    return { folder, model: JSON.parse(await readFile(note, "utf8")) as InstalledModel };
  say("Converting the weights");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return { folder, model: await convert(gguf, folder, { library }) };
}
