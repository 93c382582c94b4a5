/** A pipeline as WebLLM has it, played without a device: what it computes depends on every token in its cache. */
import type { Pipeline } from "./prefix-cache.ts";

export class FakePipeline implements Pipeline {
  /** One token a letter. */
  readonly tokenizer = { encode: (text: string) => Int32Array.from(text, (c) => c.charCodeAt(0)) };
  readonly prefillChunkSize = 4;
  readonly contextWindowSize = 64;
  readonly device = { sync: async () => undefined };
  /** What is in the cache. */
  readonly kvCache: number[] = [];
  /** Tokens of each forward, in order. */
  readonly forwards: number[] = [];
  filledKVCacheLength = 0;
  /** The next prompt. */
  prompt = "";
  fails = false;
  #scopes = 0;
  readonly tvm = {
    beginScope: () => void this.#scopes++,
    endScope: () => void this.#scopes--,
    scalar: (value: number) => value,
    getGlobalFunc: (name: string) => {
      if (name !== "vm.builtin.kv_state_popn") throw new Error(name);
      return (cache: unknown, _sequence: unknown, count: unknown) => {
        if (cache !== this.kvCache || typeof count !== "number" || count > this.kvCache.length)
          throw new Error("cannot pop");
        this.kvCache.length -= count;
      };
    },
  };

  get openScopes(): number {
    return this.#scopes;
  }

  resetKVCache(): void {
    this.kvCache.length = 0;
  }

  /** What WebLLM does before each completion. */
  resetChat(): void {
    this.resetKVCache();
    this.filledKVCacheLength = 0;
  }

  async getInputData(): Promise<[data: unknown[], tokens: number, ...rest: unknown[]]> {
    if (this.filledKVCacheLength !== 0) throw new Error("the cache must be empty");
    const ids = Array.from(this.tokenizer.encode(this.prompt));
    return [[ids], ids.length, "rest"];
  }

  async embedAndForward(data: readonly (readonly number[])[], length: number): Promise<unknown> {
    const ids = data.flat();
    if (ids.length !== length || length > this.prefillChunkSize) throw new Error("a chunk of another size");
    this.kvCache.push(...ids.slice(0, this.fails ? 1 : length));
    if (this.fails) throw new Error("lost");
    this.forwards.push(length);
    this.filledKVCacheLength += length;
    if (this.filledKVCacheLength !== this.kvCache.length) throw new Error("lost count of the cache");
    return logitsOf(this.kvCache);
  }

  updateLogitsOnCPU(logits: unknown): { toArray(): Float32Array } {
    return { toArray: () => logits as Float32Array };
  }
}

/** Eight logits that are different after any other tokens. */
export function logitsOf(ids: readonly number[]): Float32Array {
  const seed = ids.reduce((hash, id) => (hash * 31 + id) % 100_003, 7);
  return Float32Array.from({ length: 8 }, (_, token) => Math.sin(seed * (token + 1)));
}
