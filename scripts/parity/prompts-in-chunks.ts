/** Prompts that are beginnings of one text, computed in chunks on a model whose key-value cache can be cut back. */
import { chunksOf, type Plan, sharedChunks } from "./chunks.ts";

/** The model on the device: one sequence of tokens, which grows and can be cut back. */
export interface Device {
  /** Takes everything away. */
  empty(): Promise<void>;
  /** Takes the last `count` tokens away. */
  drop(count: number): Promise<void>;
  /** Adds tokens, in one pass: at most a chunk's. */
  append(ids: readonly number[]): Promise<void>;
  /** The logits after what was appended last, one for each token of the vocabulary. */
  logits(): Promise<Float32Array>;
  /** The token that the product's own sampler takes of them, greedily. */
  choose(): Promise<number>;
}

export interface PromptDone {
  readonly logits: Float32Array;
  /** How many tokens the cache had already. */
  readonly kept: number;
}

/** Is told how many tokens of the prompt at work, or of what follows it, are done, and how many there are. */
export type OnProgress = (of: "prompt" | "continuation", done: number, tokens: number) => void;

export class PromptsInChunks {
  readonly #device: Device;
  readonly #ids: readonly number[];
  readonly #onProgress: OnProgress;
  /** The lengths of the chunks of the text that are in the cache; null while that is not known for sure. */
  #held: readonly number[] | null = null;
  /** Tokens after them that are not the text's. */
  #continued = 0;

  constructor(device: Device, ids: readonly number[], onProgress: OnProgress = () => undefined) {
    this.#device = device;
    this.#ids = ids;
    this.#onProgress = onProgress;
  }

  /** Computes the first `tokens` of the text in the plan's chunks; those which the cache has already, from the first on, stay. */
  async prompt(tokens: number, plan: Plan): Promise<PromptDone> {
    const chunks = chunksOf(tokens, plan);
    // The last one is computed in any case, for its logits.
    const shared = sharedChunks(this.#held ?? [], chunks.slice(0, -1));
    await this.#keep(shared.chunks, shared.tokens);
    let end = shared.tokens;
    for (const [at, length] of chunks.entries()) {
      if (at < shared.chunks) continue;
      const held: readonly number[] = this.#held ?? [];
      this.#held = null;
      await this.#device.append(this.#ids.slice(end, end + length));
      this.#held = [...held, length];
      end += length;
      this.#onProgress("prompt", end, tokens);
    }
    return { logits: await this.#device.logits(), kept: shared.tokens };
  }

  /** As `prompt`, with a cache that held nothing before. */
  async promptAnew(tokens: number, plan: Plan): Promise<PromptDone> {
    this.#held = null;
    return this.prompt(tokens, plan);
  }

  /**
   * Our own greedy tokens after the last prompt, each computed from those before it, until one is not `expected`'s, which is
   * the last then.
   */
  async continueLike(expected: readonly number[]): Promise<readonly number[]> {
    const tokens: number[] = [];
    for (const [at, wanted] of expected.entries()) {
      const token = await this.#device.choose();
      tokens.push(token);
      this.#onProgress("continuation", tokens.length, expected.length);
      if (token !== wanted || at + 1 === expected.length) break;
      this.#continued++;
      await this.#device.append([token]);
    }
    return tokens;
  }

  async #keep(chunks: number, tokens: number): Promise<void> {
    const held = this.#held;
    const dropped = (held ?? []).reduce((sum, length) => sum + length, this.#continued) - tokens;
    this.#held = null;
    if (held === null || chunks === 0) await this.#device.empty();
    else if (dropped > 0) await this.#device.drop(dropped);
    this.#continued = 0;
    this.#held = (held ?? []).slice(0, chunks);
  }
}
