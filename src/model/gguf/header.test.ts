import { describe, expect, test } from "vitest";
import {
  array,
  Bytes,
  buildGguf,
  f32Bytes,
  randomBytes,
  type TestGguf,
  text,
  u32,
} from "../../../test/gguf/build.ts";
import { PostilError } from "../../errors.ts";
import { BlobSource, type ByteSource, ChunkSource, checkRange } from "../byte-source.ts";
import { ValueType } from "./format.ts";
import { readHeader } from "./header.ts";

const small: TestGguf = {
  metadata: {
    "general.architecture": text("gemma3"),
    "a.u8": { type: ValueType.uint8, value: 255 },
    "a.i8": { type: ValueType.int8, value: -2 },
    "a.u16": { type: ValueType.uint16, value: 65_535 },
    "a.i16": { type: ValueType.int16, value: -3 },
    "a.u32": u32(0xffffffff),
    "a.i32": { type: ValueType.int32, value: -4 },
    "a.f32": { type: ValueType.float32, value: 0.5 },
    "a.f64": { type: ValueType.float64, value: 0.1 },
    "a.yes": { type: ValueType.bool, value: true },
    "a.u64": { type: ValueType.uint64, value: 2n ** 63n },
    "a.i64": { type: ValueType.int64, value: -5n },
    "a.strings": array(ValueType.string, ["", "ä", "\uFEFF", "😀"]),
    "a.bytes": array(ValueType.uint8, [1, 2, 3]),
    "a.floats": array(ValueType.float32, [1.5, -0]),
    "a.doubles": array(ValueType.float64, [0.1]),
    "a.flags": array(ValueType.bool, [true, false]),
    "a.nested": array(ValueType.array, [
      { type: ValueType.int32, values: [1, -1] },
      { type: ValueType.uint32, values: [] },
    ]),
  },
  tensors: {
    norm: { dimensions: [8], type: "F32", bytes: f32Bytes([1, 2, 3, 4, 5, 6, 7, 8]) },
    weight: { dimensions: [32, 2], type: "Q8_0", bytes: randomBytes(68, 1) },
  },
};

async function codeOf(source: ByteSource): Promise<string> {
  try {
    await readHeader(source);
    return "none";
  } catch (thrown) {
    if (!(thrown instanceof PostilError)) throw thrown;
    return thrown.code;
  }
}

const memory = (bytes: Uint8Array): ByteSource => new ChunkSource([bytes]);

describe("reading a header", () => {
  for (const version of [2, 3])
    test(`values of every type, version ${version}`, async () => {
      const header = await readHeader(memory(buildGguf({ ...small, version })));
      expect(header.version).toBe(version);
      expect(Object.fromEntries(header.metadata)).toEqual({
        "general.architecture": "gemma3",
        "a.u8": 255,
        "a.i8": -2,
        "a.u16": 65_535,
        "a.i16": -3,
        "a.u32": 0xffffffff,
        "a.i32": -4,
        "a.f32": 0.5,
        "a.f64": 0.1,
        "a.yes": true,
        "a.u64": 2n ** 63n,
        "a.i64": -5,
        "a.strings": ["", "ä", "\uFEFF", "😀"],
        "a.bytes": [1, 2, 3],
        "a.floats": Float32Array.of(1.5, -0),
        "a.doubles": Float64Array.of(0.1),
        "a.flags": [true, false],
        "a.nested": [Int32Array.of(1, -1), Uint32Array.of()],
      });
    });

  test("tensors lie where the file says, in any source", async () => {
    const bytes = buildGguf(small);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
      bytes.subarray(i * 7, i * 7 + 7),
    );
    for (const source of [memory(bytes), new ChunkSource(pieces), new BlobSource(new Blob([bytes]))]) {
      const { tensors } = await readHeader(source);
      const weight = tensors.get("weight");
      expect(weight).toMatchObject({ dimensions: [32, 2], typeName: "Q8_0", bytes: 68 });
      expect(await source.read(weight?.offset ?? 0, 68)).toEqual(randomBytes(68, 1));
    }
  });

  test("the file's own alignment holds", async () => {
    const header = await readHeader(
      memory(buildGguf({ ...small, metadata: { ...small.metadata, "general.alignment": u32(256) } })),
    );
    expect(header.dataOffset % 256).toBe(0);
    expect((header.tensors.get("weight")?.offset ?? 1) % 256).toBe(0);
  });

  test("a tensor of an unknown type is listed without a size", async () => {
    const weight = { dimensions: [32, 2], type: "type 99", bytes: randomBytes(68, 1) };
    const { tensors } = await readHeader(memory(buildGguf({ metadata: {}, tensors: { weight } })));
    expect(tensors.get("weight")).toMatchObject({ typeName: "type 99", bytes: undefined });
  });

  test("an array of 262,144 strings is read through a window, not held", async () => {
    const tokens = Array.from({ length: 262_144 }, (_, i) => `token${i}`);
    const bytes = buildGguf({ metadata: { tokens: array(ValueType.string, tokens) }, tensors: {} });
    let longest = 0;
    const source: ByteSource = {
      size: bytes.length,
      read: async (offset, length) => {
        checkRange(bytes.length, offset, length);
        longest = Math.max(longest, length);
        return bytes.slice(offset, offset + length);
      },
    };
    const read = (await readHeader(source)).metadata.get("tokens") as string[];
    expect(read.join(" ") === tokens.join(" ")).toBe(true);
    expect(longest).toBeLessThan(bytes.length / 3);
  });
});

