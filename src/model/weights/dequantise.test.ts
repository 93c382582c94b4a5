import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { CONVERTIBLE, type ConvertibleType } from "../gguf/format.ts";
import { DEQUANTISE } from "./dequantise.ts";
import { HALF } from "./half.ts";

interface Fixture {
  readonly type: ConvertibleType;
  readonly count: number;
  readonly bytes: string;
  readonly expected: string;
}

// Made by gguf-py, an implementation that shares no code with ours: test/fixtures/gguf/make_blocks.py.
const fixtures: Fixture[] = JSON.parse(
  await readFile(new URL("../../../test/fixtures/gguf/blocks.json", import.meta.url), "utf8"),
);

const decode = (base64: string) => Uint8Array.from(Buffer.from(base64, "base64"));

describe("dequantising", () => {
  test("there is a fixture for every type", () => {
    expect(new Set(fixtures.map(({ type }) => type))).toEqual(new Set(CONVERTIBLE));
  });

  for (const { type, count, bytes, expected } of fixtures)
    test(`${type}: the reference's values, bit for bit`, () => {
      const out = new Float32Array(count);
      DEQUANTISE[type](decode(bytes), count, out);
      expect(count).toBeGreaterThanOrEqual(256);
      expect(new Set(out).size).toBeGreaterThan(50);
      // Compared as bits, so that a wrong sign of zero shows.
      expect(new Uint32Array(out.buffer)).toEqual(new Uint32Array(decode(expected).buffer));
    });

  test("halves widen to what they are", () => {
    const value = (bits: number) => HALF[bits];
    expect(value(0x3c00)).toBe(1);
    expect(value(0xc000)).toBe(-2);
    expect(value(0x7bff)).toBe(65_504);
    expect(value(0x0001)).toBe(2 ** -24);
    expect(value(0x03ff)).toBe(1023 * 2 ** -24);
    expect(value(0x8000)).toBe(-0);
    expect(value(0x7c00)).toBe(Number.POSITIVE_INFINITY);
    expect(value(0x7e00)).toBeNaN();
  });
});
