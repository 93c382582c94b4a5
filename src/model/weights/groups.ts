/** Weights in 8-bit groups: signed bytes, 32 along a row with one float32 scale, which is a half. Those of 4 bits: nibbles.ts. */
import { HALF, toHalf, toSignedHalf } from "./half.ts";
import { GROUP } from "./layouts.ts";

/**
 * Rounds float32 weights to 8-bit groups: scale = max|w| / 127 as the nearest half, value = w / scale rounded half away from
 * zero. Scales that are halves make a group the same thing as a block of GGUF's Q8_0, so that it can be given back as one.
 * A group of zeros has values 0.
 * @param count a multiple of 32
 * @param values where the `count` signed bytes go, from index `at`
 * @param scales where the `count / 32` scales go, from index `at / 32`
 * @returns whether all weights were finite numbers, and none too large for a half to scale (8.3 million)
 */
export function quantiseGroups(
  weights: Float32Array,
  count: number,
  values: Int8Array,
  scales: Float32Array,
  at: number,
): boolean {
  // Signs are taken from the bits: a branch on them is mispredicted every other time, and costs more than the division.
  const bits = new Int32Array(weights.buffer, weights.byteOffset, count);
  // Stays zero unless a group's scale is infinite or not a number.
  let spoilt = 0;
  for (let from = 0; from < count; from += GROUP) {
    let max = 0;
    for (let j = from; j < from + GROUP; j++) max = Math.max(max, Math.abs(weights[j] as number));
    const scale = scaleOf(max);
    spoilt += scale - scale;
    scales[(at + from) / GROUP] = scale;
    const divisor = scale === 0 ? Number.POSITIVE_INFINITY : scale;
    for (let j = from; j < from + GROUP; j++) {
      const sign = (bits[j] as number) >> 31;
      const size = (Math.abs(Math.fround((weights[j] as number) / divisor)) + 0.5) | 0;
      values[at + j] = (size ^ sign) - sign;
    }
  }
  return spoilt === 0;
}

/** The half nearest to max / 127, or the next one where, among the subnormal, rounding down would make the maximum 128. */
function scaleOf(max: number): number {
  if (max === 0 || !(max < Number.POSITIVE_INFINITY)) return max;
  const half = toHalf(max / 127);
  const scale = HALF[half] as number;
  return Math.fround(max / scale) < 127.5 ? scale : (HALF[half + 1] as number);
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

/**
 * The way back: groups as the blocks of Q8_0 that they are, bit for bit.
 * @param values signed bytes, whole groups, starting at an even address
 * @param scales one for each group, each of them a half
 * @returns 34 bytes for each group
 */
export function joinQ8(values: Uint8Array, scales: Float32Array): Uint8Array<ArrayBuffer> {
  const blocks = new Uint16Array(scales.length * 17);
  const from = new Uint16Array(values.buffer, values.byteOffset, scales.length * 16);
  let read = 0;
  let write = 0;
  for (let group = 0; group < scales.length; group++) {
    // Q8_0 files may hold scales below zero, which our rounding never makes.
    blocks[write++] = toSignedHalf(scales[group] as number);
    for (let j = 0; j < 16; j++) blocks[write++] = from[read++] as number;
  }
  return new Uint8Array(blocks.buffer);
}
