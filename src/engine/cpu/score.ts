/**
 * Log-probabilities of continuations out of llama.cpp's server, which gives them only for tokens that it generates itself:
 * it is made to say the continuation, token by token, and tells how likely each was. What it is made to say does not change
 * how likely that was, since likelihoods are taken before any sampler.
 */
import { PostilError } from "../../errors.ts";
import type { Encoded } from "../../model/encode.ts";
import type { ScoreCost } from "../engine.ts";
import { sharedPrefix } from "../scoring.ts";
import type { LlamaAnswer, LlamaRequest } from "./llama.ts";

/** Likeliest tokens that are named at each place: a choice of one token that is among them needs no pass of its own. */
const NAMED = 100;
/** Larger than the distance between any two logits. */
const FORCE = 1000;
/** Probabilities come as float32; what is no more than half of the smallest comes as zero, and is taken for that half. */
const LEAST = -150 * Math.LN2;

/** A context to be computed, and the tokens to be said after it. */
interface Continuation {
  readonly context: string;
  /** Tokens that the context ends in when text is cut anew at the border; said first, and not counted. */
  readonly uncounted: number;
  readonly tokens: readonly number[];
}

/**
 * @param text the context, as it is given to llama.cpp
 * @param encode as llama.cpp does it
 * @param onCost told once, when it is done
 * @returns for each choice the sum of its tokens' log-probabilities after the context
 * @throws what `complete` throws, `engine-failed` when llama.cpp says something else
 */
export async function scoreChoices(
  text: string,
  choices: readonly string[],
  encode: (text: string) => Encoded,
  complete: (request: LlamaRequest) => Promise<LlamaAnswer>,
  onCost?: (cost: ScoreCost) => void,
): Promise<number[]> {
  const own = encode(text).ids;
  const known = new Map<number, number>();
  const scores: number[] = [];
  let passes = 0;
  let computedTokens = 0;
  for (const choice of choices) {
    const { context, uncounted, tokens } = continuationOf(text, own, encode(text + choice), encode);
    const atBorder = context === text && uncounted === 0;
    const [first] = tokens;
    const score = atBorder && tokens.length === 1 && first !== undefined ? known.get(first) : undefined;
    if (score !== undefined) {
      scores.push(score);
      continue;
    }
    const answer = tokens.length === 0 ? undefined : await complete(saying(context, tokens));
    const places = answer?.places ?? [];
    if (places.map(({ id }) => id).join() !== tokens.join())
      throw new PostilError("engine-failed", { reason: "another continuation than was asked for" });
    if (answer) {
      // The first token comes out of the prompt's pass, and the last one is not computed any more.
      passes += tokens.length;
      computedTokens += answer.promptTokens - answer.cachedTokens + tokens.length - 1;
    }
    if (atBorder) for (const { id, logprob } of places[0]?.top_logprobs ?? []) known.set(id, logprob);
    scores.push(places.slice(uncounted).reduce((sum, { logprob }) => sum + Math.max(logprob, LEAST), 0));
  }
  onCost?.({ passes, promptTokens: own.length, computedTokens });
  return scores;
}

/**
 * The border between context and choice may fall inside a token of the whole: then the context ends where both agree, and
 * at a place where its text, encoded by itself, has the very same tokens.
 */
function continuationOf(
  text: string,
  own: readonly number[],
  whole: Encoded,
  encode: (text: string) => Encoded,
): Continuation {
  const border = sharedPrefix(own, whole.ids);
  if (border === own.length) return { context: text, uncounted: 0, tokens: whole.ids.slice(border) };
  for (let start = border; start > 0; start--) {
    const context = text.slice(0, whole.ends[start - 1]);
    if (encode(context).ids.join() === whole.ids.slice(0, start).join())
      return { context, uncounted: border - start, tokens: whole.ids.slice(start) };
  }
  return { context: "", uncounted: border, tokens: whole.ids };
}

/** A request for exactly these tokens. */
function saying(context: string, tokens: readonly number[]): LlamaRequest {
  return {
    prompt: context,
    max_tokens: tokens.length,
    temperature: 0,
    samplers: ["temperature"],
    n_probs: NAMED,
    // One token needs no grammar, which looks at all 262,144; of several the grammar says the order.
    logit_bias: [...new Set(tokens)].map((token) => [token, FORCE] as const),
    ...(tokens.length > 1 && { grammar: `root ::= ${tokens.map((token) => `<[${token}]>`).join(" ")}` }),
  };
}
