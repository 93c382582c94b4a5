import { describe, expect, test, vi } from "vitest";
import type { LlamaAnswer, LlamaRequest } from "./llama.ts";
import { scoreChoices } from "./score.ts";

/** One token for each of these, else for each character; ids are places in the list. */
const WORDS = ["ab", "abc", " x", " yes", " no", ...Array.from("abcdefghijklmnopqrstuvwxyz .:")];

/** Takes the longest word at each place, so that what follows can change where tokens end. */
function encode(text: string) {
  const ids: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < text.length; ) {
    const [best = "."] = WORDS.filter((word) => text.startsWith(word, at)).sort(
      (a, b) => b.length - a.length,
    );
    at += best.length;
    ids.push(WORDS.indexOf(best));
    ends.push(at);
  }
  return { ids, ends };
}

const id = (word: string) => WORDS.indexOf(word);

/** Says what it is forced to; a token's log-probability is minus its id, of the second and later ones minus 100 more. */
function fakeServer(named: readonly number[] = []) {
  const requests: LlamaRequest[] = [];
  const complete = async (request: LlamaRequest): Promise<LlamaAnswer> => {
    requests.push(request);
    const forced = request.grammar
      ? [...request.grammar.matchAll(/<\[(\d+)\]>/g)].map(([, token]) => Number(token))
      : [request.logit_bias?.[0]?.[0] ?? -1];
    const places = forced.slice(0, request.max_tokens).map((token, i) => ({
      id: token,
      logprob: -token - (i === 0 ? 0 : 100),
      top_logprobs: named.map((other) => ({ id: other, logprob: -other })),
    }));
    const counts = { promptTokens: 1, cachedTokens: 0, outputTokens: places.length };
    return { text: "", reason: "length", places, ...counts };
  };
  return { requests, complete };
}

describe("scoring by what llama.cpp is made to say", () => {
  test("sums the choice's tokens, in their order", async () => {
    const { requests, complete } = fakeServer();
    const scores = await scoreChoices("q:", [" yes", " no x"], encode, complete);
    expect(scores).toEqual([-id(" yes"), -id(" no") - id(" x") - 100]);
    expect(requests).toMatchObject([
      { prompt: "q:", max_tokens: 1, logit_bias: [[id(" yes"), 1000]], temperature: 0 },
      { prompt: "q:", max_tokens: 2, grammar: `root ::= <[${id(" no")}]> <[${id(" x")}]>` },
    ]);
    expect(requests[0]).not.toHaveProperty("grammar");
  });

  test("a choice of one token that was named at the same place takes no pass", async () => {
    const { requests, complete } = fakeServer([id(" no")]);
    expect(await scoreChoices("q:", [" yes", " no", " no x"], encode, complete)).toEqual([
      -id(" yes"),
      -id(" no"),
      -id(" no") - id(" x") - 100,
    ]);
    expect(requests).toHaveLength(2);
  });

  test("tells passes and tokens, those in the cache apart", async () => {
    const { complete } = fakeServer([id(" no")]);
    const onCost = vi.fn();
    const cached = async (request: LlamaRequest) => ({
      ...(await complete(request)),
      promptTokens: 20,
      cachedTokens: 15,
    });
    await scoreChoices("q:", [" yes", " no", " no x"], encode, cached, onCost);
    expect(onCost.mock.calls).toEqual([[{ passes: 3, promptTokens: 2, computedTokens: 5 + 5 + 1 }]]);
  });

  test("a border inside a token is moved to where both agree", async () => {
    const { requests, complete } = fakeServer();
    // "q" + "abc" as a whole, "q" + "ab" as the context.
    expect(await scoreChoices("qab", ["c"], encode, complete)).toEqual([-id("abc")]);
    expect(requests).toMatchObject([{ prompt: "q", max_tokens: 1 }]);
  });

  test("tokens before the border are said again, uncounted, where the text cannot be cut", async () => {
    const { requests, complete } = fakeServer();
    // Cut after "a", the context alone would be one token "A", so it is cut before.
    const odd = (text: string) => {
      const known: Record<string, { ids: number[]; ends: number[] }> = {
        za: { ids: [9, 1, 2], ends: [0, 1, 2] },
        zac: { ids: [9, 1, 3], ends: [0, 1, 3] },
        z: { ids: [9, 7], ends: [0, 1] },
        "": { ids: [9], ends: [0] },
      };
      return known[text] ?? encode(text);
    };
    expect(await scoreChoices("za", ["c"], odd, complete)).toEqual([-103]);
    expect(requests).toMatchObject([{ prompt: "", max_tokens: 2, grammar: "root ::= <[1]> <[3]>" }]);
  });

  test("a probability of zero is taken for one too small for a float32", async () => {
    const { complete } = fakeServer();
    const least = async (request: LlamaRequest) => {
      const answer = await complete(request);
      return { ...answer, places: answer.places.map((place) => ({ ...place, logprob: -3.4e38 })) };
    };
    const [score = 0] = await scoreChoices("q:", [" yes"], encode, least);
    expect(score).toBeCloseTo(-103.97, 1);
  });

  test("an empty choice is certain", async () => {
    const { requests, complete } = fakeServer();
    const [score = -1] = await scoreChoices("q:", [""], encode, complete);
    expect([score, requests.length]).toEqual([0, 0]);
  });

  test("something else than what was asked for is no score", async () => {
    const { complete } = fakeServer();
    const other = async (request: LlamaRequest) => {
      const answer = await complete(request);
      return { ...answer, places: answer.places.map((place) => ({ ...place, id: 5 })) };
    };
    await expect(scoreChoices("q:", [" yes"], encode, other)).rejects.toMatchObject({
      code: "engine-failed",
    });
  });
});
