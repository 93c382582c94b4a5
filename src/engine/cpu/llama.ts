/**
 * One llama.cpp in wasm, from its start to its end, by wllama: the only file that imports it. It runs in a worker that is a
 * file of the build (scripts/wllama.ts). Nothing is fetched over the network.
 *
 * What is asked of it are requests of llama.cpp's server, which wllama passes on as they are:
 * https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
import { type RawCompletionParams, Wllama } from "@wllama/wllama/esm/index.js";
import { PostilError } from "../../errors.ts";
import type { ByteSource } from "../../model/byte-source.ts";
import { SourceBlob } from "./source-blob.ts";

export interface LlamaSettings {
  /** Where wllama's files lie, such as chrome-extension://…/wllama/ */
  readonly folder: string;
  /** The model. */
  readonly gguf: ByteSource;
  readonly threads: number;
  /** Tokens. */
  readonly contextWindow: number;
  /** 0 … 1 */
  readonly onProgress: (fraction: number) => void;
}

/** A request of llama.cpp's server, as far as it is used; see its README for the fields. */
export interface LlamaRequest {
  /** The mark of the beginning is put before it unless the vocabulary says otherwise (`addsBeginning`). */
  readonly prompt: string;
  readonly max_tokens: number;
  readonly temperature: number;
  readonly samplers: readonly string[];
  readonly top_k?: number;
  readonly top_p?: number;
  readonly repeat_penalty?: number;
  readonly repeat_last_n?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly ignore_eos?: boolean;
  /** Pairs of a token and what is added to its logit. */
  readonly logit_bias?: readonly (readonly [number, number])[];
  /** How many of the likeliest tokens to name at each place. */
  readonly n_probs?: number;
  /** What may be said, in GBNF: https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md */
  readonly grammar?: string;
}

/** The parts of its answers that are used. */
export interface LlamaAnswer {
  readonly text: string;
  readonly reason: "stop" | "length";
  readonly promptTokens: number;
  /** Of the prompt's tokens those that were in the cache. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** For each token of the answer, if asked for, how likely it and the likeliest ones are. */
  readonly places: readonly (Likelihood & { readonly top_logprobs: readonly Likelihood[] })[];
}

/** Of a token under the model's own distribution, before any sampler; natural log, of a float32. */
export interface Likelihood {
  readonly id: number;
  readonly logprob: number;
}

/**
 * Tokens of a prompt that are computed at a time. Between two batches wllama looks at the request's signal, also where the
 * answer comes in one: `getResponse` in its src/wllama.ts, `run_loop` in its cpp/wllama-context.h.
 */
const BATCH = 128;
/** Keys and values of every token are kept for all layers, so that a prompt can be cut off at any token and taken up. */
const KEEP_ALL_LAYERS = { swa_full: true } as const;
const LOG_ERRORS = 4;

export class Llama {
  readonly #wllama: PackagedWllama;
  readonly #crash: Crash;

  private constructor(wllama: PackagedWllama, crash: Crash) {
    this.#wllama = wllama;
    this.#crash = crash;
  }

  /**
   * Starts a worker and loads the model into it.
   * @throws PostilError `memory-short`, `engine-failed` when llama.cpp refuses the model, and what reading the model throws
   */
  static async load(settings: LlamaSettings): Promise<Llama> {
    const { gguf, onProgress } = settings;
    const crash = new Crash();
    const wllama = new PackagedWllama(settings.folder, crash);
    let done = 0;
    let unreadable: unknown;
    const watched: ByteSource = {
      size: gguf.size,
      read: async (offset, length) => {
        try {
          return await gguf.read(offset, length);
        } catch (thrown) {
          unreadable ??= thrown;
          throw thrown;
        }
      },
    };
    const blob = new SourceBlob(watched, (bytes) => {
      done += bytes;
      onProgress(Math.min(1, done / gguf.size));
    });
    const loading = wllama.loadModel([blob], {
      n_ctx: settings.contextWindow,
      n_batch: BATCH,
      n_ubatch: BATCH,
      n_threads: settings.threads,
      n_parallel: 1,
      n_gpu_layers: 0,
      warmup: false,
      ...KEEP_ALL_LAYERS,
      log_level: LOG_ERRORS,
    });
    try {
      await crash.guard(loading);
      // wllama does not look whether llama.cpp could load the model.
      if (wllama.getLoadedContextInfo().n_vocab === 0) throw new Error("llama.cpp refused the model");
      return new Llama(wllama, crash);
    } catch (thrown) {
      loading.catch(() => undefined);
      await wllama.exit();
      throw unreadable ?? loadError(thrown, crash);
    }
  }

  /** Rejects when the worker dies or is ended. */
  get crashed(): Promise<never> {
    return this.#crash.promise;
  }

  /** Whether each prompt gets the token that marks the beginning of a sequence. */
  get addsBeginning(): boolean {
    return this.#wllama.mustAddBosToken();
  }

