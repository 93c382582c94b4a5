/**
 * Gemma 3 270M by WebLLM on WebGPU. The only file that imports WebLLM, and it does so on the first load: the library is 6 MB.
 *
 * WebLLM finds weights, config and tokenizer in the Cache API, where `model/` has put them under a URL of no host; the
 * model library (wasm) comes with the extension. Nothing is fetched over the network.
 */
import type { CompletionCreateParamsStreaming, InitProgressReport, MLCEngine } from "@mlc-ai/web-llm";
import { asPostilError, PostilError } from "../errors.ts";
import type { InstalledModel } from "../model/installed.ts";
import { layoutDigest } from "../model/library-manifest.ts";
import type { GpuCandidate, GpuEngine } from "./choice.ts";
import type { EngineInfo, GenerateOptions, LoadProgress, Prompt, ScoreCost, Token } from "./engine.ts";
import { batchCommands, type GpuContext } from "./gpu-batch.ts";
import { type GpuTerm, GpuWatch } from "./gpu-watch.ts";
import { LIBRARIES, Libraries } from "./libraries.ts";
import { type Pipeline, PrefixCache } from "./prefix-cache.ts";
import { render } from "./render.ts";
import { logProbability, sharedPrefix } from "./scoring.ts";
import { TokenQueue, untilAborted } from "./streaming.ts";

export interface WebLlmOptions {
  /** Where the model libraries and their manifests lie, such as chrome-extension://…/model-lib/ */
  readonly libraryBase: string;
  /** Resolves when the stored files are whole, else rejects with `model-damaged`. Called before each load. */
  verify(model: InstalledModel): Promise<void>;
  /** The device of the loaded model went away. */
  onLost(): void;
  /** WebLLM as it is by itself, with no commands put together and nothing of a prompt reused: for the bench's peer. */
  readonly plain?: boolean;
}

/** What is used of WebLLM's pipeline, its connection to the card included. */
interface GpuPipeline extends Pipeline {
  readonly tvm: Pipeline["tvm"] & { readonly lib: { readonly webGPUContext: GpuContext } };
}

/** A model in memory. */
interface Loaded {
  readonly engine: MLCEngine;
  readonly model: InstalledModel;
  readonly gpu: GpuTerm;
  readonly pipeline: Pipeline;
  readonly cache: PrefixCache;
  readonly info: EngineInfo;
}

export class WebLlmEngine implements GpuEngine {
  readonly #options: WebLlmOptions;
  readonly #watch = new GpuWatch();
  readonly #libraries: Libraries;
  #loaded: Loaded | null = null;
  /** WebLLM cannot be stopped while it loads: a load that nobody waits for goes on, and the next one may join it. */
  #loading: { readonly what: string; readonly done: Promise<Loaded> } | null = null;
  #onProgress: (p: LoadProgress) => void = () => undefined;
  /** The generation that runs, also after its consumer has left: WebLLM's lock is free only when it has ended. */
  #running: Promise<void> = Promise.resolve();

  constructor(options: WebLlmOptions) {
    this.#options = options;
    this.#libraries = new Libraries(options.libraryBase);
  }

  async candidates(model: InstalledModel): Promise<readonly GpuCandidate[]> {
    const { description, features } = await this.#watch.require();
    const found: GpuCandidate[] = [];
    for (const { name, needs } of LIBRARIES) {
      if (!needs.every((feature) => features.has(feature))) continue;
      const manifest = await this.#libraries.manifest(name);
      if (!manifest || (await layoutDigest(manifest)) !== model.layout) continue;
      found.push({
        library: name,
        identity: `${manifest.wasm.sha256} ${description}`,
        // That neighbouring threads of a workgroup are neighbours in a subgroup (compiler/README.md).
        unpromised: needs.includes("subgroups"),
      });
    }
    if (found.length === 0) throw new PostilError("library-invalid", { reason: "none for this model" });
    return found;
  }

