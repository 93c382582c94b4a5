import { describe, expect, it } from "vitest";
import { logProbability, sharedPrefix } from "./scoring.ts";

describe("logProbability", () => {
  it("is a log-softmax", () => {
    const logits = Float32Array.of(1, 2, 3);
    const total = Math.exp(1) + Math.exp(2) + Math.exp(3);
    expect(logProbability(logits, 1)).toBeCloseTo(Math.log(Math.exp(2) / total), 6);
  });
  it("does not overflow", () => {
    expect(logProbability(Float32Array.of(1000, 0), 0)).toBeCloseTo(0, 6);
  });
  it("gives a token outside the vocabulary no chance", () => {
    expect(logProbability(Float32Array.of(1, 2), 7)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe("sharedPrefix", () => {
  it("counts what both begin with", () => {
    expect(sharedPrefix([1, 2, 3], [1, 2, 4, 5])).toBe(2);
    expect(sharedPrefix([], [1])).toBe(0);
  });
});
