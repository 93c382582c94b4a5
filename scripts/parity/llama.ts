/** llama.cpp's logits after beginnings of a text, by node-llama-cpp: a second witness beside transformers. */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Stop, say } from "../lib/log.mjs";
import { run } from "../lib/run.mjs";
import { cacheFolder } from "../model-cache.ts";

export const LLAMA_VERSION = "3.22.1";

/** As much of node-llama-cpp as is used here; it is no dependency of the project, so its types are not there. */
interface LlamaModule {
  getLlama(options: { build: "never"; gpu: false; logLevel: "error" }): Promise<Llama>;
}
interface Llama {
  loadModel(options: { modelPath: string }): Promise<{
    createContext(options: ContextOptions): Promise<{ getSequence(): Sequence }>;
  }>;
  dispose(): Promise<void>;
}
interface ContextOptions {
  contextSize: number;
  threads: number;
  sequences: number;
  /** Otherwise it may put sliding layers' keys elsewhere than the others'. */
  swaFullCache: boolean;
  flashAttention: boolean;
  experimentalKvCacheKeyType: "F32";
  experimentalKvCacheValueType: "F32";
}
interface Next {
  readonly generateNext: { readonly logits: true; readonly options: { readonly temperature: 0 } };
}
interface Sequence {
  controlledEvaluate(
    input: readonly (number | [token: number, next: Next])[],
  ): Promise<readonly ({ readonly next: { readonly logits?: ReadonlyMap<number, number> } } | undefined)[]>;
}

/** llama.cpp's threads wait for each other by spinning: on a busy machine two of them are a hundred times slower than one. */
const THREADS = 1;
const NEXT: Next = { generateNext: { logits: true, options: { temperature: 0 } } };

export interface LlamaWitness {
  /**
   * The logits after `ids`, one for each token of the vocabulary. What it was asked before has to be their beginning, and is not
   * computed again.
   */
  logitsAfter(ids: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** llama.cpp with this model; everything is in float32 where the model's weights are. */
export async function openLlamaWitness(gguf: string, contextSize: number): Promise<LlamaWitness> {
  const { getLlama } = await importLlama();
  const llama = await getLlama({ build: "never", gpu: false, logLevel: "error" });
  const model = await llama.loadModel({ modelPath: gguf });
  const context = await model.createContext({
    contextSize,
    threads: THREADS,
    sequences: 1,
    swaFullCache: true,
    flashAttention: false,
    experimentalKvCacheKeyType: "F32",
    experimentalKvCacheValueType: "F32",
  });
  const sequence = context.getSequence();
  let held = 0;
  return {
    async logitsAfter(ids) {
      const input = ids.slice(held);
      const last = input.pop();
      if (last === undefined) throw new RangeError(`${ids.length} tokens after ${held}`);
      const answers = await sequence.controlledEvaluate([...input, [last, NEXT]]);
      held = ids.length;
      return inOrder(answers.at(-1)?.next.logits);
    },
    close: () => llama.dispose(),
  };
}

/** The logits by token: they come sorted by size. */
function inOrder(logits: ReadonlyMap<number, number> | undefined): Float32Array {
  if (logits === undefined) throw new Error("llama.cpp gave no logits");
  const values = new Float32Array(logits.size).fill(Number.NaN);
  for (const [token, logit] of logits) values[token] = logit;
  return values;
}

async function importLlama(): Promise<LlamaModule> {
  const entry = createRequire(join(await ensureLlama(), "package.json")).resolve("node-llama-cpp");
  return (await import(pathToFileURL(entry).href)) as LlamaModule;
}

/**
 * A folder with node-llama-cpp in it: `POSTIL_LLAMA`, or one in the cache, which is filled when there is none. It is no
 * dependency, as it brings 700 MB for graphics cards; here it comes without them.
 */
async function ensureLlama(): Promise<string> {
  const named = process.env.POSTIL_LLAMA;
  if (named) return named;
  const folder = join(cacheFolder(), `node-llama-cpp-${LLAMA_VERSION}`);
  const complete = join(folder, "complete");
  if (existsSync(complete)) return folder;
  say(`Installing node-llama-cpp ${LLAMA_VERSION} into the cache`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  const packages = ["node-llama-cpp", `@node-llama-cpp/${binaries()}`].map(
    (name) => `${name}@${LLAMA_VERSION}`,
  );
  const flags = ["--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", "--prefix", folder, ...flags, ...packages]);
  await writeFile(complete, "");
  return folder;
}

/** What node-llama-cpp calls its build of llama.cpp for this machine. */
function binaries(): string {
  const system = { linux: "linux", darwin: "mac", win32: "win" }[process.platform as string];
  if (system === undefined || !["x64", "arm64"].includes(process.arch))
    throw new Stop("node-llama-cpp has no build for this machine; --no-llama leaves the second witness out.");
  return `${system}-${process.arch}${system === "mac" && process.arch === "arm64" ? "-metal" : ""}`;
}
