/**
 * GGUF's Q4_0 and our groups. A block is an f16 scale and 16 bytes: the low halves are weights 0 … 15, the high ones 16 … 31,
 * and weight = (half byte − 8) × scale. In our groups weights follow each other and are signed. Nothing is rounded anywhere.
 */
import { HALF, toSignedHalf } from "./half.ts";
import { GROUP } from "./layouts.ts";

const BLOCK_BYTES = 18;
const VALUE_BYTES = 16;
/** Turns 0 … 15, which counts from 8, into two's complement and back, in both halves of a byte. */
const SIGNS = 0x88;

/**
 * Blocks into 4-bit groups, bit for bit.
 * @param count weights whose blocks are taken, a multiple of 32
 * @param values where the values go, two to a byte, from weight `at` on
 * @param scales where the `count / 32` scales go, from index `at / 32`
 * @returns whether all scales were finite numbers
 */
export function splitQ4(
  bytes: Uint8Array,
  count: number,
  values: Int8Array,
  scales: Float32Array,
  at: number,
): boolean {
  let write = at / 2;
  for (let read = 2; read < (count / GROUP) * BLOCK_BYTES; read += BLOCK_BYTES, write += VALUE_BYTES)
    for (let j = 0; j < 8; j++) {
      const first = bytes[read + 2 * j] as number;
      const second = bytes[read + 2 * j + 1] as number;
      values[write + j] = ((first & 15) | (second << 4)) ^ SIGNS;
      values[write + j + 8] = ((first >> 4) | (second & 0xf0)) ^ SIGNS;
    }
  return splitScales(bytes, count, scales, at);
}

/** Blocks into 8-bit groups: the same values with the same scales, so that no weight changes. Otherwise as `splitQ4`. */
export function widenQ4(
  bytes: Uint8Array,
  count: number,
  values: Int8Array,
  scales: Float32Array,
  at: number,
): boolean {
  let write = at;
  for (let read = 2; read < (count / GROUP) * BLOCK_BYTES; read += BLOCK_BYTES, write += GROUP)
    for (let j = 0; j < VALUE_BYTES; j++) {
      const byte = bytes[read + j] as number;
      values[write + j] = (byte & 15) - 8;
      values[write + j + 16] = (byte >> 4) - 8;
    }
  return splitScales(bytes, count, scales, at);
}

function splitScales(bytes: Uint8Array, count: number, scales: Float32Array, at: number): boolean {
  let finite = true;
  for (let group = 0; group < count / GROUP; group++) {
    const block = group * BLOCK_BYTES;
    const scale = HALF[(bytes[block] as number) | ((bytes[block + 1] as number) << 8)] as number;
    if (scale - scale !== 0) finite = false;
    scales[at / GROUP + group] = scale;
  }
  return finite;
}

/**
 * The way back from 4-bit groups, bit for bit.
 * @param values two to a byte, whole groups
 * @param scales one for each group, each of them a half
 * @returns 18 bytes for each group
 */
export function joinQ4(values: Uint8Array, scales: Float32Array): Uint8Array<ArrayBuffer> {
  const blocks = new Uint8Array(scales.length * BLOCK_BYTES);
  for (let group = 0; group < scales.length; group++) {
    const half = toSignedHalf(scales[group] as number);
    const write = group * BLOCK_BYTES;
    blocks[write] = half & 255;
    blocks[write + 1] = half >> 8;
    for (let j = 0; j < 8; j++) {
      const low = (values[group * VALUE_BYTES + j] as number) ^ SIGNS;
      const high = (values[group * VALUE_BYTES + j + 8] as number) ^ SIGNS;
      blocks[write + 2 + 2 * j] = (low & 15) | (high << 4);
      blocks[write + 3 + 2 * j] = (low >> 4) | (high & 0xf0);
    }
  }
  return blocks;
}
