/**
 * An engine that says what it is told to: for tests of everything but the model. It streams its text a few letters at a
 * time, can be cancelled between two, and can be told to fail. It is never chosen by itself; the setting that chooses it has
 * no control in the interface.
 */
import type { PostilError } from "../errors.ts";
import type { InstalledModel } from "../model/installed.ts";
import { pause } from "../model/pause.ts";
import type {
  Engine,
  EngineInfo,
  GenerateOptions,
  LoadProgress,
  Prompt,
  ScoreCost,
  Token,
} from "./engine.ts";

export interface Script {
  /** Milliseconds between two pieces of text. */
  readonly delayMs: number;
  /** What to answer; by default the beginning of what was asked about. */
  answer?(prompt: Prompt): string;
  /** Fail in this way at this step. */
  readonly fail?: { readonly at: "load" | "generate"; readonly error: PostilError };
}

/** Letters in one piece. */
const PIECE = 4;
/** Letters by which two words are taken for the same. */
const STEM = 5;
/** How much of its cost a choice is spared when the input has all of its words. */
const KNOWN_WORDS = 0.9;

export class ScriptedEngine implements Engine {
  readonly #script: Script;
  constructor(script: Script) {
    this.#script = script;
  }

  async load(
    _model: InstalledModel,
    onProgress: (p: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineInfo> {
    for (const phase of ["verify", "weights", "shaders"] as const) {
      for (let step = 0; step <= 4; step++) {
        onProgress({ phase, fraction: step / 4 });
        await pause(this.#script.delayMs, signal);
      }
    }
    if (this.#script.fail?.at === "load") throw this.#script.fail.error;
    return {
      engine: "scripted",
      backend: "none",
      device: "",
      model: "Script",
      contextWindow: 4096,
      loadMs: 0,
      library: "",
      threads: 0,
      fallback: null,
    };
  }

  async *generate(prompt: Prompt, options: GenerateOptions, signal: AbortSignal): AsyncGenerator<Token> {
    const answer = (this.#script.answer ?? beginning)(prompt);
    const pieces = answer.match(new RegExp(`[\\s\\S]{1,${PIECE}}`, "gu")) ?? [];
    const shown = pieces.slice(0, options.maxTokens);
    for (const [index, text] of shown.entries()) {
      await pause(this.#script.delayMs, signal);
      if (index === 2 && this.#script.fail?.at === "generate") throw this.#script.fail.error;
      yield { text };
    }
    const reason = shown.length < pieces.length ? "length" : "stop";
    yield {
      text: "",
      end: { reason, promptTokens: Math.ceil(prompt.input.length / PIECE), outputTokens: shown.length },
    };
  }

  /** The longer a choice, the less likely; the more of its words the input has, the likelier. */
  async score(
    prompt: Prompt,
    choices: readonly string[],
    signal: AbortSignal,
    onCost?: (cost: ScoreCost) => void,
  ): Promise<number[]> {
    await pause(this.#script.delayMs, signal);
    if (this.#script.fail?.at === "generate") throw this.#script.fail.error;
    const input = stemsIn(prompt.input);
    const tokens = Math.ceil(prompt.input.length / PIECE);
    onCost?.({ passes: choices.length, promptTokens: tokens, computedTokens: tokens });
    return choices.map((choice) => {
      const stems = [...stemsIn(choice)];
      const shared = stems.filter((stem) => input.has(stem)).length;
      const known = stems.length === 0 ? 0 : shared / stems.length;
      return -choice.length * (1 - KNOWN_WORDS * known);
    });
  }

  async unload(): Promise<void> {}
}

/** The beginnings of the longer words, so that a plural is the same word. */
function stemsIn(text: string): Set<string> {
  return new Set(
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]{4,}/gu)
      ?.map((word) => word.slice(0, STEM)),
  );
}

function beginning(prompt: Prompt): string {
  const words = prompt.input.split(/\s+/u).slice(0, 12).join(" ");
  return `${words.replace(/[.。!?]$/u, "")}.`;
}
