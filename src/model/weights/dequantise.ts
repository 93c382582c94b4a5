/**
 * GGUF's tensor types widened to float32, value for value as ggml's reference does it: every product and sum rounded to
 * single precision in the same order. Block forms: https://github.com/ggml-org/llama.cpp/wiki/Tensor-Encoding-Schemes
 * and the structs of ggml-common.h. Nothing is allocated per block.
 */
import type { ConvertibleType } from "../gguf/format.ts";
import { HALF } from "./half.ts";
import { dequantiseQ4K, dequantiseQ5K, dequantiseQ6K } from "./k-quants.ts";

/** Writes `count` values to the start of `out`; `bytes` holds the `count` values' blocks, whole ones. */
export type Dequantise = (bytes: Uint8Array, count: number, out: Float32Array) => void;

const f16 = (bytes: Uint8Array, at: number): number =>
  HALF[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number;

const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24);

const dequantiseF32: Dequantise = (bytes, count, out) => {
  const bits = new Int32Array(out.buffer, out.byteOffset, count);
  for (let i = 0; i < count; i++) bits[i] = u32(bytes, i * 4);
};

const dequantiseF16: Dequantise = (bytes, count, out) => {
  for (let i = 0; i < count; i++) out[i] = f16(bytes, i * 2);
};

const dequantiseBF16: Dequantise = (bytes, count, out) => {
  const bits = new Int32Array(out.buffer, out.byteOffset, count);
  for (let i = 0; i < count; i++)
    bits[i] = ((bytes[i * 2] as number) << 16) | ((bytes[i * 2 + 1] as number) << 24);
};

/** f16 scale, 32 nibbles; value j in the low half of byte j, value j + 16 in its high half; less 8. */
const dequantiseQ4_0: Dequantise = (bytes, count, out) => {
  for (let at = 0, o = 0; o < count; at += 18, o += 32) {
    const d = f16(bytes, at);
    for (let j = 0; j < 16; j++) {
      const q = bytes[at + 2 + j] as number;
      out[o + j] = ((q & 15) - 8) * d;
      out[o + j + 16] = ((q >> 4) - 8) * d;
    }
  }
};

/** f16 scale, f16 minimum, 32 nibbles. */
const dequantiseQ4_1: Dequantise = (bytes, count, out) => {
  for (let at = 0, o = 0; o < count; at += 20, o += 32) {
    const d = f16(bytes, at);
    const m = f16(bytes, at + 2);
    for (let j = 0; j < 16; j++) {
      const q = bytes[at + 4 + j] as number;
      out[o + j] = Math.fround((q & 15) * d) + m;
      out[o + j + 16] = Math.fround((q >> 4) * d) + m;
    }
  }
};

/** f16 scale, 32 fifth bits in one word, 32 nibbles; less 16. */
const dequantiseQ5_0: Dequantise = (bytes, count, out) => {
  for (let at = 0, o = 0; o < count; at += 22, o += 32) {
    const d = f16(bytes, at);
    const high = u32(bytes, at + 2);
    for (let j = 0; j < 16; j++) {
      const q = bytes[at + 6 + j] as number;
      out[o + j] = (((q & 15) | (((high >>> j) & 1) << 4)) - 16) * d;
      out[o + j + 16] = (((q >> 4) | (((high >>> (j + 16)) & 1) << 4)) - 16) * d;
    }
  }
};

/** f16 scale, f16 minimum, 32 fifth bits in one word, 32 nibbles. */
const dequantiseQ5_1: Dequantise = (bytes, count, out) => {
  for (let at = 0, o = 0; o < count; at += 24, o += 32) {
    const d = f16(bytes, at);
    const m = f16(bytes, at + 2);
    const high = u32(bytes, at + 4);
    for (let j = 0; j < 16; j++) {
      const q = bytes[at + 8 + j] as number;
      out[o + j] = Math.fround(((q & 15) | (((high >>> j) & 1) << 4)) * d) + m;
      out[o + j + 16] = Math.fround(((q >> 4) | (((high >>> (j + 16)) & 1) << 4)) * d) + m;
    }
  }
};

/** f16 scale, 32 signed bytes. */
const dequantiseQ8_0: Dequantise = (bytes, count, out) => {
  for (let at = 0, o = 0; o < count; at += 34, o += 32) {
    const d = f16(bytes, at);
    for (let j = 0; j < 32; j++) out[o + j] = (((bytes[at + 2 + j] as number) << 24) >> 24) * d;
  }
};

export const DEQUANTISE: Readonly<Record<ConvertibleType, Dequantise>> = {
  F32: dequantiseF32,
  F16: dequantiseF16,
  BF16: dequantiseBF16,
  Q4_0: dequantiseQ4_0,
  Q4_1: dequantiseQ4_1,
  Q5_0: dequantiseQ5_0,
  Q5_1: dequantiseQ5_1,
  Q8_0: dequantiseQ8_0,
  Q4_K: dequantiseQ4K,
  Q5_K: dequantiseQ5K,
  Q6_K: dequantiseQ6K,
};
