/** Builds small GGUF files for tests, byte by byte. */
import { TENSOR_TYPES, ValueType } from "../../src/model/gguf/format.ts";

export interface TestValue {
  readonly type: number;
  readonly value: unknown;
}

export interface TestTensor {
  readonly dimensions: readonly number[];
  /** Name of the type, such as "Q8_0". */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface TestGguf {
  readonly version?: number;
  readonly metadata: Readonly<Record<string, TestValue>>;
  readonly tensors: Readonly<Record<string, TestTensor>>;
}

export const text = (value: string): TestValue => ({ type: ValueType.string, value });
export const u32 = (value: number): TestValue => ({ type: ValueType.uint32, value });
export const array = (type: number, values: readonly unknown[]): TestValue => ({
  type: ValueType.array,
  value: { type, values },
});

/** Collects little-endian bytes. */
export class Bytes {
  private buffer = new Uint8Array(1024);
  private end = 0;

  get length(): number {
    return this.end;
  }

  raw(bytes: ArrayLike<number>): this {
    if (this.end + bytes.length > this.buffer.length) {
      const longer = new Uint8Array(2 * (this.end + bytes.length));
      longer.set(this.buffer);
      this.buffer = longer;
    }
    this.buffer.set(bytes, this.end);
    this.end += bytes.length;
    return this;
  }

  number(size: number, write: (view: DataView) => void): this {
    const view = new DataView(new ArrayBuffer(size));
    write(view);
    return this.raw(new Uint8Array(view.buffer));
  }

  u32(value: number): this {
    return this.number(4, (view) => view.setUint32(0, value, true));
  }

  u64(value: number | bigint): this {
    return this.number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  text(value: string): this {
    const bytes = new TextEncoder().encode(value);
    return this.u64(bytes.length).raw(bytes);
  }

  align(to: number): this {
    return this.raw(new Uint8Array((to - (this.end % to)) % to));
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.end);
  }
}

function writeValue(out: Bytes, type: number, value: unknown): void {
  const n = value as number;
  switch (type) {
    case ValueType.uint8:
    case ValueType.int8:
    case ValueType.bool:
      out.raw([Number(n) & 255]);
      break;
    case ValueType.uint16:
    case ValueType.int16:
      out.number(2, (view) => view.setInt16(0, n, true));
      break;
    case ValueType.uint32:
    case ValueType.int32:
      out.number(4, (view) => view.setInt32(0, n, true));
      break;
    case ValueType.float32:
      out.number(4, (view) => view.setFloat32(0, n, true));
      break;
    case ValueType.float64:
      out.number(8, (view) => view.setFloat64(0, n, true));
      break;
    case ValueType.uint64:
    case ValueType.int64:
      out.number(8, (view) => view.setBigInt64(0, BigInt(value as bigint), true));
      break;
    case ValueType.string:
      out.text(value as string);
      break;
    case ValueType.array: {
      const { type: inner, values } = value as { type: number; values: unknown[] };
      out.u32(inner).u64(values.length);
      for (const item of values) writeValue(out, inner, item);
      break;
    }
    default:
      throw new Error(`no value type ${type}`);
  }
}

/** The bytes of a GGUF; tensors lie in the order given, each aligned. */
export function buildGguf({ version = 3, metadata, tensors }: TestGguf): Uint8Array<ArrayBuffer> {
  const alignment = (metadata["general.alignment"]?.value as number | undefined) ?? 32;
  const out = new Bytes().raw(new TextEncoder().encode("GGUF")).u32(version);
  out.u64(Object.keys(tensors).length).u64(Object.keys(metadata).length);
  for (const [key, { type, value }] of Object.entries(metadata)) {
    out.text(key).u32(type);
    writeValue(out, type, value);
  }
  const data = new Bytes();
  for (const [name, tensor] of Object.entries(tensors)) {
    data.align(alignment);
    out.text(name).u32(tensor.dimensions.length);
    for (const d of tensor.dimensions) out.u64(d);
    out.u32(typeNumber(tensor.type)).u64(data.length);
    data.raw(tensor.bytes);
  }
  if (data.length === 0) return out.take();
  return out.align(alignment).raw(data.take()).take();
}

function typeNumber(name: string): number {
  for (const [number, form] of TENSOR_TYPES) if (form.name === name) return number;
  const unknown = /^type (\d+)$/.exec(name)?.[1];
  if (unknown === undefined) throw new Error(`no tensor type ${name}`);
  return Number(unknown);
}

/** Random bytes that are the same in every run. */
export function randomBytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  let state = seed >>> 0 || 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

/** Q8_0 blocks with finite scales and random values. */
export function randomQ8(count: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = randomBytes((count / 32) * 34, seed);
  for (let at = 0; at < bytes.length; at += 34) {
    // f16 between 2^-9 and 2^-7: exponent bits of 6 or 7, sign cleared.
    bytes[at + 1] = 0x18 | ((bytes[at + 1] as number) & 7);
  }
  return bytes;
}

/** Q4_0 blocks with finite scales of both signs and random values. */
export function randomQ4(count: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = randomBytes((count / 32) * 18, seed);
  for (let at = 0; at < bytes.length; at += 18) bytes[at + 1] = 0x18 | ((bytes[at + 1] as number) & 0x87);
  return bytes;
}

export function f32Bytes(values: readonly number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(values).buffer);
}