  async load(
    model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
    library = model.library,
  ): Promise<EngineInfo> {
    this.#onProgress = onProgress;
    const what = `${model.id} ${library}`;
    if (this.#loading?.what !== what) {
      const { info } = this.#loaded ?? {};
      if (info?.library === library && this.#loaded?.model.id === model.id) return info;
      await untilAborted(this.unload(), signal);
      const done = this.#open(model, library).finally(() => {
        this.#loading = null;
      });
      this.#loading = { what, done };
    }
    const { info } = await untilAborted(this.#loading.done, signal);
    return info;
  }

  async #open(model: InstalledModel, library: string): Promise<Loaded> {
    const started = performance.now();
    this.#onProgress({ phase: "verify", fraction: 0 });
    await this.#watch.require();
    await this.#options.verify(model);
    const { MLCEngine } = await import("@mlc-ai/web-llm");
    const modelLib = `${this.#options.libraryBase}${library}.wasm`;
    const engine = new MLCEngine({
      appConfig: {
        model_list: [{ model: model.baseUrl, model_id: model.id, model_lib: modelLib }],
        cacheBackend: "cache",
      },
      logLevel: "WARN",
      initProgressCallback: (report) => this.#onProgress(asProgress(report)),
    });
    const gpu = this.#watch.begin(() => {
      if (this.#loaded?.gpu !== gpu) return;
      this.#loaded = null;
      this.#options.onLost();
    });
    const reload = engine.reload(model.id);
    try {
      await gpu.guard(reload);
    } catch (thrown) {
      gpu.end();
      // A lost device may leave WebLLM loading for a while; what it then holds is freed.
      reload.catch(() => undefined).then(() => engine.unload().catch(() => undefined));
      throw asEngineError(thrown);
    }
    const info: EngineInfo = {
      engine: "webllm",
      backend: "webgpu",
      device: gpu.description,
      model: model.name,
      contextWindow: model.contextWindow,
      loadMs: performance.now() - started,
      library,
      threads: 0,
      fallback: null,
    };
    const pipeline = pipelineOf(engine, model.id);
    const plain = this.#options.plain ?? false;
    if (!plain) batchCommands(pipeline.tvm.lib.webGPUContext);
    this.#loaded = { engine, model, gpu, pipeline, cache: new PrefixCache(pipeline, !plain), info };
    return this.#loaded;
  }

  async *generate(prompt: Prompt, options: GenerateOptions, signal: AbortSignal): AsyncGenerator<Token> {
    const loaded = this.#require();
    const { engine, model } = loaded;
    const rendered = render(prompt, model.style);
    const request: CompletionCreateParamsStreaming = {
      prompt: rendered.text,
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: options.maxTokens,
      temperature: options.temperature,
      top_p: options.topP ?? 1,
      repetition_penalty: options.repetitionPenalty ?? 1,
      stop: options.untilLength ? [] : [...rendered.stop, ...(options.stop ?? [])],
      ignore_eos: options.untilLength ?? false,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    };
    const queue = new TokenQueue();
    await this.#running;
    if (signal.aborted) throw new PostilError("cancelled");
    const abort = (): void => {
      engine.interruptGenerate();
      queue.fail(new PostilError("cancelled"));
    };
    signal.addEventListener("abort", abort, { once: true });
    this.#running = this.#pump(loaded, request, queue, signal).finally(() =>
      signal.removeEventListener("abort", abort),
    );
    try {
      yield* queue.drain();
    } finally {
      engine.interruptGenerate();
    }
  }

  /** One pass for the context that the choices share, and one for each of their tokens but the last. */
  async score(
    prompt: Prompt,
    choices: readonly string[],
    signal: AbortSignal,
    onCost?: (cost: ScoreCost) => void,
  ): Promise<number[]> {
    const { model, gpu, pipeline, cache } = this.#require();
    await this.#running;
    const { text } = render(prompt, model.style);
    const encode = (s: string): number[] => Array.from(pipeline.tokenizer.encode(s));
    const context = encode(text);
    const before = cache.spent;
    let first: { readonly ids: readonly number[]; readonly logits: Float32Array } | null = null;
    const after = async (ids: readonly number[]): Promise<Float32Array> => {
      // The cache holds keys and values, not logits: those after the context would cost its last token for every choice.
      if (first?.ids.length === ids.length && sharedPrefix(first.ids, ids) === ids.length)
        return first.logits;
      signal.throwIfAborted();
      const logits = await gpu.guard(cache.logitsAfter(ids));
      first ??= { ids, logits };
      return logits;
    };
    try {
      const scores: number[] = [];
      for (const choice of choices) {
        const whole = encode(text + choice);
        // The border between context and choice may fall inside a token of the whole: the context ends where both agree.
        const start = Math.min(sharedPrefix(context, whole), whole.length - 1);
        let sum = 0;
        for (let i = start; i < whole.length; i++)
          sum += logProbability(await after(whole.slice(0, i)), whole[i] ?? 0);
        scores.push(sum);
      }
      const { passes, tokens } = cache.spent;
      onCost?.({
        passes: passes - before.passes,
        promptTokens: context.length,
        computedTokens: tokens - before.tokens,
      });
      return scores;
    } catch (thrown) {
      throw signal.aborted ? new PostilError("cancelled") : asEngineError(thrown);
    }
  }

  async unload(): Promise<void> {
    await this.#loading?.done.catch(() => undefined);
    const loaded = this.#loaded;
    this.#loaded = null;
    if (!loaded) return;
    loaded.engine.interruptGenerate();
    await this.#running;
    loaded.gpu.end();
    await loaded.engine.unload();
  }

  #require(): Loaded {
    if (!this.#loaded) throw new PostilError("gpu-lost");
    return this.#loaded;
  }

  /** Carries WebLLM's chunks into the queue and always to their end, since only then does WebLLM release its lock. */
  async #pump(
    { engine, gpu, cache }: Loaded,
    request: CompletionCreateParamsStreaming,
    queue: TokenQueue,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      let reason: "stop" | "length" = "stop";
      const chunks = await engine.completions.create(request);
      const iterator = chunks[Symbol.asyncIterator]();
      while (true) {
        const { value: chunk, done } = await gpu.guard(iterator.next());
        if (done) break;
        // WebLLM clears its interrupt flag when a generation begins, so one that was cancelled earlier is told again.
        if (signal.aborted) engine.interruptGenerate();
        const choice = chunk.choices[0];
        if (choice?.text) queue.push({ text: choice.text });
        if (choice?.finish_reason === "length") reason = "length";
        if (chunk.usage) {
          // WebLLM counts decode steps; the first token comes out of the prefill.
          const outputTokens = chunk.usage.completion_tokens + 1;
          const promptTokens = chunk.usage.prompt_tokens;
          queue.push({
            text: "",
            end: { reason, promptTokens, computedTokens: cache.computed, outputTokens },
          });
        }
      }
      queue.end();
    } catch (thrown) {
      queue.fail(signal.aborted ? new PostilError("cancelled") : asEngineError(thrown));
    }
  }
}

