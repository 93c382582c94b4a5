/** The engines of the bench: of its own, so that nothing of an earlier job is in them, and each alone in memory. */
import { PostilError } from "../../errors.ts";
import { type BenchEngine, DEFAULT_SCHEDULE_LIBRARY } from "../../messages/bench-protocol.ts";
import type { InstalledModel } from "../../model/installed.ts";
import { type LibraryManifest, layoutDigest, parseLibraryManifest } from "../../model/library-manifest.ts";
import type { GpuEngine } from "../choice.ts";
import type { Engine, EngineInfo, LoadProgress } from "../engine.ts";
import type { BenchMeans } from "./bench.ts";
import { readRule } from "./bytes-read.ts";
import { GpuMeter } from "./gpu-meter.ts";
import type { BenchSubject } from "./measure.ts";

export interface SubjectMeans {
  /** Where the model libraries lie; ends in "/". */
  readonly libraryBase: string;
  /** @param plain WebLLM as it is by itself */
  readonly gpu: (plain: boolean) => GpuEngine;
  /** With one thread. */
  readonly cpu: () => Engine;
}

export function benchSubjects(means: SubjectMeans): BenchMeans {
  const cards = new Map<BenchEngine, GpuEngine>();
  const card = (name: BenchEngine): GpuEngine => {
    const engine = cards.get(name) ?? means.gpu(name === "webllm-default-schedule");
    cards.set(name, engine);
    return engine;
  };
  return {
    async open(name, model) {
      if (name === "cpu") return { name, engine: means.cpu(), begin: async () => null };
      const engine = card(name);
      const library = await libraryFor(name, engine, model);
      const manifest = await readManifest(`${means.libraryBase}${library}.json`);
      if ((await layoutDigest(manifest)) !== model.layout)
        throw new PostilError("library-invalid", { reason: "made for another layout", library });
      return gpuSubject(name, engine, library, manifest);
    },
  };
}

async function libraryFor(name: BenchEngine, gpu: GpuEngine, model: InstalledModel): Promise<string> {
  const [best] = await gpu.candidates(model);
  if (!best) throw new PostilError("library-invalid", { reason: "none for this model" });
  return name === "webllm-default-schedule" ? DEFAULT_SCHEDULE_LIBRARY : best.library;
}

function gpuSubject(
  name: BenchEngine,
  gpu: GpuEngine,
  library: string,
  manifest: LibraryManifest,
): BenchSubject {
  const valueBytes = manifest.activations === "float16" ? 2 : 4;
  const engine: Engine = {
    load: (
      model: InstalledModel,
      onProgress: (p: LoadProgress) => void,
      signal: AbortSignal,
    ): Promise<EngineInfo> => gpu.load(model, onProgress, signal, library),
    generate: (...asked) => gpu.generate(...asked),
    score: (...asked) => gpu.score(...asked),
    unload: () => gpu.unload(),
  };
  return {
    name,
    engine,
    begin: async (filled) => GpuMeter.begin(readRule(manifest.model, valueBytes, filled), globalThis),
  };
}

async function readManifest(address: string): Promise<LibraryManifest> {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) throw new PostilError("library-invalid", { reason: "not in this extension" });
  return parseLibraryManifest(await response.json());
}
