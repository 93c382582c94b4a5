/**
 * Writes the header of a GGUF, version 3: keys and values as they are in the bytes of another, tensor infos from a list.
 * Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { MAGIC, TENSOR_TYPES } from "./format.ts";

/** Keys and values as GGUF writes them, and how many. */
export interface RawKeys {
  readonly count: number;
  readonly bytes: Uint8Array;
}

export interface TensorPlan {
  readonly name: string;
  /** The contiguous dimension first. */
  readonly dimensions: readonly number[];
  /** Name of a type that `TENSOR_TYPES` has. */
  readonly type: string;
  /** Position of its data from the start of all tensors' data, a multiple of the alignment. */
  readonly offset: number;
}

/** The file up to the first tensor's data, padded to the alignment. Without tensors it is a whole GGUF of keys only. */
export function writeHeader(
  keys: RawKeys,
  tensors: readonly TensorPlan[],
  alignment: number,
): Uint8Array<ArrayBuffer> {
  const names = tensors.map(({ name }) => new TextEncoder().encode(name));
  const infoBytes = tensors.map(
    ({ dimensions }, i) => 8 + (names[i]?.length ?? 0) + 4 + 8 * dimensions.length + 4 + 8,
  );
  const end = 24 + keys.bytes.length + infoBytes.reduce((sum, bytes) => sum + bytes, 0);
  const header = new Uint8Array(tensors.length === 0 ? end : Math.ceil(end / alignment) * alignment);
  const view = new DataView(header.buffer);
  let at = 0;
  const u32 = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const u64 = (value: number) => {
    view.setBigUint64(at, BigInt(value), true);
    at += 8;
  };
  const raw = (bytes: Uint8Array) => {
    header.set(bytes, at);
    at += bytes.length;
  };
  u32(MAGIC);
  u32(3);
  u64(tensors.length);
  u64(keys.count);
  raw(keys.bytes);
  for (const [i, { dimensions, type, offset }] of tensors.entries()) {
    const name = names[i] ?? new Uint8Array();
    u64(name.length);
    raw(name);
    u32(dimensions.length);
    for (const dimension of dimensions) u64(dimension);
    u32(typeNumber(type));
    u64(offset);
  }
  return header;
}

function typeNumber(name: string): number {
  for (const [number, form] of TENSOR_TYPES) if (form.name === name) return number;
  throw new RangeError(name);
}
