/**
 * What a task is. Tasks are pure: no browser API, no engine of their own; they are handed a way to ask the model and yield
 * what is to be shown so far. One folder a task, registered once in `registry.ts`.
 */
import type { GenericSchema, InferOutput } from "valibot";
import type { GenerateOptions, Prompt, ScoreCost, Token } from "../engine/engine.ts";
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
export type TaskResult = NotesResult | ReplyResult | FilterResult;

/** How much a summary says. */
export const SUMMARY_LENGTHS = ["sentence", "points", "paragraph"] as const;
export type SummaryLength = (typeof SUMMARY_LENGTHS)[number];

/** Notes on a page. */
export interface NotesResult {
  readonly kind: "notes";
  /** Finished points, in the page's order. */
  readonly points: readonly Point[];
  /** The point being written, as far as it has come; empty between points and at the end. */
  readonly draft: string;
  /** What they are to be shown as: "points" each by itself, the others as one text. Absent means points. */
  readonly length?: SummaryLength;
  /** BCP 47, or empty where it is not known: what the page's sentences are in, and what the other points are. */
  readonly lang?: { readonly page: string; readonly answer: string };
  /** False where the weights cannot be asked in the page's language, so that all points are quotations; absent means true. */
  readonly writes?: boolean;
  /** How much was read, in words, and of what; absent means the page. */
  readonly read: {
    readonly words: number;
    readonly of: number;
    readonly source?: "page" | "selection" | "pdf";
  };
}

/** What a message does, sentence by sentence: speech acts, after Searle's classes as far as e-mail needs them. */
export const SPEECH_ACTS = ["question", "request", "invitation", "offer", "notice", "complaint"] as const;
export type SpeechAct = (typeof SPEECH_ACTS)[number];

/** A draft of a reply. */
export interface ReplyResult {
  readonly kind: "reply";
  /** The draft as far as it has come, greeting and closing included; lines divided by "\n", paragraphs by an empty line. */
  readonly draft: string;
  /** What the user has to fill in, as it stands in `draft`, such as "[date]"; in its order. */
  readonly blanks: readonly string[];
  /** What the message asks for, in its order and word for word. */
  readonly asks: readonly { readonly act: SpeechAct; readonly text: string }[];
  /** BCP 47; the draft's language. */
  readonly lang: string;
}

/** What rules say of a list of results. */
export interface FilterResult {
  readonly kind: "filter";
  /** As many as were judged so far, in the order in which that happened; a later one of the same result takes its place. */
  readonly verdicts: readonly Verdict[];
  /** Results that are to be judged. */
  readonly of: number;
  /** Forward passes of the model, and tokens that it computed. */
  readonly cost: { readonly passes: number; readonly tokens: number };
}

/** What is known of one result. */
export interface Verdict {
  /** The result's, as the page gave it. */
  readonly id: string;
  /** The rule that speaks the clearest for folding, by its id; null when no rule says anything. */
  readonly rule: string | null;
  /** 0 … 1: how likely it is that the rule folds this result. */
  readonly probability: number;
  /** Whether the result is to be folded. */
  readonly fold: boolean;
}

export interface TaskContext {
  readonly style: PromptStyle;
  /** tokens */
  readonly contextWindow: number;
  readonly signal: AbortSignal;
  ask(prompt: Prompt, options: GenerateOptions): AsyncIterable<Token>;
  /** As `Engine.score`: the natural log of each choice's probability as the continuation of `prompt`, summed over its tokens. */
  score(
    prompt: Prompt,
    choices: readonly string[],
    onCost?: (cost: ScoreCost) => void,
  ): Promise<readonly number[]>;
}

export interface Task<
  Id extends string = string,
  Schema extends GenericSchema = GenericSchema,
  Result extends TaskResult = TaskResult,
> {
  readonly id: Id;
  /** What comes in over the border is checked against this. */
  readonly input: Schema;
  /** True for what begins by itself: it waits behind tasks that somebody has pressed a button for. */
  readonly waits?: boolean;
  /** How many results of a tab stay beside a newer one; absent means none. */
  readonly keeps?: number;
  /** Yields the result as it grows; the last one is the result. Throws `PostilError`. */
  run(input: InferOutput<Schema>, context: TaskContext): AsyncIterable<Result>;
}

/** Keeps a task's own types while checking its form. */
export function defineTask<const Id extends string, Schema extends GenericSchema, Result extends TaskResult>(
  task: Task<Id, Schema, Result>,
): Task<Id, Schema, Result> {
  return task;
}
