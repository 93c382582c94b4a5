import { describe, expect, it } from "vitest";
import {
  areAlike,
  compareContinuations,
  compareLogits,
  isGreedy,
  MAXIMUM_DIVERGENCE,
  MINIMUM_COSINE,
  type Tops,
} from "./compare.ts";

const floats = (...values: number[]): Float32Array => Float32Array.from(values);

describe("logits", () => {
  it("that are the same have a cosine of 1 and no divergence", () => {
    const logits = floats(3, -1, 0.5, 12);
    const compared = compareLogits(logits, logits.slice());
    expect(compared.cosine).toBeCloseTo(1, 12);
    expect(compared).toMatchObject({ finite: true, difference: 0, top: { ours: 3, theirs: 3 } });
    expect(compared.divergence).toBeLessThan(1e-12);
    expect(areAlike(compared)).toBe(true);
  });

  it("are compared as the formulas say", () => {
    const compared = compareLogits(
      floats(Math.log(0.25), Math.log(0.75)),
      floats(Math.log(0.5), Math.log(0.5)),
    );
    // 0.5 ln(0.5 / 0.25) + 0.5 ln(0.5 / 0.75)
    expect(compared.divergence).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 6);
    expect(compared.difference).toBeCloseTo(Math.log(2), 6);
    expect(compareLogits(floats(1, 0), floats(0, 2)).cosine).toBe(0);
    expect(compareLogits(floats(3, 4), floats(4, 3))).toMatchObject({
      cosine: 0.96,
      top: { ours: 1, theirs: 0 },
    });
  });

  it("may all be moved by one number for the divergence, not for the cosine", () => {
    const compared = compareLogits(floats(101, 102, 104), floats(1, 2, 4));
    expect(compared.divergence).toBeLessThan(1e-9);
    expect(compared.cosine).toBeLessThan(0.9);
    expect(areAlike(compared)).toBe(false);
  });

  it("of any size are no trouble", () => {
    expect(compareLogits(floats(1e4, -1e4), floats(1e4, -1e4)).divergence).toBe(0);
  });

  it("that are no numbers fail, wherever they are, and survive JSON", () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const compared = compareLogits(floats(wrong, 1, 2), floats(0, 1, 2));
      expect(areAlike(compared)).toBe(false);
      expect(JSON.parse(JSON.stringify(compared))).toEqual(compared);
    }
    expect(compareLogits(floats(Number.NaN, 1, 2), floats(0, 1, 2)).top.ours).toBe(2);
  });

  it("of different vocabularies, or of a reference that is broken, are not compared", () => {
    expect(() => compareLogits(floats(1), floats(1, 2))).toThrow(RangeError);
    expect(() => compareLogits(floats(), floats())).toThrow(RangeError);
    expect(() => compareLogits(floats(1), floats(Number.NaN))).toThrow(RangeError);
  });

  it("are alike only within both bounds", () => {
    const compared = { finite: true, cosine: MINIMUM_COSINE, divergence: MAXIMUM_DIVERGENCE, difference: 1 };
    const top = { ours: 0, theirs: 0 };
    expect(areAlike({ ...compared, top })).toBe(true);
    expect(areAlike({ ...compared, top, cosine: 0.9994 })).toBe(false);
    expect(areAlike({ ...compared, top, divergence: 0.011 })).toBe(false);
  });
});

describe("continuations", () => {
  const tops: Tops[] = [
    [
      [5, 10],
      [6, 9.95],
      [7, 2],
    ],
    [
      [8, 4],
      [9, 1],
    ],
  ];

  it("that are the reference's have no parting", () => {
    const compared = compareContinuations([5, 8], tops);
    expect(compared).toEqual({ agreed: 2, parting: null });
    expect(isGreedy(compared)).toBe(true);
  });

  it("may part where the reference hardly prefers its own token", () => {
    const compared = compareContinuations([6], tops);
    expect(compared).toMatchObject({ agreed: 0, parting: { ours: 6, theirs: 5 } });
    expect(compared.parting?.margin).toBeCloseTo(0.05, 6);
    expect(isGreedy(compared)).toBe(true);
  });

  it("are measured by our token, not by the reference's second", () => {
    expect(isGreedy(compareContinuations([7], tops))).toBe(false);
    expect(isGreedy(compareContinuations([5, 9], tops))).toBe(false);
  });

  it("may not part by a token that the reference does not think of", () => {
    const compared = compareContinuations([1000], tops);
    expect(compared.parting?.margin).toBeNull();
    expect(isGreedy(compared)).toBe(false);
  });

  it("that are not finished are not compared", () => {
    expect(() => compareContinuations([5], tops)).toThrow(RangeError);
  });
});
