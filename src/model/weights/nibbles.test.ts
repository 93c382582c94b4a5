import { describe, expect, test } from "vitest";
import { randomQ4 } from "../../../test/gguf/build.ts";
import { DEQUANTISE } from "./dequantise.ts";
import { HALF } from "./half.ts";
import { GROUP } from "./layouts.ts";
import { joinQ4, splitQ4, widenQ4 } from "./nibbles.ts";

/** A block with this scale, whose values are those that are given for each weight. */
function block(half: number, values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(18);
  bytes.set([half & 255, half >> 8]);
  for (let j = 0; j < 16; j++) bytes[2 + j] = (values[j] ?? 0) + 8 + (((values[j + 16] ?? 0) + 8) << 4);
  return bytes;
}

function split(blocks: Uint8Array) {
  const groups = blocks.length / 18;
  const values = new Int8Array(groups * 16);
  const scales = new Float32Array(groups);
  return { finite: splitQ4(blocks, groups * GROUP, values, scales, 0), values, scales };
}

/** Weight `index` of packed values as a kernel unpacks it: a shift to the left, and one back that keeps the sign. */
function unpack(values: Int8Array, index: number): number {
  const word = new DataView(values.buffer).getInt32((index >> 3) * 4, true);
  return (word << (28 - 4 * (index & 7))) >> 28;
}

const ASCENDING = Array.from({ length: GROUP }, (_, i) => (i % 16) - 8);
const MIXED = Array.from({ length: GROUP }, (_, i) => ((i * 7 + 3) % 16) - 8);

describe("taking Q4_0 apart", () => {
  test("a group's weights follow each other, eight to a word, each with its sign", () => {
    const { finite, values, scales } = split(
      new Uint8Array([...block(0x3c00, ASCENDING), ...block(0xb800, MIXED)]),
    );
    expect(finite).toBe(true);
    expect([...scales]).toEqual([1, -0.5]);
    const found = Array.from({ length: 2 * GROUP }, (_, i) => unpack(values, i));
    expect(found).toEqual([...ASCENDING, ...MIXED]);
    // -8 … -1, then 0 … 7, the first in the lowest bits.
    const words = new Uint32Array(values.buffer, 0, 2);
    expect([...words]).toEqual([0xfedcba98, 0x76543210]);
  });

  test("value times scale is the weight, to the last bit", () => {
    const blocks = randomQ4(64 * GROUP, 7);
    const weights = new Float32Array(64 * GROUP);
    DEQUANTISE.Q4_0(blocks, weights.length, weights);
    const { values, scales } = split(blocks);
    const found = weights.map((_, i) => unpack(values, i) * (scales[i >> 5] as number));
    expect(found).toEqual(weights);
  });

  test("it goes where it is told to", () => {
    const blocks = randomQ4(2 * GROUP, 3);
    const values = new Int8Array(64).fill(99);
    const scales = new Float32Array(4).fill(99);
    splitQ4(blocks, 2 * GROUP, values, scales, GROUP);
    const alone = split(blocks);
    expect([...values]).toEqual([...new Array(16).fill(99), ...alone.values, ...new Array(16).fill(99)]);
    expect([...scales]).toEqual([99, ...alone.scales, 99]);
  });

  test("into bytes, value times scale is the same weight", () => {
    const blocks = randomQ4(64 * GROUP, 11);
    const weights = new Float32Array(64 * GROUP);
    DEQUANTISE.Q4_0(blocks, weights.length, weights);
    const values = new Int8Array(66 * GROUP);
    const scales = new Float32Array(66);
    expect(widenQ4(blocks, weights.length, values, scales, GROUP)).toBe(true);
    const found = weights.map((_, i) => (values[GROUP + i] as number) * (scales[1 + (i >> 5)] as number));
    expect(found).toEqual(weights);
    expect(values.every((value) => value >= -8 && value <= 7)).toBe(true);
    expect([values[0], values.at(-1), scales[0], scales[65]]).toEqual([0, 0, 0, 0]);
  });

  for (const half of [0x7c00, 0xfc00, 0x7e00])
    test(`a scale of ${HALF[half]} is told`, () => {
      const blocks = new Uint8Array([...block(0x3c00, MIXED), ...block(half, MIXED)]);
      expect(split(blocks).finite).toBe(false);
      const wide = new Int8Array(2 * GROUP);
      expect(widenQ4(blocks, 2 * GROUP, wide, new Float32Array(2), 0)).toBe(false);
    });
});

describe("putting Q4_0 together", () => {
  test("any block comes back as it was, whatever its scale and its values", () => {
    const halves = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) =>
      Number.isFinite(HALF[bits]),
    );
    const blocks = randomQ4(halves.length * GROUP, 9);
    for (const [group, bits] of halves.entries()) blocks.set([bits & 255, bits >> 8], group * 18);
    const { finite, values, scales } = split(blocks);
    expect(finite).toBe(true);
    expect(Buffer.compare(joinQ4(new Uint8Array(values.buffer), scales), blocks)).toBe(0);
  });
});