  /**
   * @param onText is told each piece of text as it comes; without it the answer comes in one, and with its likelihoods
   * @throws PostilError `cancelled`, `prompt-too-long`, `engine-crashed`, `engine-failed`
   */
  async complete(
    request: LlamaRequest,
    signal: AbortSignal,
    onText?: (text: string) => void,
  ): Promise<LlamaAnswer> {
    const answer = new Answer();
    const take = (chunk: unknown): void => {
      const text = answer.take(chunk as Chunk);
      if (text !== "") onText?.(text);
    };
    // The type of wllama's parameters lacks most of those that the server takes.
    const whole = { ...request, cache_prompt: true, abortSignal: signal } as unknown as RawCompletionParams;
    try {
      if (onText === undefined) {
        take(await this.#crash.guard(this.#wllama.createCompletion({ ...whole, stream: false })));
      } else {
        await this.#crash.guard(this.#wllama.createCompletion({ ...whole, stream: true, onData: take }));
      }
      return answer.end();
    } catch (thrown) {
      // A worker may also die of a request that nobody waits for any more; the next one must not find it dead.
      const stopped = signal.aborted && thrown instanceof Error && thrown.name === "AbortError";
      const error = stopped ? thrown : runError(thrown, this.#crash);
      throw signal.aborted ? new PostilError("cancelled", {}, { cause: error }) : error;
    }
  }

  /** Ends the worker, whatever it does, and frees its memory; who waits for an answer is told `cancelled`. */
  close(): Promise<void> {
    this.#crash.end(new PostilError("cancelled"));
    return this.#wllama.exit();
  }
}

/** What the server sends besides what wllama's types know. */
interface Chunk {
  readonly choices: readonly {
    readonly text: string;
    readonly finish_reason: string | null;
    readonly logprobs: { readonly content: LlamaAnswer["places"] } | null;
  }[];
  readonly usage?: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly prompt_tokens_details?: { readonly cached_tokens: number };
  };
}

/** Puts an answer together from its chunks. */
class Answer {
  #text = "";
  #last: Chunk | null = null;

  /** @returns the chunk's text */
  take(chunk: Chunk): string {
    const text = chunk.choices[0]?.text ?? "";
    this.#last = chunk;
    this.#text += text;
    return text;
  }

  end(): LlamaAnswer {
    const usage = this.#last?.usage;
    const choice = this.#last?.choices[0];
    if (usage === undefined || choice === undefined)
      throw new PostilError("engine-failed", { reason: "no end of the answer" });
    return {
      text: this.#text,
      reason: choice.finish_reason === "stop" ? "stop" : "length",
      promptTokens: usage.prompt_tokens,
      cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
      outputTokens: usage.completion_tokens,
      places: choice.logprobs?.content ?? [],
    };
  }
}

/** wllama, whose worker is a file of ours. The build makes its library call `startWorker` (scripts/wllama.ts). */
class PackagedWllama extends Wllama {
  readonly #folder: string;
  readonly #crash: Crash;

  constructor(folder: string, crash: Crash) {
    const errors = (...lines: unknown[]) => crash.note(lines);
    const quiet = (): void => undefined;
    super(
      { default: `${folder}wllama.wasm` },
      { logger: { debug: quiet, log: quiet, warn: quiet, error: errors }, allowOffline: true },
    );
    this.#folder = folder;
    this.#crash = crash;
  }

  override getWorkerResources() {
    const startWorker = (threads: number): Worker => {
      const worker = new Worker(`${this.#folder}worker.js?threads=${threads}`, { type: "module" });
      worker.addEventListener("error", (event) => {
        // Else the browser reports it once more, as an error of the worker that this code runs in:
        // https://html.spec.whatwg.org/multipage/workers.html#runtime-script-errors-2
        event.preventDefault();
        this.#crash.happen(event.message || "the worker did not start");
      });
      worker.addEventListener("messageerror", () => this.#crash.happen("an unreadable message"));
      return worker;
    };
    return { wasmPath: `${this.#folder}wllama.wasm`, compat: false, noWebGPU: true, startWorker };
  }
}

/** The end of a worker that nobody wanted. */
class Crash {
  readonly promise: Promise<never>;
  #reject: (error: Error) => void = () => undefined;
  readonly #notes: string[] = [];

  constructor() {
    this.promise = new Promise((_, reject) => {
      this.#reject = reject;
    });
    // Most of the time nobody waits for it.
    this.promise.catch(() => undefined);
  }

  happen(reason: string): void {
    this.note([reason]);
    this.end(new PostilError("engine-crashed", { reason }));
  }

  /** Whoever waits for the worker gets this error; an ended worker answers nothing. Only the first counts. */
  end(error: PostilError): void {
    this.#reject(error);
  }

  /** What llama.cpp and wllama complain of, for the error that follows. */
  note(lines: readonly unknown[]): void {
    this.#notes.push(lines.map((line) => (line instanceof Error ? line.message : String(line))).join(" "));
    if (this.#notes.length > 20) this.#notes.shift();
  }

  get notes(): string {
    return this.#notes.join("\n");
  }

  /** `work`, or a rejection as soon as the worker dies. */
  guard<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.promise]);
  }
}

const OUT_OF_MEMORY =
  /\b(out of memory|OOM|cannot allocate|(failed|unable) to allocate|bad_alloc|memory access out of)/i;

function loadError(thrown: unknown, crash: Crash): PostilError {
  if (thrown instanceof PostilError) return thrown;
  const reason = messageOf(thrown);
  const all = `${reason}\n${crash.notes}`;
  if (OUT_OF_MEMORY.test(all)) return new PostilError("memory-short", { reason }, { cause: thrown });
  return new PostilError("engine-failed", { reason: all.trim().slice(0, 500) }, { cause: thrown });
}

/** wllama passes on of the server's errors only their texts; a dead worker's are of its own class, or no errors at all. */
function runError(thrown: unknown, crash: Crash): PostilError {
  if (thrown instanceof PostilError) return thrown;
  const reason = messageOf(thrown);
  const cause = { cause: thrown };
  if (/exceeds the available context size/.test(reason)) return new PostilError("prompt-too-long", {}, cause);
  if (thrown instanceof Error && thrown.name === "Error")
    return new PostilError("engine-failed", { reason }, cause);
  const all = `${reason}\n${crash.notes}`.trim().slice(0, 500);
  crash.happen(reason);
  return new PostilError("engine-crashed", { reason: all }, cause);
}

function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 300);
}
