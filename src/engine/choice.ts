/**
 * Which engine runs the model. In "auto" the graphics card does, where there is one that is large enough and computes
 * rightly, else the processor; a choice of the user's is held to, and fails by name where it cannot be.
 */
import { asPostilError, type ErrorCode, PostilError } from "../errors.ts";
import type { InstalledModel } from "../model/installed.ts";
import type {
  Engine,
  EngineChoice,
  EngineInfo,
  EngineName,
  EngineSwitch,
  GenerateOptions,
  LoadProgress,
  Prompt,
  Token,
} from "./engine.ts";

/** One way to run a model on this computer's graphics card. */
export interface GpuCandidate {
  /** Name of the model library. */
  readonly library: string;
  /** The library's exact bytes and the adapter: what a passed self-test holds for. */
  readonly identity: string;
  /** Whether it counts on something that WebGPU does not promise, and is used only where it can be compared with the processor. */
  readonly unpromised: boolean;
}

/** The engine on the graphics card, which may have several libraries to run a model with. */
export interface GpuEngine extends Engine {
  /**
   * The libraries that fit model and adapter, the best first; at least one.
   * @throws PostilError `gpu-missing`, `gpu-too-small`, `library-invalid`
   */
  candidates(model: InstalledModel): Promise<readonly GpuCandidate[]>;
  /** @param library one of the candidates'; without it the one that the model was installed for */
  load(
    model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
    library?: string,
  ): Promise<EngineInfo>;
}

/** What an engine computed is compared with what is known; see `self-test.ts`. */
export interface Examiner {
  /** Whether this has passed before, so that nothing needs to be computed. */
  hasPassed(model: InstalledModel, identity: string): Promise<boolean>;
  /**
   * Has what to compare with at hand, computing it on `reference` if need be; that engine is unloaded afterwards.
   * @returns whether there is anything to compare with
   */
  prepare(model: InstalledModel, reference: Engine, signal: AbortSignal): Promise<boolean>;
  /**
   * @param engine loaded with this model
   * @throws PostilError `gpu-wrong`
   */
  examine(engine: Engine, model: InstalledModel, identity: string, signal: AbortSignal): Promise<void>;
}

export interface ChoiceMeans {
  readonly choice: EngineChoice;
  /** Makes an engine, on its first use. */
  readonly gpu: (onLost: () => void) => GpuEngine;
  readonly cpu: (onLost: () => void) => Engine;
  readonly scripted: () => Engine;
  readonly examiner: Examiner;
  /** The device or the worker of the loaded model went away. */
  onLost(): void;
  /** Milliseconds, of any beginning. */
  now(): number;
}

/** Two losses within so many milliseconds are no accident any more. */
const LOSS_WINDOW_MS = 10 * 60_000;

/** What says nothing about the graphics card: another engine would fail in the same way, or is not wanted. */
const NOT_THE_CARDS: ReadonlySet<ErrorCode> = new Set([
  "cancelled",
  "model-damaged",
  "model-missing",
  "model-storage-full",
]);

/** What is one library's fault and may not be another's, such as a shader that this driver cannot compile. */
const ONE_LIBRARYS: ReadonlySet<ErrorCode> = new Set(["engine-failed", "gpu-wrong", "library-invalid"]);

export class ChosenEngine implements Engine, EngineSwitch {
  readonly #means: ChoiceMeans;
  readonly #made = new Map<EngineName, Engine>();
  #choice: EngineChoice;
  #gpu: GpuEngine | null = null;
  #current: { readonly engine: Engine; readonly name: EngineName } | null = null;
  #losses: number[] = [];
  /** Why the graphics card is not asked again in this host's life. */
  #givenUp: PostilError | null = null;
  /** What was wrong with a library here, by model and identity. */
  readonly #refused = new Map<string, PostilError>();

  constructor(means: ChoiceMeans) {
    this.#means = means;
    this.#choice = means.choice;
  }

  get choice(): EngineChoice {
    return this.#choice;
  }

  get gpuGivenUp(): boolean {
    return this.#choice === "auto" && this.#givenUp !== null;
  }

  /** Also forgets what was held against the graphics card: whoever chooses anew wants it tried. */
  use(choice: EngineChoice): void {
    this.#choice = choice;
    this.#losses = [];
    this.#givenUp = null;
    this.#refused.clear();
  }

