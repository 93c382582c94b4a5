/** Metadata values of a GGUF: numbers, strings, and arrays of them. */
import { PostilError } from "../../errors.ts";
import type { Cursor } from "./cursor.ts";
import { LIMITS, VALUE_BYTES, ValueType } from "./format.ts";

/** 64-bit integers beyond 2^53 stay `bigint`; all other numbers are `number`. */
export type MetaValue = number | bigint | boolean | string | MetaArray;
export type MetaArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | readonly string[]
  | readonly (number | bigint)[]
  | readonly boolean[]
  | readonly MetaArray[];

/** A 64-bit length, already in the window, held to a limit. @throws PostilError `gguf-bad-metadata` */
export function readLength(cursor: Cursor, what: string, limit: number): number {
  const length = cursor.peekLength();
  cursor.skip(8);
  if (length > limit || !Number.isSafeInteger(length))
    throw new PostilError("gguf-bad-metadata", { key: what, found: length, expected: `at most ${limit}` });
  return length;
}

export async function readText(cursor: Cursor, what: string, limit: number): Promise<string> {
  await cursor.need(8);
  const length = readLength(cursor, what, limit);
  await cursor.need(length);
  return cursor.text(length);
}

/** @throws PostilError `gguf-bad-metadata` for an unknown type or an absurd length, `gguf-truncated` */
export async function readValue(
  cursor: Cursor,
  key: string,
  type: number,
  depth: number,
): Promise<MetaValue> {
  if (type === ValueType.string) return readText(cursor, key, LIMITS.stringBytes);
  if (type === ValueType.array) return readArray(cursor, key, depth);
  await cursor.need(VALUE_BYTES[type] ?? 0);
  return readScalar(cursor, key, type);
}

function readScalar(cursor: Cursor, key: string, type: number): number | bigint | boolean {
  switch (type) {
    case ValueType.uint8:
      return cursor.u8();
    case ValueType.int8:
      return cursor.i8();
    case ValueType.uint16:
      return cursor.u16();
    case ValueType.int16:
      return cursor.i16();
    case ValueType.uint32:
      return cursor.u32();
    case ValueType.int32:
      return cursor.i32();
    case ValueType.float32:
      return cursor.f32();
    case ValueType.float64:
      return cursor.f64();
    case ValueType.bool:
      return cursor.u8() !== 0;
    case ValueType.uint64:
      return plain(cursor.u64());
    case ValueType.int64:
      return plain(cursor.i64());
    default:
      throw new PostilError("gguf-bad-metadata", { key, found: `value type ${type}` });
  }
}

function plain(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

async function readArray(cursor: Cursor, key: string, depth: number): Promise<MetaArray> {
  if (depth >= LIMITS.arrayDepth) throw new PostilError("gguf-bad-metadata", { key, found: "nested arrays" });
  await cursor.need(12);
  const type = cursor.u32();
  const length = readLength(cursor, key, LIMITS.arrayLength);
  switch (type) {
    case ValueType.string:
      return readStrings(cursor, key, length);
    case ValueType.array: {
      const arrays: MetaArray[] = [];
      for (let i = 0; i < length; i++) arrays.push(await readArray(cursor, key, depth + 1));
      return arrays;
    }
    case ValueType.float32: {
      await cursor.need(length * 4);
      return Float32Array.from({ length }, () => cursor.f32());
    }
    case ValueType.float64: {
      await cursor.need(length * 8);
      return Float64Array.from({ length }, () => cursor.f64());
    }
    case ValueType.int32: {
      await cursor.need(length * 4);
      return Int32Array.from({ length }, () => cursor.i32());
    }
    case ValueType.uint32: {
      await cursor.need(length * 4);
      return Uint32Array.from({ length }, () => cursor.u32());
    }
    case ValueType.bool: {
      await cursor.need(length);
      return Array.from({ length }, () => cursor.u8() !== 0);
    }
    default: {
      const bytes = VALUE_BYTES[type];
      if (bytes === undefined)
        throw new PostilError("gguf-bad-metadata", { key, found: `value type ${type}` });
      await cursor.need(length * bytes);
      return Array.from({ length }, () => readScalar(cursor, key, type) as number | bigint);
    }
  }
}

async function readStrings(cursor: Cursor, key: string, count: number): Promise<string[]> {
  const strings: string[] = [];
  for (let i = 0; i < count; i++) {
    if (cursor.available < 8) await cursor.need(8);
    const length = readLength(cursor, key, LIMITS.stringBytes);
    if (cursor.available < length) await cursor.need(length);
    strings.push(cursor.text(length));
  }
  return strings;
}
