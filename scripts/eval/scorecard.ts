/** What the scorecards of all tasks have in common: their options, their result, and the counting of tokens. */
import type { Model } from "../../test/eval/summarise/systems.ts";
import { type OpenModel, openCpu, openLlama } from "../eval-models.ts";

export interface EvalOptions {
  readonly engine: "cpu" | "llama";
  /** How many of the cases, evenly taken; all if undefined. */
  readonly cases: number | undefined;
  /** Path of a GGUF, for llama. */
  readonly model: string | undefined;
  /** For llama: how the weights want to be asked. */
  readonly style: "chat" | "completion" | undefined;
  /** Names among the task's `SYSTEMS`; what it compares by default if undefined. */
  readonly systems: readonly string[] | undefined;
  /** A file in which a run notes what it found, and where one that was stopped goes on. */
  readonly resume: string | undefined;
}

/** What `--json` prints on one line; its form is kept stable. */
export interface Scorecard {
  readonly task: string;
  /** As the weights call themselves. */
  readonly model: string;
  readonly cases: number;
  /** Figures by system, and by name. */
  readonly systems: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A module in this folder: the scorecard of one task. */
export interface TaskEval {
  /** What is compared, by default all of it. */
  readonly SYSTEM_NAMES: readonly string[];
  /** Runs it, telling on standard error how it goes. `options.systems` are among the names above. */
  run(options: EvalOptions): Promise<Scorecard>;
}

/** The model that the options name; the caller closes it. */
export function openModel({ engine, model, style }: EvalOptions): Promise<OpenModel> {
  return engine === "cpu" ? openCpu() : openLlama(model, style);
}

/** The same model, the tokens of its prompts and answers counted. */
export function countTokens(model: Model): { readonly model: Model; tokens(): number } {
  let tokens = 0;
  return {
    tokens: () => tokens,
    model: {
      ...model,
      async *ask(prompt, options) {
        for await (const token of model.ask(prompt, options)) {
          if (token.end) tokens += token.end.promptTokens + token.end.outputTokens;
          yield token;
        }
      },
    },
  };
}
