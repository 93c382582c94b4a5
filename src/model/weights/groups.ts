/** Weights as our kernels read them: signed bytes in groups of 32 along a row, one float32 scale a group. */
import { HALF } from "./half.ts";

export const GROUP = 32;

/**
 * Rounds float32 weights to 8-bit groups: scale = max|w| / 127, value = w / scale rounded half away from zero.
 * A group of zeros has scale 0 and values 0.
 * @param count a multiple of 32
 * @param values where the `count` signed bytes go, from index `at`
 * @param scales where the `count / 32` scales go, from index `at / 32`
 * @returns whether all weights were finite numbers
 */
export function quantiseGroups(
  weights: Float32Array,
  count: number,
  values: Int8Array,
  scales: Float32Array,
  at: number,
): boolean {
  let finite = true;
  for (let from = 0; from < count; from += GROUP) {
    let max = 0;
    // Zero, unless a weight is infinite or not a number, which spoils the sum.
    let spoilt = 0;
    for (let j = from; j < from + GROUP; j++) {
      const w = weights[j] as number;
      const size = w < 0 ? -w : w;
      if (size > max) max = size;
      spoilt += w - w;
    }
    if (spoilt !== 0) finite = false;
    const scale = Math.fround(max / 127);
    scales[(at + from) / GROUP] = scale;
    const to = at;
    if (scale === 0) {
      values.fill(0, to + from, to + from + GROUP);
      continue;
    }
    for (let j = from; j < from + GROUP; j++) {
      const q = Math.fround((weights[j] as number) / scale);
      // Truncation towards zero by |0, so that halves go away from it.
      values[to + j] = q < 0 ? (q - 0.5) | 0 : (q + 0.5) | 0;
    }
  }
  return finite;
}

/**
 * GGUF's Q8_0 into the same form, bit for bit: a block is an f16 scale and 32 signed bytes already.
 * Takes `count` values' blocks; the other parameters and the result as for `quantiseGroups`.
 */
export function splitQ8(
  bytes: Uint8Array,
  count: number,
  values: Int8Array,
  scales: Float32Array,
  at: number,
): boolean {
  // Both sides are moved as 16-bit words, which the 34 bytes of a block allow. Their order of bytes does not matter.
  const from = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const to = new Uint16Array(values.buffer, values.byteOffset + at, count / 2);
  let finite = true;
  let read = 0;
  let write = 0;
  for (let group = 0; group < count / GROUP; group++) {
    const scale = HALF[(bytes[group * 34] as number) | ((bytes[group * 34 + 1] as number) << 8)] as number;
    if (scale - scale !== 0) finite = false;
    scales[at / GROUP + group] = scale;
    read++;
    for (let j = 0; j < 16; j++) to[write++] = from[read++] as number;
  }
  return finite;
}
