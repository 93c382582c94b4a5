/** `Engine.score` by node-llama-cpp: all of a choice's tokens in one evaluation, which is quicker than the engines' ways. */
import type { Prompt, ScoreCost } from "../src/engine/engine.ts";
import { render } from "../src/engine/render.ts";
import { sharedPrefix } from "../src/engine/scoring.ts";
import type { PromptStyle } from "../src/model/installed.ts";

/**
 * What is asked of one place: the logit of one token, and what it takes to make a probability of it. Without a temperature
 * the largest logit is the selected one; 3.22.1 gives it as `includeMax` only when it was asked for by name.
 */
interface NextRequest {
  readonly logits: {
    readonly filter: { readonly tokens: readonly number[]; readonly includeSelected: true };
  };
  readonly totalLogitWeight: true;
}
interface NextAnswer {
  readonly next: { readonly logits?: ReadonlyMap<number, number>; readonly totalLogitWeight?: number };
}

/** As much of a sequence of node-llama-cpp as is used here. */
export interface LlamaSequence {
  readonly contextTokens: readonly number[];
  eraseContextTokenRanges(ranges: readonly { start: number; end: number }[]): Promise<void>;
  controlledEvaluate(
    input: readonly (number | [token: number, options: { generateNext: NextRequest }])[],
  ): Promise<readonly (NextAnswer | undefined)[]>;
}

/**
 * Log-probabilities as `Engine.score` has them. The cost is what WebLLM's would be: a pass for the prompt, and one for each
 * further token of a choice.
 * @param encode a text's tokens, control tokens read, without the beginning's
 * @param bos the beginning's token
 */
export async function scoreBySequence(
  sequence: LlamaSequence,
  encode: (text: string) => readonly number[],
  bos: number,
  style: PromptStyle,
  prompt: Prompt,
  choices: readonly string[],
  onCost?: (cost: ScoreCost) => void,
): Promise<number[]> {
  const text = render(prompt, style).text.replace(/^<bos>/, "");
  const tokensOf = (of: string): readonly number[] => [bos, ...encode(of)];
  const context = tokensOf(text);
  const scores: number[] = [];
  let passes = 1;
  let computedTokens = Math.max(1, context.length - sharedPrefix(sequence.contextTokens, context));
  for (const choice of choices) {
    const whole = tokensOf(text + choice);
    const start = Math.min(sharedPrefix(context, whole), whole.length - 1);
    passes += whole.length - 1 - start;
    computedTokens += whole.length - 1 - start;
    const places = await likelihoods(sequence, whole, start);
    scores.push(places.reduce((sum, each) => sum + each, 0));
  }
  onCost?.({ passes, promptTokens: context.length, computedTokens });
  return scores;
}

/** Log-probabilities of the tokens from `start` on, each after all before it. */
async function likelihoods(
  sequence: LlamaSequence,
  tokens: readonly number[],
  start: number,
): Promise<number[]> {
  const held = sequence.contextTokens;
  const kept = Math.min(sharedPrefix(held, tokens), start - 1);
  if (kept < held.length) await sequence.eraseContextTokenRanges([{ start: kept, end: held.length }]);
  const input = tokens.slice(kept, -1).map((token, at) => {
    const next = tokens[kept + at + 1] ?? 0;
    if (kept + at + 1 < start) return token;
    const generateNext: NextRequest = {
      logits: { filter: { tokens: [next], includeSelected: true } },
      totalLogitWeight: true,
    };
    return [token, { generateNext }] as [number, { generateNext: NextRequest }];
  });
  const answers = await sequence.controlledEvaluate(input);
  return tokens.slice(start).map((token, at) => {
    const { logits, totalLogitWeight } = answers[start - 1 - kept + at]?.next ?? {};
    if (!logits || totalLogitWeight === undefined) throw new Error("llama.cpp gave no logits");
    const logit = logits.get(token) ?? Number.NEGATIVE_INFINITY;
    return logit - Math.max(...logits.values()) - Math.log(totalLogitWeight);
  });
}
