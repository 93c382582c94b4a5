/** What the scorecard compares: the task, with and without corrections, and two ways that need less thought. */
import type { Prompt, ScoreCost } from "../../../src/engine/engine.ts";
import type { PromptStyle } from "../../../src/model/installed.ts";
import type { Calibration } from "../../../src/tasks/filter/calibration.ts";
import { judge } from "../../../src/tasks/filter/index.ts";
import type { FilterItem } from "../../../src/tasks/filter/input.ts";
import { readRule } from "../../../src/tasks/filter/phrases.ts";
import type { Correction, Rule } from "../../../src/tasks/filter/rules.ts";
import { forgetScores } from "../../../src/tasks/filter/score.ts";
import type { TaskContext } from "../../../src/tasks/task.ts";
import type { Case, LabelledResult } from "./cases.ts";
import type { Judged } from "./figures.ts";

/** What runs the model. */
export interface ScoringModel {
  readonly style: PromptStyle;
  /** tokens */
  readonly contextWindow: number;
  /** As `Engine.score`; `seconds` is what it took when it was computed. */
  score(
    prompt: Prompt,
    choices: readonly string[],
  ): Promise<{ readonly logs: readonly number[]; readonly cost: ScoreCost; readonly seconds: number }>;
}

/** How likely it is that a rule of this kind folds what its words are right for with probability `matches`. */
export function fold(kind: Rule["kind"], matches: number): number {
  return kind === "hide" ? matches : 1 - matches;
}

/** The task as the extension runs it, but by the calibration given, and with nothing known from earlier runs. */
export async function postil(
  { name, rule }: Case,
  results: readonly LabelledResult[],
  corrections: readonly LabelledResult[],
  model: ScoringModel,
  calibration: Calibration,
): Promise<Judged[]> {
  forgetScores();
  let seconds = 0;
  const context: TaskContext = {
    style: model.style,
    contextWindow: model.contextWindow,
    signal: new AbortController().signal,
    ask: () => {
      throw new Error("it scores, and never asks");
    },
    async score(prompt, choices, onCost) {
      const answer = await model.score(prompt, choices);
      seconds += answer.seconds;
      onCost?.(answer.cost);
      return answer.logs;
    },
  };
  const items = results.map(({ item }) => item);
  const input = { rules: [rule], items, corrections: corrections.map((each) => correctionOf(rule, each)) };
  let judged: Judged[] = [];
  for await (const { verdicts, cost } of judge(input, context, calibration)) {
    const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
    judged = results.map((result) => ({
      rule: name,
      probability: byId.get(result.item.id)?.probability ?? 0,
      folded: byId.get(result.item.id)?.fold ?? false,
      fold: result.fold,
      passes: cost.passes / results.length,
      tokens: cost.tokens / results.length,
      seconds: seconds / results.length,
    }));
  }
  return judged;
}

function correctionOf(rule: Rule, { item, fold }: LabelledResult): Correction {
  const { title, snippet, url } = item;
  return { rule: rule.id, title, snippet, url, fold };
}

/** The share of its words of what is named, of the thing that fits best: found where a word of the result begins so. */
export function keywords(phrases: readonly string[], { title, snippet }: FilterItem): number {
  const words = wordsIn(`${title} ${snippet}`);
  const shares = phrases.map((phrase) => {
    const own = wordsIn(phrase);
    const found = own.filter((word) => words.some((other) => other.startsWith(stemOf(word))));
    return own.length === 0 ? 0 : found.length / own.length;
  });
  return Math.max(...shares);
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
}

/** Without the ending of most plurals. */
function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:en|es|s|n|e|i)$/u, "") : word;
}

export async function byKeywords(
  { name, rule }: Case,
  results: readonly LabelledResult[],
): Promise<Judged[]> {
  const { phrases } = readRule(rule.text);
  return results.map((result) => {
    const share = keywords(phrases, result.item);
    return {
      rule: name,
      probability: fold(rule.kind, share),
      // Half of the words are enough: "shopping pages" are rarely called pages.
      folded: share >= 0.5 === (rule.kind === "hide"),
      fold: result.fold,
      passes: 0,
      tokens: 0,
      seconds: 0,
    };
  });
}

/** The question as one would ask a chat. */
export async function byYesOrNo(
  { name, rule }: Case,
  results: readonly LabelledResult[],
  model: ScoringModel,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { item, fold } of results) {
    const prompt: Prompt = {
      instruction: `My rule for search results is: "${rule.text}". Should this result be hidden? Answer yes or no.`,
      examples: [],
      labels: { input: "Result", output: "Answer" },
      input: `${item.title}\n${item.url}\n${item.snippet}`,
    };
    const choices = model.style === "chat" ? ["Yes", "No"] : [" Yes", " No"];
    const { logs, cost, seconds } = await model.score(prompt, choices);
    const probability = 1 / (1 + Math.exp((logs[1] ?? 0) - (logs[0] ?? 0)));
    const { passes, computedTokens: tokens } = cost;
    judged.push({ rule: name, probability, folded: probability > 0.5, fold, passes, tokens, seconds });
  }
  return judged;
}
