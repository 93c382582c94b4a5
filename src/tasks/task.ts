/**
 * What a task is. Tasks are pure: no browser API, no engine of their own; they are handed a way to ask the model and yield
 * what is to be shown so far. One folder a task, registered once in `registry.ts`.
 */
import type { GenericSchema, InferOutput } from "valibot";
import type { GenerateOptions, Prompt, Token } from "../engine/engine.ts";
import type { PromptStyle } from "../model/installed.ts";
import type { Anchor } from "../page/anchor.ts";

/** One statement of a result and the sentences of the page it rests on, word for word. */
export interface Point {
  readonly text: string;
  readonly sources: readonly string[];
  /** Where each of `sources` stands on the page, in the same order: what finds it there again. */
  readonly anchors?: readonly Anchor[];
  /** True when the point is a sentence of the page itself, shown as a quotation, not the model's words. */
  readonly quoted: boolean;
}

/** What a task has to show: at first what is there so far, at the end all of it. */
export interface TaskResult {
  /** Finished points, in the page's order. */
  readonly points: readonly Point[];
  /** The point being written, as far as it has come; empty between points and at the end. */
  readonly draft: string;
  /** How much of the page was read, in words. */
  readonly read: { readonly words: number; readonly of: number };
}

export interface TaskContext {
  readonly style: PromptStyle;
  /** tokens */
  readonly contextWindow: number;
  readonly signal: AbortSignal;
  ask(prompt: Prompt, options: GenerateOptions): AsyncIterable<Token>;
}

export interface Task<Id extends string = string, Schema extends GenericSchema = GenericSchema> {
  readonly id: Id;
  /** What comes in over the border is checked against this. */
  readonly input: Schema;
  /** Yields the result as it grows; the last one is the result. Throws `PostilError`. */
  run(input: InferOutput<Schema>, context: TaskContext): AsyncIterable<TaskResult>;
}

/** Keeps a task's own types while checking its form. */
export function defineTask<const Id extends string, Schema extends GenericSchema>(
  task: Task<Id, Schema>,
): Task<Id, Schema> {
  return task;
}
