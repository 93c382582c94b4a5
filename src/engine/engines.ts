/** The engines of this browser, made on their first use, and the choice between them. */
import { CacheStore } from "../model/cache-store.ts";
import { RebuiltGguf } from "../model/gguf/rebuilt.ts";
import type { InstalledModel } from "../model/installed.ts";
import type { ModelStore } from "../model/model-store.ts";
import type { BenchMeans } from "./bench/bench.ts";
import { benchSubjects } from "./bench/subjects.ts";
import { ChosenEngine } from "./choice.ts";
import { CpuEngine } from "./cpu/cpu.ts";
import type { EngineChoice } from "./engine.ts";
import { ScriptedEngine } from "./scripted.ts";
import { SelfTest, type TestRecords } from "./self-test.ts";
import { WebLlmEngine } from "./webllm.ts";

export interface EngineMeans {
  readonly choice: EngineChoice;
  /** Milliseconds between two pieces of the scripted engine's text. */
  readonly scriptedDelayMs: number;
  /** The extension's own address; ends in "/". */
  readonly base: string;
  /** Resolves when the stored files are whole, else rejects with `model-damaged`. */
  verify(model: InstalledModel): Promise<void>;
  /** The loaded model is gone from its device or worker. */
  onLost(): void;
}

export function makeEngine({ choice, scriptedDelayMs, base, verify, onLost }: EngineMeans): ChosenEngine {
  const store = new CacheStore();
  return new ChosenEngine({
    choice,
    gpu: (lost) => new WebLlmEngine({ libraryBase: `${base}model-lib/`, verify, onLost: lost }),
    cpu: (lost) =>
      new CpuEngine({
        folder: `${base}wllama/`,
        verify,
        open: (model) => RebuiltGguf.open(store, model.id),
        onLost: lost,
      }),
    scripted: () => new ScriptedEngine({ delayMs: scriptedDelayMs }),
    examiner: new SelfTest({ records: recordsIn(store), browser: navigator.userAgent }),
    onLost,
    now: () => performance.now(),
  });
}

/** What a bench measures: engines of its own, or the scripted one where that is chosen. */
export function makeBench({ choice, scriptedDelayMs, base, verify }: EngineMeans): BenchMeans {
  if (choice === "scripted")
    return {
      open: async (name) => ({
        name,
        engine: new ScriptedEngine({ delayMs: scriptedDelayMs }),
        begin: async () => null,
      }),
    };
  const store = new CacheStore();
  // Whoever measures finds out by the call that fails.
  const onLost = (): void => undefined;
  const libraryBase = `${base}model-lib/`;
  return benchSubjects({
    libraryBase,
    gpu: (plain) => new WebLlmEngine({ libraryBase, verify, onLost, plain }),
    cpu: () =>
      new CpuEngine({
        folder: `${base}wllama/`,
        verify,
        open: (model) => RebuiltGguf.open(store, model.id),
        onLost,
        threads: 1,
      }),
  });
}

const RECORD_FILE = "self-test.json";

/** Records as files of the model, which go when the model goes. */
export function recordsIn(store: ModelStore): TestRecords {
  return {
    async read(model) {
      const bytes = await store.read(model, RECORD_FILE);
      return bytes && JSON.parse(new TextDecoder().decode(bytes));
    },
    write: (model, record) =>
      store.write(model, RECORD_FILE, new TextEncoder().encode(JSON.stringify(record))),
  };
}