  async load(
    model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineInfo> {
    switch (this.#choice) {
      case "webllm":
        return this.#loadGpu(model, onProgress, signal);
      case "cpu":
      case "scripted":
        return this.#loadOther(this.#choice, model, onProgress, signal);
      case "auto":
        return this.#loadBest(model, onProgress, signal);
    }
  }

  async *generate(prompt: Prompt, options: GenerateOptions, signal: AbortSignal): AsyncGenerator<Token> {
    yield* this.#require().generate(prompt, options, signal);
  }

  async score(...asked: Parameters<Engine["score"]>): Promise<number[]> {
    return this.#require().score(...asked);
  }

  async unload(): Promise<void> {
    const { engine } = this.#current ?? {};
    this.#current = null;
    await engine?.unload();
  }

  async #loadBest(
    model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineInfo> {
    let reason = this.#givenUp;
    if (!reason) {
      try {
        return await this.#loadGpu(model, onProgress, signal);
      } catch (thrown) {
        reason = asPostilError(thrown);
        if (NOT_THE_CARDS.has(reason.code)) throw reason;
        // The first loss is passed on: whoever waits for the load tries once more.
        if (reason.code === "gpu-lost" && !this.#givenUp) throw reason;
        // A missing adapter may come back and costs nothing to ask for; what broke the card's load may break it again.
        if (reason.code !== "gpu-missing") this.#givenUp = reason;
        console.warn("postil: the processor takes over:", reason.message);
      }
    }
    if (signal.aborted) throw new PostilError("cancelled");
    try {
      const info = await this.#loadOther("cpu", model, onProgress, signal);
      return { ...info, fallback: reason.toReport() };
    } catch (thrown) {
      const error = asPostilError(thrown);
      if (error.code !== "cpu-unsupported") throw error;
      throw new PostilError("engine-none", { gpu: reason.code, cpu: error.code }, { cause: reason });
    }
  }

  /** Loads the first library with which the card computes rightly. */
  async #loadGpu(
    model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineInfo> {
    const gpu = this.#gpuEngine();
    const { examiner } = this.#means;
    let refused: PostilError | null = null;
    for (const { library, identity, unpromised } of await gpu.candidates(model)) {
      const key = `${model.id} ${identity}`;
      const earlier = this.#refused.get(key);
      refused = earlier ?? refused;
      if (earlier) continue;
      try {
        const passed = await examiner.hasPassed(model, identity);
        if (!passed) {
          // Two models in memory would be too much for small machines: the processor's is gone before the card's comes.
          await this.unload();
          onProgress({ phase: "test", fraction: 0 });
          const comparable = await examiner.prepare(model, this.#make("cpu"), signal);
          if (unpromised && !comparable) continue;
        }
        await this.#switchTo("webllm", gpu);
        const info = await this.#countingLoss(gpu.load(model, onProgress, signal, library));
        if (!passed) {
          onProgress({ phase: "test", fraction: 0.5 });
          await examiner.examine(gpu, model, identity, signal);
        }
        return info;
      } catch (thrown) {
        refused = asPostilError(thrown);
        // WebLLM's load goes on when nobody waits for it, and the next one joins it.
        if (refused.code === "cancelled") throw refused;
        await this.unload();
        if (!ONE_LIBRARYS.has(refused.code)) throw refused;
        this.#refused.set(key, refused);
        console.warn(`postil: ${library} is not used:`, refused.message);
      }
    }
    // Where no library is left, what may have been a passing thing is no reason to refuse the next load.
    for (const [key, { code }] of this.#refused) if (code !== "gpu-wrong") this.#refused.delete(key);
    throw refused ?? new PostilError("library-invalid", { reason: "no library fits" });
  }

  async #loadOther(
    name: "cpu" | "scripted",
    model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineInfo> {
    const engine = this.#make(name);
    await this.#switchTo(name, engine);
    return engine.load(model, onProgress, signal);
  }

  async #switchTo(name: EngineName, engine: Engine): Promise<void> {
    if (this.#current?.name !== name) await this.unload();
    this.#current = { engine, name };
  }

  #make(name: "cpu" | "scripted"): Engine {
    const onLost = (): void => {
      // One that only computes a reference is nobody's loss.
      if (this.#current?.name === name) this.#means.onLost();
    };
    const engine = this.#made.get(name) ?? this.#means[name](onLost);
    this.#made.set(name, engine);
    return engine;
  }

  #gpuEngine(): GpuEngine {
    this.#gpu ??= this.#means.gpu(() => {
      this.#countLoss(new PostilError("gpu-lost"));
      this.#means.onLost();
    });
    return this.#gpu;
  }

  /** A load, whose device may be lost before there is a loaded model of which `onLost` tells. */
  async #countingLoss<T>(load: Promise<T>): Promise<T> {
    try {
      return await load;
    } catch (thrown) {
      const error = asPostilError(thrown);
      if (error.code === "gpu-lost") this.#countLoss(error);
      throw error;
    }
  }

  #countLoss(error: PostilError): void {
    const now = this.#means.now();
    this.#losses = [...this.#losses.filter((at) => now - at < LOSS_WINDOW_MS), now];
    if (this.#losses.length >= 2) this.#givenUp = error;
  }

  #require(): Engine {
    if (!this.#current) throw new PostilError("gpu-lost", { reason: "nothing is loaded" });
    return this.#current.engine;
  }
}