describe("refusing a header", () => {
  test("what is no GGUF", async () => {
    expect(await codeOf(memory(new Uint8Array(0)))).toBe("gguf-bad-magic");
    expect(await codeOf(memory(new TextEncoder().encode("<!doctype html>")))).toBe("gguf-bad-magic");
  });

  test("other versions, and big-endian files", async () => {
    expect(await codeOf(memory(buildGguf({ ...small, version: 1 })))).toBe("gguf-unsupported-version");
    expect(await codeOf(memory(buildGguf({ ...small, version: 4 })))).toBe("gguf-unsupported-version");
    expect(await codeOf(memory(buildGguf({ ...small, version: 0x03000000 })))).toBe(
      "gguf-unsupported-version",
    );
  });

  const start = () => new Bytes().raw(new TextEncoder().encode("GGUF")).u32(3);
  const tensor = (name: string, dimensions: (number | bigint)[], offset: number | bigint) => (out: Bytes) => {
    out.text(name).u32(dimensions.length);
    for (const d of dimensions) out.u64(d);
    return out.u32(0).u64(offset);
  };
  const withTensors = (...writers: ((out: Bytes) => Bytes)[]) => {
    const out = start().u64(writers.length).u64(0);
    for (const write of writers) write(out);
    return out.align(32).raw(new Uint8Array(256)).take();
  };

  const absurd: Record<string, Uint8Array> = {
    "more tensors than any model has": start()
      .u64(2n ** 60n)
      .u64(0)
      .take(),
    "more keys than any model has": start()
      .u64(0)
      .u64(2n ** 32n)
      .take(),
    "a key of a gigabyte": start()
      .u64(0)
      .u64(1)
      .u64(2 ** 30)
      .take(),
    "a value of a gigabyte": start()
      .u64(0)
      .u64(1)
      .text("k")
      .u32(ValueType.string)
      .u64(2 ** 30)
      .take(),
    "a length beyond 2^53": start()
      .u64(0)
      .u64(1)
      .text("k")
      .u32(ValueType.string)
      .u64(2n ** 63n)
      .take(),
    "an array of a billion": start()
      .u64(0)
      .u64(1)
      .text("k")
      .u32(9)
      .u32(0)
      .u64(2 ** 30)
      .take(),
    "an unknown value type": start().u64(0).u64(1).text("k").u32(77).raw(new Uint8Array(64)).take(),
    "an unknown item type": start()
      .u64(0)
      .u64(1)
      .text("k")
      .u32(9)
      .u32(77)
      .u64(1)
      .raw(new Uint8Array(64))
      .take(),
    "a key that is there twice": buildTwice(),
    "arrays in arrays without end": start().u64(0).u64(1).text("k").u32(9).raw(nestedArrays(10)).take(),
    "a tensor that is there twice": withTensors(tensor("t", [8], 0), tensor("t", [8], 32)),
    "tensors one over the other": withTensors(tensor("t", [16], 0), tensor("u", [8], 32)),
    "a tensor off its alignment": withTensors(tensor("t", [8], 8)),
    "a tensor without dimensions": withTensors(tensor("t", [], 0)),
    "a tensor of five dimensions": withTensors(tensor("t", [1, 1, 1, 1, 1], 0)),
    "a dimension of zero": withTensors(tensor("t", [0, 4], 0)),
    "a dimension beyond 2^32": withTensors(tensor("t", [2n ** 40n], 0)),
    "a product beyond 2^53": withTensors(tensor("t", [2 ** 31, 2 ** 31], 0)),
    "an offset beyond 2^53": withTensors(tensor("t", [8], 2n ** 62n)),
    "an alignment of three": buildGguf({ metadata: { "general.alignment": u32(3) }, tensors: {} }),
    "an alignment of zero": buildGguf({ metadata: { "general.alignment": u32(0) }, tensors: {} }),
  };

  function nestedArrays(depth: number): Uint8Array {
    const out = new Bytes();
    for (let i = 0; i < depth; i++) out.u32(9).u64(1);
    return out.u32(0).u64(0).take();
  }

  function buildTwice(): Uint8Array {
    const out = start().u64(0).u64(2);
    for (let i = 0; i < 2; i++) out.text("k").u32(0).raw([1]);
    return out.take();
  }

  for (const [what, bytes] of Object.entries(absurd))
    test(what, async () => expect(await codeOf(memory(bytes))).toBe("gguf-bad-metadata"));

  test("a tensor that ends after the file", async () => {
    expect(await codeOf(memory(withTensors(tensor("t", [4096], 0))))).toBe("gguf-truncated");
  });

  test("a file cut anywhere", async () => {
    const bytes = buildGguf(small);
    for (let length = 4; length < bytes.length; length++) {
      const code = await codeOf(memory(bytes.subarray(0, length)));
      expect(code, `cut to ${length} of ${bytes.length}`).toBe("gguf-truncated");
    }
    expect(await codeOf(memory(bytes))).toBe("none");
  });

  test("a flipped byte anywhere is read or refused by name, and takes no time", async () => {
    const bytes = buildGguf(small);
    const flips = [0x01, 0x80, 0xff];
    for (let at = 0; at < bytes.length; at++)
      await codeOf(memory(bytes.with(at, (bytes[at] as number) ^ (flips[at % 3] as number))));
  });

  test("a picked file that is gone", async () => {
    const blob = new Blob([buildGguf(small)]);
    blob.slice = () => {
      throw new DOMException("gone", "NotReadableError");
    };
    expect(await codeOf(new BlobSource(blob))).toBe("file-unreadable");
  });
});
