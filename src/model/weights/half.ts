/** IEEE half precision widened to single: a table of all 65,536, because every block of weights starts with one or two. */

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