function pipelineOf(engine: MLCEngine, id: string): GpuPipeline {
  const inside = engine as unknown as { loadedModelIdToPipeline: Map<string, GpuPipeline> };
  const pipeline = inside.loadedModelIdToPipeline.get(id);
  if (!pipeline) throw new PostilError("gpu-lost");
  return pipeline;
}

/** WebLLM reports the weights' and then the shaders' progress in one stream of sentences; both run from 0 to 1. */
function asProgress(report: InitProgressReport): LoadProgress {
  const phase = /shader/i.test(report.text) ? "shaders" : "weights";
  return { phase, fraction: Math.min(1, Math.max(0, report.progress)) };
}

/** What WebLLM throws has names; those that have a way out of their own are told apart. */
function asEngineError(thrown: unknown): PostilError {
  const error = asPostilError(thrown);
  if (error.code !== "internal") return error;
  const name = thrown instanceof Error ? thrown.name : "";
  const cause = { cause: thrown };
  if (name === "DeviceLostError" || name === "ModelNotLoadedError")
    return new PostilError("gpu-lost", {}, cause);
  if (name === "WebGPUNotAvailableError" || name === "WebGPUNotFoundError")
    return new PostilError("gpu-missing", {}, cause);
  if (name === "ContextWindowSizeExceededError") return new PostilError("prompt-too-long", {}, cause);
  return new PostilError("engine-failed", error.detail, cause);
}
