/**
 * How a parameter lies in memory, by the name of its layout: what a layout holds and how wide its rows are is written here
 * and in no other file. Those of groups come in pairs, values and scales of the same rows:
 *
 * - `q8_tiled_values`: signed bytes, four to a little-endian word, in tiles of 16 rows (tiles.ts) of the tensors one after
 *   the other
 * - `q4_tiled_values`: signed 4-bit numbers in two's complement, eight to a word, the first in the lowest bits
 * - `q8_tiled_scales`, `q4_tiled_scales`: for the same rows one float32 per 32 weights, each of them a half;
 *   weight = value × scale
 * - `f32`: the tensor as it is
 *
 * Two's complement, since kernels then unpack four bits as they unpack eight: one shift to the left, one back that keeps the
 * sign. Q4_0's own form counts from 8, and its subtraction would come on top for every weight.
 */
export const LAYOUTS = [
  "q8_tiled_values",
  "q8_tiled_scales",
  "q4_tiled_values",
  "q4_tiled_scales",
  "f32",
] as const;

export type Layout = (typeof LAYOUTS)[number];

/** Weights that share one scale, along a row. */
export const GROUP = 32;

/** Groups that are, bit for bit, the blocks of one of GGUF's tensor types: a half as scale, then 32 values. */
export interface Grouping {
  readonly type: "Q8_0" | "Q4_0";
  readonly values: Layout;
  readonly scales: Layout;
  /** Bytes of a group's values. */
  readonly valueBytes: number;
  /** Bytes of a block in a GGUF. */
  readonly blockBytes: number;
}

const Q8: Grouping = {
  type: "Q8_0",
  values: "q8_tiled_values",
  scales: "q8_tiled_scales",
  valueBytes: 32,
  blockBytes: 34,
};

const Q4: Grouping = {
  type: "Q4_0",
  values: "q4_tiled_values",
  scales: "q4_tiled_scales",
  valueBytes: 16,
  blockBytes: 18,
};

/** Undefined for the layout that has no groups. */
export function groupingOf(layout: Layout): Grouping | undefined {
  return [Q8, Q4].find(({ values, scales }) => layout === values || layout === scales);
}

/** Weights that one element of a parameter holds or scales. */
const WEIGHTS: Readonly<Record<Layout, number>> = {
  f32: 1,
  q8_tiled_values: 4,
  q8_tiled_scales: GROUP,
  q4_tiled_values: 8,
  q4_tiled_scales: GROUP,
};

/** A parameter as the matrix of weights that it is: a vector is one row, and what is tiled has the shape (tiles, columns, 16). */
export function extentOf({ shape, layout }: { readonly shape: readonly number[]; readonly layout: Layout }): {
  readonly rows: number;
  readonly width: number;
} {
  const [first = 1, columns, tile = 1] = shape;
  const rows = columns === undefined ? 1 : first * tile;
  return { rows, width: (columns ?? first) * WEIGHTS[layout] };
}

/** Whether rows of a tensor of this type can be stored so: of 4-bit groups nothing but Q4_0 is made, which loses nothing. */
export function takesType(layout: Layout, typeName: string): boolean {
  const grouping = groupingOf(layout);
  return grouping?.type !== "Q4_0" || typeName === "Q4_0";
}
