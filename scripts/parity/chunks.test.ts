import { describe, expect, it } from "vitest";
import { chunksOf, describeChunks, naturalPlan, sharedChunks, unevenPlan } from "./chunks.ts";

const natural = naturalPlan(512);
const uneven = unevenPlan(512);

describe("chunks of prompts", () => {
  it("are WebLLM's in the natural plan: whole ones, and what is left", () => {
    expect(chunksOf(1, natural)).toEqual([1]);
    expect(chunksOf(511, natural)).toEqual([511]);
    expect(chunksOf(512, natural)).toEqual([512]);
    expect(chunksOf(513, natural)).toEqual([512, 1]);
    expect(chunksOf(1500, natural)).toEqual([512, 512, 476]);
  });

  it("are several even of a short prompt in the uneven plan, and none is longer than the library takes", () => {
    expect(chunksOf(1, uneven)).toEqual([1]);
    expect(chunksOf(6, uneven)).toEqual([4, 2]);
    expect(chunksOf(200, uneven)).toEqual([4, 193, 3]);
    expect(chunksOf(600, uneven)).toEqual([4, 193, 197, 197, 9]);
    for (const plan of [natural, uneven, unevenPlan(128), unevenPlan(2)])
      for (const tokens of [1, 5, 128, 129, 4000]) {
        const chunks = chunksOf(tokens, plan);
        expect(chunks.reduce((sum, length) => sum + length)).toBe(tokens);
        expect(Math.min(...chunks)).toBeGreaterThan(0);
        expect(Math.max(...chunks)).toBeLessThanOrEqual(plan.size);
      }
  });

  it("are refused for a prompt without tokens", () => {
    expect(() => chunksOf(0, natural)).toThrow(RangeError);
    expect(() => chunksOf(1.5, natural)).toThrow(RangeError);
  });

  it("are shared up to the first that differs", () => {
    expect(sharedChunks([512, 512, 76], [512, 512, 476])).toEqual({ chunks: 2, tokens: 1024 });
    expect(sharedChunks([511], [512])).toEqual({ chunks: 0, tokens: 0 });
    expect(sharedChunks([512], [512, 1])).toEqual({ chunks: 1, tokens: 512 });
    expect(sharedChunks([512, 1], [512])).toEqual({ chunks: 1, tokens: 512 });
    expect(sharedChunks([], [4])).toEqual({ chunks: 0, tokens: 0 });
    // What stands after a difference is not shared, whatever its length.
    expect(sharedChunks([4, 193, 3, 197], [4, 2, 3, 197])).toEqual({ chunks: 1, tokens: 4 });
  });

  it("are described with runs of one length together", () => {
    expect(describeChunks([4, 197, 197, 60])).toBe("4 + 2 × 197 + 60");
    expect(describeChunks([1])).toBe("1");
  });
});
