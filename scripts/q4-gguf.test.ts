import { describe, expect, test } from "vitest";
import { ChunkSource } from "../src/model/byte-source.ts";
import { readHeader } from "../src/model/gguf/header.ts";
import { RebuiltGguf } from "../src/model/gguf/rebuilt.ts";
import { installFromGguf } from "../src/model/install.ts";
import { DEQUANTISE } from "../src/model/weights/dequantise.ts";
import { buildGguf, f32Bytes } from "../test/gguf/build.ts";
import { MemoryStore } from "../test/gguf/memory-store.ts";
import { HIDDEN, tinyGemma, tinyLibrary } from "../test/gguf/tiny-gemma.ts";
import { quantiseQ4, writeQ4 } from "./q4-gguf.ts";

function group(values: Record<number, number>): Float32Array {
  const weights = new Float32Array(32);
  for (const [index, value] of Object.entries(values)) weights[Number(index)] = value;
  return weights;
}

/** Half bytes of a block in the order of its weights. */
function halfBytes(block: Uint8Array): number[] {
  const bytes = [...block.subarray(2, 18)];
  return [...bytes.map((byte) => byte & 15), ...bytes.map((byte) => byte >> 4)];
}

describe("rounding to Q4_0", () => {
  test("the weight farthest from zero becomes -8, whatever its sign", () => {
    // Scale -0.5 is half 0xb800, scale 0.5 is 0x3800.
    const positive = quantiseQ4(group({ 0: 4, 1: -4, 2: 0.5, 17: -1, 31: 3.5 }));
    expect([...positive.subarray(0, 2)]).toEqual([0x00, 0xb8]);
    // 4 / -0.5 = -8 -> 0; -4 / -0.5 = 8 -> 16, held at 15; 0.5 -> 7; -1 -> 10; 3.5 -> 1; 0 -> 8.
    const expected = new Array<number>(32).fill(8).with(0, 0).with(1, 15).with(2, 7).with(17, 10).with(31, 1);
    expect(halfBytes(positive)).toEqual(expected);
    const negative = quantiseQ4(group({ 0: -4, 1: 4 }));
    expect([...negative.subarray(0, 2)]).toEqual([0x00, 0x38]);
    expect(halfBytes(negative).slice(0, 3)).toEqual([0, 15, 8]);
  });

  test("of two that are equally far the first decides; halves go up", () => {
    const block = quantiseQ4(group({ 3: 8, 4: -8, 5: 0.5, 6: -0.5 }));
    expect([...block.subarray(0, 2)]).toEqual([0x00, 0xbc]);
    // The scale is -1: 0.5 is -0.5 of it, which with 8.5 is 8; -0.5 is 0.5 of it, which is 9.
    expect(halfBytes(block).slice(3, 7)).toEqual([0, 15, 8, 9]);
  });

  test("a group of zeros stays one", () => {
    const block = quantiseQ4(group({}));
    const weights = new Float32Array(32).fill(1);
    DEQUANTISE.Q4_0(block, 32, weights);
    expect(weights.every((weight) => weight === 0)).toBe(true);
  });

  test("no weight is off by more than a step, nor by more than half a one but at the far end", () => {
    const weights = Float32Array.from(
      { length: 64 * 32 },
      (_, i) => Math.sin(i * 12.9898) * 2 ** ((i >> 5) % 7),
    );
    const found = new Float32Array(weights.length);
    DEQUANTISE.Q4_0(quantiseQ4(weights), weights.length, found);
    for (const [i, weight] of weights.entries()) {
      const own = weights.subarray(i & ~31, (i & ~31) + 32);
      const step = Math.max(...own.map(Math.abs)) / 8;
      const error = Math.abs((found[i] as number) - weight);
      expect(error).toBeLessThanOrEqual(step * 1.001);
      if (Math.abs(weight) < 7 * step) expect(error).toBeLessThanOrEqual(step * 0.501 + step * 7 * 2 ** -11);
    }
  });
});

describe("a GGUF with its body in Q4_0", () => {
  const write = async (source: Uint8Array) => {
    const parts: Uint8Array[] = [];
    await writeQ4(new ChunkSource([source]), async (bytes) => void parts.push(bytes));
    return new Uint8Array(Buffer.concat(parts));
  };
  const weights = Array.from({ length: HIDDEN * 32 }, (_, i) => Math.sin(i));
  const key = { dimensions: [HIDDEN, 32], type: "F32", bytes: f32Bytes(weights) };
  const original = buildGguf(tinyGemma({}, { "blk.0.attn_k.weight": key }));

  test("has the keys, the norms and the embedding of its original, and its own matrices", async () => {
    const made = await write(original);
    const [before, after] = await Promise.all([original, made].map((b) => readHeader(new ChunkSource([b]))));
    if (before === undefined || after === undefined) throw new Error("no header");
    expect(after.metadata).toEqual(before.metadata);
    expect([...after.tensors.keys()]).toEqual([...before.tensors.keys()]);
    for (const [name, { dimensions, typeName, offset, bytes = 0 }] of after.tensors) {
      const old = before.tensors.get(name);
      expect(dimensions).toEqual(old?.dimensions);
      const isBody = name.startsWith("blk.");
      expect(typeName).toBe(isBody ? "Q4_0" : old?.typeName);
      if (!isBody)
        expect(made.subarray(offset, offset + bytes)).toEqual(
          original.subarray(old?.offset, (old?.offset ?? 0) + bytes),
        );
    }
    const { offset = 0, bytes = 0 } = after.tensors.get("blk.0.attn_k.weight") ?? {};
    expect(made.slice(offset, offset + bytes)).toEqual(quantiseQ4(Float32Array.from(weights)));
  });

  test("installs in four bits, comes back byte for byte, and is itself when it is made again", async () => {
    const made = await write(original);
    expect(await write(made)).toEqual(made);
    const store = new MemoryStore();
    const { id, library } = await installFromGguf(new ChunkSource([made]), {
      libraries: [tinyLibrary(4), tinyLibrary(8)],
      store,
      origin: { kind: "file", file: "q4.gguf" },
    });
    expect(library).toBe("tiny-q4-f32");
    const rebuilt = await RebuiltGguf.open(store, id);
    expect(Buffer.compare(await rebuilt.read(0, rebuilt.size), made)).toBe(0);
  });
});
