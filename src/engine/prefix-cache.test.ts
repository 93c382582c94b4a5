import { beforeEach, describe, expect, it } from "vitest";
import { PrefixCache } from "./prefix-cache.ts";
import { FakePipeline, logitsOf } from "./testing.ts";

let pipeline: FakePipeline;
let cache: PrefixCache;
beforeEach(() => {
  pipeline = new FakePipeline();
  cache = new PrefixCache(pipeline);
});

const ids = (text: string): number[] => Array.from(pipeline.tokenizer.encode(text));
const held = (): string => String.fromCharCode(...pipeline.kvCache);

/** What WebLLM does with a prompt, and with the tokens that it then chooses. */
async function complete(prompt: string, answer = ""): Promise<unknown> {
  pipeline.prompt = prompt;
  pipeline.resetChat();
  const [[missing], ...rest] = await pipeline.getInputData();
  let logits: unknown;
  const all = missing as number[];
  for (let at = 0; at < all.length; at += 4) {
    const chunk = all.slice(at, at + 4);
    logits = await pipeline.embedAndForward([chunk], chunk.length);
  }
  for (const id of ids(answer)) logits = await pipeline.embedAndForward([[id]], 1);
  expect(rest).toEqual([prompt.length, "rest"]);
  return logits;
}

describe("a prompt", () => {
  it("is computed from where it differs from what is held, with the same result", async () => {
    await complete("examples: one", " is 1");
    expect(held()).toBe("examples: one is 1");
    expect(cache.computed).toBe(13);
    expect(await complete("examples: two")).toEqual(logitsOf(ids("examples: two")));
    expect(held()).toBe("examples: two");
    expect(cache.computed).toBe(3);
  });

  it("that is held already computes its last token, for the logits", async () => {
    const first = await complete("again");
    expect(await complete("again")).toEqual(first);
    expect(cache.computed).toBe(1);
    await complete("again and again");
    await complete("again");
    expect(held()).toBe("again");
    expect(cache.computed).toBe(1);
  });

  it("that goes on where the last answer ended computes only what is new", async () => {
    await complete("a question?", " an answer");
    await complete("a question? an answer. More?");
    expect(cache.computed).toBe(". More?".length);
  });

  it("that begins otherwise is computed whole", async () => {
    await complete("one");
    await complete("two");
    expect(cache.computed).toBe(3);
    expect(held()).toBe("two");
  });

  it("is computed whole where nothing is to be reused", async () => {
    pipeline = new FakePipeline();
    cache = new PrefixCache(pipeline, false);
    await complete("examples: one", " is 1");
    expect(await complete("examples: two")).toEqual(logitsOf(ids("examples: two")));
    expect([held(), cache.computed]).toEqual(["examples: two", 13]);
  });

  it("after a failure is computed whole, since nobody knows what is held", async () => {
    await complete("a question?");
    pipeline.fails = true;
    await expect(complete("a question, and more")).rejects.toThrow("lost");
    pipeline.fails = false;
    await complete("a question?");
    expect(cache.computed).toBe(11);
    expect(held()).toBe("a question?");
  });

  it("is refused when it is not text alone", async () => {
    pipeline = new FakePipeline();
    pipeline.getInputData = async () => [[[1], { url: "x" }], 2];
    cache = new PrefixCache(pipeline);
    await expect(pipeline.getInputData()).rejects.toMatchObject({ code: "engine-failed" });
  });
});

describe("logits", () => {
  it("are those after all tokens, whatever was held before", async () => {
    for (const text of ["one two three", "one two", "one two four", "x", "one two three four five"]) {
      expect(await cache.logitsAfter(ids(text))).toEqual(logitsOf(ids(text)));
      expect(held()).toBe(text);
    }
    expect(pipeline.openScopes).toBe(0);
  });

  it("are computed in chunks, and only where they are not held", async () => {
    await cache.logitsAfter(ids("0123456789"));
    await cache.logitsAfter(ids("012345abcdefgh"));
    expect(pipeline.forwards).toEqual([4, 4, 2, 4, 4]);
  });

  it("share what is held with prompts", async () => {
    await cache.logitsAfter(ids("examples: one"));
    await complete("examples: two");
    expect(cache.computed).toBe(3);
  });

  it("of more tokens than the window has are refused by name", async () => {
    await expect(cache.logitsAfter(ids("x".repeat(65)))).rejects.toMatchObject({ code: "prompt-too-long" });
  });
});
