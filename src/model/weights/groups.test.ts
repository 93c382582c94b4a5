import { describe, expect, test } from "vitest";
import { randomQ8 } from "../../../test/gguf/build.ts";
import { GROUP, quantiseGroups, splitQ8 } from "./groups.ts";
import { HALF } from "./half.ts";

function quantise(weights: Float32Array) {
  const values = new Int8Array(weights.length);
  const scales = new Float32Array(weights.length / GROUP);
  const finite = quantiseGroups(weights, weights.length, values, scales, 0);
  return { values, scales, finite };
}

/** Numbers of all sizes that are the same in every run. */
function spread(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * 10 ** (((i >> 5) % 12) - 8));
}

describe("rounding to groups", () => {
  test("the largest weight of a group becomes 127, and none is off by more than half a step", () => {
    const weights = spread(64 * GROUP);
    const { values, scales, finite } = quantise(weights);
    expect(finite).toBe(true);
    for (const [group, scale] of scales.entries()) {
      const own = values.subarray(group * GROUP, (group + 1) * GROUP);
      expect(Math.max(...own.map(Math.abs))).toBe(127);
      for (const [j, value] of own.entries()) {
        const weight = weights[group * GROUP + j] as number;
        expect(Math.abs(value * scale - weight)).toBeLessThanOrEqual(scale * 0.500001);
      }
    }
  });

  test("halves go away from zero", () => {
    const weights = new Float32Array(GROUP);
    weights.set([127, 0.5, -0.5, 1.5, -1.5, 0.49, -0.49, -126.5]);
    expect([...quantise(weights).values.subarray(0, 8)]).toEqual([127, 1, -1, 2, -2, 0, 0, -127]);
  });

  test("a group of zeros, or of numbers too small to divide, has scale 0", () => {
    const weights = new Float32Array(2 * GROUP);
    weights[0] = -0;
    weights[GROUP] = 1e-45;
    const { values, scales, finite } = quantise(weights);
    expect([finite, ...scales]).toEqual([true, 0, 0]);
    expect(values.every((value) => value === 0)).toBe(true);
  });

  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    test(`${bad} anywhere is told`, () => {
      for (let at = 0; at < 2 * GROUP; at++) {
        const weights = spread(3 * GROUP);
        weights[at] = bad;
        expect(quantise(weights).finite).toBe(false);
      }
    });
});

describe("taking Q8_0 apart", () => {
  test("every byte of it is kept", () => {
    const blocks = randomQ8(40 * GROUP, 5);
    const values = new Int8Array(40 * GROUP);
    const scales = new Float32Array(40);
    expect(splitQ8(blocks, 40 * GROUP, values, scales, 0)).toBe(true);
    for (let group = 0; group < 40; group++) {
      const half = (blocks[group * 34] as number) | ((blocks[group * 34 + 1] as number) << 8);
      expect(scales[group]).toBe(HALF[half]);
      const bytes = new Uint8Array(values.buffer, group * GROUP, GROUP);
      expect(bytes).toEqual(blocks.slice(group * 34 + 2, group * 34 + 34));
    }
  });

  test("a scale that is no number is told", () => {
    const blocks = randomQ8(2 * GROUP, 5);
    blocks.set([0x00, 0x7c], 34);
    expect(splitQ8(blocks, 2 * GROUP, new Int8Array(2 * GROUP), new Float32Array(2), 0)).toBe(false);
  });
});
