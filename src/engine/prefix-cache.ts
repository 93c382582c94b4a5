/**
 * Computes no token twice that WebLLM's key-value cache holds already. Tasks send many prompts that begin alike
 * (instructions, worked examples); WebLLM 0.2.85 empties its cache before each of them. Here the emptying waits until the
 * next prompt is known, and then takes away only what differs. What is computed is the same, token for token, since the
 * keys and values of a token depend on nothing that comes after it.
 */
import { PostilError } from "../errors.ts";
import { sharedPrefix } from "./scoring.ts";

/** The parts of WebLLM's `LLMChatPipeline` that are used here; its public interface has neither tokenizer nor cache. */
export interface Pipeline {
  readonly tokenizer: { encode(text: string): Int32Array };
  readonly prefillChunkSize: number;
  /** tokens */
  readonly contextWindowSize: number;
  readonly kvCache: unknown;
  readonly device: { sync(): Promise<void> };
  readonly tvm: {
    beginScope(): void;
    endScope(): void;
    scalar(value: number, dtype: "int32" | "int64"): unknown;
    getGlobalFunc(name: string): (...values: readonly unknown[]) => unknown;
  };
  filledKVCacheLength: number;
  /** Empties the cache. */
  resetKVCache(): void;
  /** The prompt as arrays of token ids (images apart), and how many tokens it has. */
  getInputData(): Promise<[data: unknown[], tokens: number, ...rest: unknown[]]>;
  /** Appends tokens to the cache; resolves with the logits after the last one, which live in the scope. */
  embedAndForward(data: readonly (readonly number[])[], length: number): Promise<unknown>;
  updateLogitsOnCPU(logits: unknown): { toArray(): Float32Array };
}

export class PrefixCache {
  readonly #pipeline: Pipeline;
  readonly #reuses: boolean;
  readonly #empty: () => void;
  /** The tokens in the cache, in order; null while that is not known for sure. */
  #held: readonly number[] | null = null;
  #computed = 0;
  #passes = 0;
  #tokens = 0;

  /**
   * Takes the cache's keeping over from this pipeline, for as long as it lives.
   * @param reuses false empties it before each prompt, as WebLLM does
   */
  constructor(pipeline: Pipeline, reuses = true) {
    this.#pipeline = pipeline;
    this.#reuses = reuses;
    this.#empty = pipeline.resetKVCache.bind(pipeline);
    const getInputData = pipeline.getInputData.bind(pipeline);
    const forward = pipeline.embedAndForward.bind(pipeline);
    pipeline.resetKVCache = () => undefined;
    pipeline.getInputData = async () => {
      const [data, tokens, ...rest] = await getInputData();
      const [ids] = data;
      if (data.length !== 1 || !isTokens(ids)) throw new PostilError("engine-failed", { reason: "no text" });
      const missing = this.#keepPrefixOf(ids);
      this.#computed = missing.length;
      return [[missing], tokens, ...rest];
    };
    pipeline.embedAndForward = async (data, length) => {
      const held = this.#held ?? [];
      this.#held = null;
      this.#passes++;
      this.#tokens += length;
      const logits = await forward(data, length);
      this.#held = held.concat(...data);
      return logits;
    };
  }

  /** Of the last prompt's tokens, how many had to be computed. */
  get computed(): number {
    return this.#computed;
  }

  /** Forward passes since the model was loaded, decoding apart, and the tokens that they computed. */
  get spent(): { readonly passes: number; readonly tokens: number } {
    return { passes: this.#passes, tokens: this.#tokens };
  }

  /**
   * The logits after `ids`, one for each token of the vocabulary, computed from where the cache and `ids` part.
   * @throws PostilError `prompt-too-long`
   */
  async logitsAfter(ids: readonly number[]): Promise<Float32Array> {
    const { tvm, device, prefillChunkSize: chunk, contextWindowSize } = this.#pipeline;
    if (ids.length > contextWindowSize) throw new PostilError("prompt-too-long", { tokens: ids.length });
    const missing = this.#keepPrefixOf(ids);
    tvm.beginScope();
    try {
      let logits: unknown;
      for (let at = 0; at < missing.length; at += chunk) {
        const part = missing.slice(at, at + chunk);
        logits = await this.#pipeline.embedAndForward([part], part.length);
      }
      const onCpu = this.#pipeline.updateLogitsOnCPU(logits);
      await device.sync();
      return onCpu.toArray();
    } finally {
      tvm.endScope();
    }
  }

  /** Takes from the cache what is not the beginning of `ids`. Returns what is missing: one token at least, for its logits. */
  #keepPrefixOf(ids: readonly number[]): readonly number[] {
    const held = this.#held ?? [];
    // Nothing is taken to be there until it is known to be.
    this.#held = null;
    const kept = this.#reuses ? Math.min(sharedPrefix(held, ids), ids.length - 1) : 0;
    if (kept > 0) this.#pop(held.length - kept);
    else this.#empty();
    this.#held = ids.slice(0, kept);
    this.#pipeline.filledKVCacheLength = kept;
    return ids.slice(kept);
  }

  /** Forgets the last `count` tokens of the only sequence there is. */
  #pop(count: number): void {
    if (count === 0) return;
    const { tvm, kvCache } = this.#pipeline;
    tvm.beginScope();
    try {
      const pop = tvm.getGlobalFunc("vm.builtin.kv_state_popn");
      pop(kvCache, tvm.scalar(0, "int64"), tvm.scalar(count, "int32"));
    } finally {
      tvm.endScope();
    }
  }
}

function isTokens(data: unknown): data is readonly number[] {
  return Array.isArray(data) && data.every((id) => typeof id === "number");
}
