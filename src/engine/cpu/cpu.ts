/**
 * Gemma 3 270M on the processor, by llama.cpp in wasm: for browsers and machines without WebGPU. It reads the same installed
 * model as WebLLM, as a GGUF that is rebuilt while it is read.
 */
import { asPostilError, PostilError } from "../../errors.ts";
import type { ByteSource } from "../../model/byte-source.ts";
import { Encoder } from "../../model/encode.ts";
import { readHeader } from "../../model/gguf/header.ts";
import type { InstalledModel } from "../../model/installed.ts";
import { readVocabulary } from "../../model/vocabulary.ts";
import type {
  Engine,
  EngineInfo,
  GenerateOptions,
  LoadProgress,
  Prompt,
  ScoreCost,
  Token,
} from "../engine.ts";
import { render } from "../render.ts";
import { TokenQueue, untilAborted } from "../streaming.ts";
import type { Llama, LlamaRequest } from "./llama.ts";
import { scoreChoices } from "./score.ts";
import { requireWasm, threadCount } from "./support.ts";

export interface CpuOptions {
  /** Where wllama's files lie, such as chrome-extension://…/wllama/ */
  readonly folder: string;
  /** Resolves when the stored files are whole, else rejects with `model-damaged`. Called before each load. */
  verify(model: InstalledModel): Promise<void>;
  /** The model as a GGUF, such as a `RebuiltGguf`. */
  open(model: InstalledModel): Promise<ByteSource>;
  /** The loaded model's worker died. */
  onLost(): void;
  /** Threads to compute with; by default as many as the machine can make use of. */
  readonly threads?: number;
}

/** A model in memory. */
interface Loaded {
  readonly llama: Llama;
  readonly model: InstalledModel;
  readonly info: EngineInfo;
  /** Made when it is first asked for: it takes half a second and 30 MB. */
  encoder(): Promise<Encoder>;
}

interface Loading {
  readonly model: string;
  readonly done: Promise<Loaded>;
}

const BOS = "<bos>";

export class CpuEngine implements Engine {
  readonly #options: CpuOptions;
  #loaded: Loaded | null = null;
  #loading: Loading | null = null;
  #onProgress: (p: LoadProgress) => void = () => undefined;
  /** What runs, also after its consumer has left: llama.cpp ends a batch that it has begun. Never rejects. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: CpuOptions) {
    this.#options = options;
  }

  async load(
    model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineInfo> {
    if (signal.aborted) throw new PostilError("cancelled");
    this.#onProgress = onProgress;
    if (!this.#loading && this.#loaded?.model.id === model.id) return this.#loaded.info;
    if (this.#loading?.model !== model.id) this.#loading = this.#begin(model);
    const { info } = await untilAborted(this.#loading.done, signal);
    return info;
  }

  /** A load that nobody waits for goes on, and the next one may join it. */
  #begin(model: InstalledModel): Loading {
    const before = this.#loading?.done.catch(() => undefined);
    const done = (async () => {
      await before;
      await this.#close();
      return this.#open(model);
    })();
    const loading = { model: model.id, done };
    const ended = (): void => {
      if (this.#loading === loading) this.#loading = null;
    };
    done.then(ended, ended);
    return loading;
  }

