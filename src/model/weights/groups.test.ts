import { describe, expect, test } from "vitest";
import { randomQ8 } from "../../../test/gguf/build.ts";
import { joinQ8, quantiseGroups, splitQ8 } from "./groups.ts";
import { HALF, toHalf } from "./half.ts";
import { GROUP } from "./layouts.ts";

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
  test("scales are halves, the largest weight becomes 127, and none is off by more than half a step", () => {
    const weights = spread(384 * GROUP);
    const { values, scales, finite } = quantise(weights);
    expect(finite).toBe(true);
    for (const [group, scale] of scales.entries()) {
      expect(HALF[toHalf(scale)]).toBe(scale);
      const own = values.subarray(group * GROUP, (group + 1) * GROUP);
      // Subnormal halves are too far apart for it.
      if (scale >= 2 ** -14) expect(Math.max(...own.map(Math.abs))).toBe(127);
      for (const [j, value] of own.entries()) {
        const weight = weights[group * GROUP + j] as number;
        expect(Math.abs(value)).toBeLessThanOrEqual(127);
        expect(Math.abs(value * scale - weight)).toBeLessThanOrEqual(scale * 0.500001);
      }
    }
  });

  test("halves go away from zero", () => {
    const weights = new Float32Array(GROUP);
    weights.set([127, 0.5, -0.5, 1.5, -1.5, 0.49, -0.49, -126.5]);
    expect([...quantise(weights).values.subarray(0, 8)]).toEqual([127, 1, -1, 2, -2, 0, 0, -127]);
  });

  test("a group of zeros has scale 0; one of numbers too small for any scale has values 0", () => {
    const weights = new Float32Array(2 * GROUP);
    weights[0] = -0;
    weights[GROUP] = 1e-45;
    const { values, scales, finite } = quantise(weights);
    expect([finite, ...scales]).toEqual([true, 0, 2 ** -24]);
    expect(values.every((value) => value === 0)).toBe(true);
  });

  test("weights too large for a half to scale are told", () => {
    const weights = new Float32Array(GROUP);
    weights[5] = -127 * 65_504;
    expect(quantise(weights)).toMatchObject({ finite: true, scales: new Float32Array([65_504]) });
    weights[5] = -127 * 65_536;
    expect(quantise(weights).finite).toBe(false);
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

describe("putting Q8_0 together", () => {
  test("any block comes back as it was, whatever its scale", () => {
    const halves = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) =>
      Number.isFinite(HALF[bits]),
    );
    const blocks = randomQ8(halves.length * GROUP, 9);
    for (const [group, bits] of halves.entries()) blocks.set([bits & 255, bits >> 8], group * 34);
    const values = new Int8Array(halves.length * GROUP);
    const scales = new Float32Array(halves.length);
    expect(splitQ8(blocks, values.length, values, scales, 0)).toBe(true);
    expect(Buffer.compare(joinQ8(new Uint8Array(values.buffer), scales), blocks)).toBe(0);
  });

  test("what was rounded is the same after the way to Q8_0 and back", () => {
    const { values, scales } = quantise(spread(384 * GROUP));
    const blocks = joinQ8(new Uint8Array(values.buffer), scales);
    const again = { values: new Int8Array(values.length), scales: new Float32Array(scales.length) };
    expect(splitQ8(blocks, values.length, again.values, again.scales, 0)).toBe(true);
    expect(again).toEqual({ values, scales });
  });
});

describe("halves", () => {
  test("every half that is one already stays, and ties go to even", () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low, high] = [HALF[bits] as number, HALF[bits + 1] as number];
      const found = [low, (low + high) / 2, low + (high - low) * 0.49, low + (high - low) * 0.51].map(toHalf);
      const right = [bits, bits + (bits & 1), bits, bits + 1];
      if (found.some((half, i) => half !== right[i])) wrong.push(bits);
    }
    expect(wrong).toEqual([]);
    expect(toHalf(65_519)).toBe(0x7bff);
    expect(toHalf(65_520)).toBe(0x7c00);
    expect(toHalf(1e38)).toBe(0x7c00);
  });
});
