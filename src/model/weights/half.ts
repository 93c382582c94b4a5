/** IEEE half precision to single and back. Widening is a table of all 65,536: every block of weights starts with one or two. */

/** f32 of each f16, by its bits. */
export const HALF: Float32Array<ArrayBuffer> = buildTable();

function buildTable(): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(65_536);
  for (let half = 0; half < 65_536; half++) {
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 0x1f;
    const mantissa = half & 0x3ff;
    if (exponent === 0x1f) bits[half] = sign | 0x7f800000 | (mantissa << 13);
    else if (exponent !== 0) bits[half] = sign | ((exponent + 112) << 23) | (mantissa << 13);
    else bits[half] = sign | subnormal(mantissa);
  }
  return new Float32Array(bits.buffer);
}

/** mantissa · 2^-24 as the bits of a float32, which has no need of a subnormal for it. */
function subnormal(mantissa: number): number {
  if (mantissa === 0) return 0;
  const top = 31 - Math.clz32(mantissa);
  return ((top + 103) << 23) | ((mantissa ^ (1 << top)) << (23 - top));
}

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/**
 * Bits of the half nearest to a number, ties to even (`Math.f16round` is not in every browser we run in).
 * @param value 0 or larger, finite; what is beyond 65,504 by half a step or more becomes infinity
 */
export function toHalf(value: number): number {
  single[0] = value;
  const bits = singleBits[0] as number;
  if (bits < SMALLEST_NORMAL) return halfSubnormal(value);
  // The exponent's bias is smaller by 112; 13 bits of the mantissa go, and a carry runs into the exponent as it should.
  const half = (bits - (112 << 23) + 0xfff + ((bits >> 13) & 1)) >>> 13;
  return Math.min(half, 0x7c00);
}

/** As `toHalf`, for numbers below zero too; −0 keeps its sign. */
export function toSignedHalf(value: number): number {
  return toHalf(Math.abs(value)) | (value < 0 || Object.is(value, -0) ? 0x8000 : 0);
}

/** 2^-14, the smallest half that is not subnormal, as the bits of a float32. */
const SMALLEST_NORMAL = 0x38800000;

/** A subnormal half counts steps of 2^-24. */
function halfSubnormal(value: number): number {
  const steps = value * 2 ** 24;
  const below = Math.floor(steps);
  const rest = steps - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