  async #open(model: InstalledModel): Promise<Loaded> {
    const started = performance.now();
    this.#onProgress({ phase: "verify", fraction: 0 });
    requireWasm();
    await this.#options.verify(model);
    const threads = this.#options.threads ?? threadCount(navigator.hardwareConcurrency, crossOriginIsolated);
    try {
      const [{ Llama }, gguf] = await Promise.all([import("./llama.ts"), this.#options.open(model)]);
      const llama = await Llama.load({
        folder: this.#options.folder,
        gguf,
        threads,
        contextWindow: model.contextWindow,
        onProgress: (fraction) => this.#onProgress({ phase: "weights", fraction }),
      });
      const info: EngineInfo = {
        engine: "cpu",
        backend: "wasm",
        device: "",
        model: model.name,
        contextWindow: model.contextWindow,
        loadMs: performance.now() - started,
        library: "",
        threads,
        fallback: null,
      };
      let encoder: Promise<Encoder> | undefined;
      const loaded: Loaded = {
        llama,
        model,
        info,
        encoder: () => {
          encoder ??= encoderOf(gguf);
          return encoder;
        },
      };
      this.#loaded = loaded;
      llama.crashed.catch(() => this.#lose(loaded));
      return loaded;
    } catch (thrown) {
      throw asPostilError(thrown);
    }
  }

  async *generate(prompt: Prompt, options: GenerateOptions, signal: AbortSignal): AsyncGenerator<Token> {
    const { llama, model } = this.#require();
    const { text, stop } = render(prompt, model.style);
    const request: LlamaRequest = {
      prompt: beginningOnce(text, llama),
      max_tokens: options.maxTokens,
      temperature: options.temperature,
      // As WebLLM samples: of the likeliest 64, the temperature before the cut by probability.
      samplers: ["penalties", "top_k", "temperature", "top_p"],
      top_k: 64,
      top_p: options.topP ?? 1,
      // llama.cpp counts the prompt's last tokens too; it has no way to leave them out.
      repeat_penalty: options.repetitionPenalty ?? 1,
      repeat_last_n: options.maxTokens,
      stop: options.untilLength ? [] : [...stop, ...(options.stop ?? [])],
      ...(options.untilLength ? { ignore_eos: true } : {}),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    };
    const queue = new TokenQueue();
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    const abort = (): void => queue.fail(new PostilError("cancelled"));
    signal.addEventListener("abort", abort, { once: true });
    this.#oneByOne(async () => {
      if (either.aborted) throw new PostilError("cancelled");
      return llama.complete(request, either, (piece) => queue.push({ text: piece }));
    })
      .then(({ reason, promptTokens, cachedTokens, outputTokens }) => {
        const computedTokens = promptTokens - cachedTokens;
        queue.push({ text: "", end: { reason, promptTokens, computedTokens, outputTokens } });
        queue.end();
      })
      .catch((thrown: unknown) => queue.fail(asPostilError(thrown)))
      .finally(() => signal.removeEventListener("abort", abort));
    try {
      yield* queue.drain();
    } finally {
      left.abort();
    }
  }

  async score(
    prompt: Prompt,
    choices: readonly string[],
    signal: AbortSignal,
    onCost?: (cost: ScoreCost) => void,
  ): Promise<number[]> {
    const { llama, model, encoder } = this.#require();
    const text = beginningOnce(render(prompt, model.style).text, llama);
    const scores = this.#oneByOne(async () => {
      const known = await encoder();
      return scoreChoices(
        text,
        choices,
        (part) => known.encode(part),
        async (request) => {
          if (signal.aborted) throw new PostilError("cancelled");
          return llama.complete(request, signal);
        },
        onCost,
      );
    });
    return untilAborted(scores, signal);
  }

  async unload(): Promise<void> {
    await this.#loading?.done.catch(() => undefined);
    await this.#close();
  }

  async #close(): Promise<void> {
    const loaded = this.#loaded;
    this.#loaded = null;
    await loaded?.llama.close();
  }

  /** wllama loses what it is asked while it is at something else. */
  #oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#running.then(work);
    this.#running = done.catch(() => undefined);
    return done;
  }

  #lose(loaded: Loaded): void {
    if (this.#loaded !== loaded) return;
    this.#loaded = null;
    void loaded.llama.close();
    this.#options.onLost();
  }

  #require(): Loaded {
    if (!this.#loaded) throw new PostilError("engine-crashed");
    return this.#loaded;
  }
}

async function encoderOf(gguf: ByteSource): Promise<Encoder> {
  const header = await readHeader(gguf);
  const tokens = header.metadata.get("tokenizer.ggml.tokens");
  return new Encoder(readVocabulary(header, Array.isArray(tokens) ? tokens.length : 0));
}

/** The rendered text begins with the mark of the beginning, which llama.cpp may add by itself. */
function beginningOnce(text: string, { addsBeginning }: Llama): string {
  return addsBeginning && text.startsWith(BOS) ? text.slice(BOS.length) : text;
}
