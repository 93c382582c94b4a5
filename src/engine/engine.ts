/**
 * The one interface between tasks and whatever runs the model: WebLLM on WebGPU, llama.cpp in wasm on the processor, or the
 * scripted engine of the tests.
 * Types only, so that every room may import it without pulling an engine in.
 */
import type { ErrorReport } from "../errors.ts";
import type { InstalledModel } from "../model/installed.ts";

/** A worked example for weights that continue text rather than follow instructions. */
export interface Example {
  readonly input: string;
  readonly output: string;
}

/**
 * What a task asks of the model, before it is rendered in the style of the weights (see `render.ts`).
 * `input` and the examples' texts are data: the renderer neutralises template tokens in them.
 */
export interface Prompt {
  /** What is to be done, in one or two plain sentences of our own. */
  readonly instruction: string;
  /** Used by the completion style only, in this order. */
  readonly examples: readonly Example[];
  /**
   * How input and output are headed in the completion style, such as "Text" and "Summary". Null for an input that stands
   * as it is, on lines of the task's own, with the prefix on the line after it; the task keeps strangers' texts in their place.
   */
  readonly labels: { readonly input: string; readonly output: string } | null;
  /** The page's, the mail's or the result's own text. Hostile. */
  readonly input: string;
  /** Words the answer begins with; given to the model as already said, and not part of what is streamed back. */
  readonly prefix?: string;
}

export interface GenerateOptions {
  /** At most this many tokens. */
  readonly maxTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
  readonly topP?: number;
  /** > 1 discourages tokens that were already generated; 1 changes nothing. */
  readonly repetitionPenalty?: number;
  readonly seed?: number;
  /** Text at which generation ends; the text itself is not streamed. */
  readonly stop?: readonly string[];
  /** Goes on to `maxTokens` whatever is said, over any end: for measuring. */
  readonly untilLength?: boolean;
}

export type StopReason = "stop" | "length";

/** One streamed piece of text. The last one carries what the run cost. */
export interface Token {
  readonly text: string;
  readonly end?: {
    readonly reason: StopReason;
    readonly promptTokens: number;
    /** Of the prompt's tokens those that were not in the cache from earlier prompts; absent when the engine cannot tell. */
    readonly computedTokens?: number;
    readonly outputTokens: number;
  };
}

/** What a call of `score` took. */
export interface ScoreCost {
  /** Forward passes of the model. */
  readonly passes: number;
  /** Tokens of the prompt, without the choices. */
  readonly promptTokens: number;
  /** Tokens that went through the model: of the prompt those that were not in the cache, and of the choices. */
  readonly computedTokens: number;
}

export type EngineName = "webllm" | "cpu" | "scripted";

/** What the user may ask for. "auto" takes WebGPU where it works, else the processor. */
export type EngineChoice = "auto" | EngineName;

/** What runs the model, for the panel's footer and for reports. */
export interface EngineInfo {
  readonly engine: EngineName;
  readonly backend: "webgpu" | "wasm" | "none";
  /** The adapter's own description, such as "nvidia · ada-lovelace"; empty when the browser hides it. */
  readonly device: string;
  readonly model: string;
  readonly contextWindow: number;
  /** Milliseconds the load took. */
  readonly loadMs: number;
  /** The model library in use, such as "gemma3-270m-q8-f16"; empty for engines that need none. */
  readonly library: string;
  /** Threads of the processor that compute; 0 when the graphics card does. */
  readonly threads: number;
  /** Why the graphics card is not used, when it was tried or looked for first; null when nothing stood in the way. */
  readonly fallback: ErrorReport | null;
}

/** Progress of a load. `fraction` is 0 … 1; `phase` picks the sentence that the panel shows. */
export interface LoadProgress {
  readonly phase: "verify" | "weights" | "shaders" | "test";
  readonly fraction: number;
}

/**
 * Errors: every method rejects with a `PostilError`; an aborted signal rejects with code `cancelled` (generate ends within
 * one token). After `gpu-lost` the engine is unloaded and may be loaded again.
 */
export interface Engine {
  load(
    model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineInfo>;
  generate(prompt: Prompt, options: GenerateOptions, signal: AbortSignal): AsyncIterable<Token>;
  /**
   * Log-probabilities (natural log, ≤ 0) of each choice as the continuation of the prompt, summed over the choice's tokens.
   * @param onCost told once, when it is done
   */
  score(
    prompt: Prompt,
    choices: readonly string[],
    signal: AbortSignal,
    onCost?: (cost: ScoreCost) => void,
  ): Promise<number[]>;
  unload(): Promise<void>;
}

/** An engine that is several, one at a time. */
export interface EngineSwitch {
  readonly choice: EngineChoice;
  /** The next load follows; what is loaded stays until then. */
  use(choice: EngineChoice): void;
  /** True when the graphics card was given up, so that a load after `gpu-lost` takes another engine. */
  readonly gpuGivenUp: boolean;
}
