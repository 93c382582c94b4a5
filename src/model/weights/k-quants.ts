/** The K types of ggml: super-blocks of 256 values, whose groups have scales that are themselves quantised. */
import { HALF } from "./half.ts";

const f16 = (bytes: Uint8Array, at: number): number =>
  HALF[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number;

/**
 * Scale of group g (0 … 7) of a Q4_K or Q5_K block: 6 bits each, packed in 12 bytes. The first four lie whole in bytes
 * 0 … 3; of the last four the low nibbles lie in bytes 8 … 11, the upper two bits on top of bytes 0 … 3.
 */
function groupScale(bytes: Uint8Array, at: number, g: number): number {
  if (g < 4) return (bytes[at + g] as number) & 63;
  return ((bytes[at + g + 4] as number) & 15) | (((bytes[at + g - 4] as number) >> 6) << 4);
}

/** Minimum of group g, packed like the scales: bytes 4 … 7, and the high nibbles of bytes 8 … 11. */
function groupMinimum(bytes: Uint8Array, at: number, g: number): number {
  if (g < 4) return (bytes[at + g + 4] as number) & 63;
  return ((bytes[at + g + 4] as number) >> 4) | (((bytes[at + g] as number) >> 6) << 4);
}

/**
 * Q4_K, 144 bytes: f16 d, f16 dmin, 12 bytes of scales and minima, 128 bytes of nibbles. Each run of 32 bytes holds two
 * groups of 32: the low nibbles, then the high ones. value = d·scale·q − dmin·minimum.
 */
export function dequantiseQ4K(bytes: Uint8Array, count: number, out: Float32Array): void {
  for (let at = 0, o = 0; o < count; at += 144, o += 256) {
    const d = f16(bytes, at);
    const dmin = f16(bytes, at + 2);
    for (let g = 0; g < 8; g += 2) {
      const low = Math.fround(d * groupScale(bytes, at + 4, g));
      const lowMin = Math.fround(dmin * groupMinimum(bytes, at + 4, g));
      const high = Math.fround(d * groupScale(bytes, at + 4, g + 1));
      const highMin = Math.fround(dmin * groupMinimum(bytes, at + 4, g + 1));
      const q = at + 16 + g * 16;
      const to = o + g * 32;
      for (let j = 0; j < 32; j++) {
        const byte = bytes[q + j] as number;
        out[to + j] = Math.fround(low * (byte & 15)) - lowMin;
        out[to + j + 32] = Math.fround(high * (byte >> 4)) - highMin;
      }
    }
  }
}

/** Q5_K, 176 bytes: as Q4_K with 32 bytes of fifth bits before the nibbles; bit g of byte j belongs to group g. */
export function dequantiseQ5K(bytes: Uint8Array, count: number, out: Float32Array): void {
  for (let at = 0, o = 0; o < count; at += 176, o += 256) {
    const d = f16(bytes, at);
    const dmin = f16(bytes, at + 2);
    for (let g = 0; g < 8; g += 2) {
      const low = Math.fround(d * groupScale(bytes, at + 4, g));
      const lowMin = Math.fround(dmin * groupMinimum(bytes, at + 4, g));
      const high = Math.fround(d * groupScale(bytes, at + 4, g + 1));
      const highMin = Math.fround(dmin * groupMinimum(bytes, at + 4, g + 1));
      const q = at + 48 + g * 16;
      const to = o + g * 32;
      for (let j = 0; j < 32; j++) {
        const byte = bytes[q + j] as number;
        const fifth = (bytes[at + 16 + j] as number) >> g;
        out[to + j] = Math.fround(low * ((byte & 15) | ((fifth & 1) << 4))) - lowMin;
        out[to + j + 32] = Math.fround(high * ((byte >> 4) | ((fifth & 2) << 3))) - highMin;
      }
    }
  }
}

/**
 * Q6_K, 210 bytes: 128 bytes of low nibbles, 64 bytes of upper bit pairs, 16 signed scales (one for 16 values), f16 d.
 * Each half of 128 values has 64 bytes of nibbles and 32 of bit pairs. value = d·scale·(q − 32).
 */
export function dequantiseQ6K(bytes: Uint8Array, count: number, out: Float32Array): void {
  for (let at = 0, o = 0; o < count; at += 210, o += 256) {
    const d = f16(bytes, at + 208);
    for (let half = 0; half < 2; half++) {
      const nibbles = at + half * 64;
      const pairs = at + 128 + half * 32;
      for (let part = 0; part < 4; part++) {
        const from = nibbles + (part & 1) * 32;
        const nibbleShift = (part >> 1) * 4;
        const pairShift = part * 2;
        const scales = at + 192 + half * 8 + part * 2;
        const to = o + half * 128 + part * 32;
        for (let sixteen = 0; sixteen < 2; sixteen++) {
          const scale = Math.fround(d * (((bytes[scales + sixteen] as number) << 24) >> 24));
          for (let j = sixteen * 16; j < sixteen * 16 + 16; j++) {
            const nibble = ((bytes[from + j] as number) >> nibbleShift) & 15;
            const pair = ((bytes[pairs + j] as number) >> pairShift) & 3;
            out[to + j] = scale * ((nibble | (pair << 4)) - 32);
          }
        }
      }
    }
  }
}
