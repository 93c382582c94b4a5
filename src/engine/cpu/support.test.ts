import { describe, expect, test } from "vitest";
import { requireWasm, threadCount } from "./support.ts";

describe("what wasm must offer", () => {
  test("all of it is there in a browser of today, as it is here but for what this Node lacks", () => {
    const seen: Uint8Array<ArrayBuffer>[] = [];
    requireWasm((module) => seen.push(module) > 0);
    expect(seen).toHaveLength(3);
    // 64-bit memories came after Node 20; that module must fail here for no other reason.
    const [simd, memory64, exceptions] = seen;
    expect([simd, exceptions].map((module) => module && WebAssembly.validate(module))).toEqual([true, true]);
    const memory32 = memory64?.with(-2, 0);
    expect(memory32 && WebAssembly.validate(memory32)).toBe(true);
  });

  test("what is missing is named", () => {
    expect(() => requireWasm(() => false)).toThrowError(
      expect.objectContaining({ code: "cpu-unsupported", detail: { missing: "SIMD, memory64, exceptions" } }),
    );
  });
});

test("threads: two of two cores, one less of a few, half of many, one without shared memory", () => {
  const counts = [1, 2, 3, 4, 6, 8, 12, 32].map((cores) => threadCount(cores, true));
  expect(counts).toEqual([1, 2, 2, 3, 3, 4, 6, 8]);
  expect(threadCount(8, false)).toBe(1);
});
