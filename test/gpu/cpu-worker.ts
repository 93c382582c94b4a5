/** What the CPU engine's test runs in a dedicated worker: the engine as the extension has it, on the model's real store. */
import { CpuEngine, type CpuOptions } from "../../src/engine/cpu/cpu.ts";
import type { GenerateOptions, LoadProgress, Prompt, Token } from "../../src/engine/engine.ts";
import { asPostilError } from "../../src/errors.ts";
import { CacheStore } from "../../src/model/cache-store.ts";
import { RebuiltGguf } from "../../src/model/gguf/rebuilt.ts";
import type { InstalledModel } from "../../src/model/installed.ts";
import { verifyInstalled } from "../../src/model/installed-models.ts";

const store = new CacheStore();
const never = new AbortController().signal;
/** By number of threads. */
const engines = new Map<number | null, CpuEngine>();
let engine: CpuEngine | undefined;

/** Puts the model's files into the caches, as an installation does. */
async function fill(model: InstalledModel): Promise<void> {
  for (const { name, size } of model.files) {
    if ((await store.size(model.id, name)) === size) continue;
    await fetchFile(model, name);
  }
}

async function fetchFile(model: InstalledModel, name: string): Promise<void> {
  const response = await fetch(`/model/${name}`);
  await store.write(model.id, name, new Uint8Array(await response.arrayBuffer()));
}

const DAMAGED = "tensor-cache.json";

/** Changes a byte of a stored file. */
async function damage(model: InstalledModel): Promise<void> {
  await unload();
  const bytes = (await store.read(model.id, DAMAGED)) ?? new Uint8Array();
  await store.write(model.id, DAMAGED, bytes.with(100, (bytes[100] ?? 0) ^ 1));
}

function makeEngine(more: Partial<CpuOptions> = {}): CpuEngine {
  return new CpuEngine({
    folder: `${location.origin}/wllama/`,
    verify: (model) => verifyInstalled(store, model, { deep: true }),
    open: (model) => RebuiltGguf.open(store, model.id),
    onLost: () => undefined,
    ...more,
  });
}

function engineWith(threads: number | null): CpuEngine {
  const made = engines.get(threads) ?? makeEngine(threads === null ? {} : { threads });
  engines.set(threads, made);
  return made;
}

/** @param threads null for as many as the engine takes by itself */
async function load(model: InstalledModel, threads: number | null) {
  engine = engineWith(threads);
  let progress: LoadProgress | undefined;
  const info = await engine.load(
    model,
    (p) => {
      progress = p;
    },
    never,
  );
  return { info, progress };
}

/** @param options with `stopAfter`, it is told to stop after so many pieces */
async function generate(prompt: Prompt, options: GenerateOptions & { readonly stopAfter?: number }) {
  const started = performance.now();
  const stop = new AbortController();
  let text = "";
  let end: Token["end"];
  let firstMs = 0;
  let pieces = 0;
  let error: string | undefined;
  try {
    for await (const token of current().generate(prompt, options, stop.signal)) {
      if (pieces++ === 0) firstMs = performance.now() - started;
      text += token.text;
      end = token.end;
      if (pieces === options.stopAfter) stop.abort();
    }
  } catch (thrown) {
    error = asPostilError(thrown).code;
  }
  return { text, end, ms: performance.now() - started, firstMs, error };
}

const score = (prompt: Prompt, choices: readonly string[]) => current().score(prompt, choices, never);

function current(): CpuEngine {
  if (engine === undefined) throw new Error("nothing is loaded");
  return engine;
}

async function unload(): Promise<void> {
  await engine?.unload();
}

const cpu = {
  fill,
  makeEngine,
  damage,
  repair: (model: InstalledModel) => fetchFile(model, DAMAGED),
  load,
  generate,
  score,
  unload,
};

export interface CpuWorkerScope {
  readonly cpu: typeof cpu;
}

Object.assign(globalThis, { cpu } satisfies CpuWorkerScope);
