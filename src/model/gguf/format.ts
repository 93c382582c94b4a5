/**
 * The constants of the GGUF container: value types, tensor types and their block sizes.
 * Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */

/** "GGUF", read as a little-endian 32-bit number. */
export const MAGIC = 0x46554747;
export const DEFAULT_ALIGNMENT = 32;

export const ValueType = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const;

/** Bytes of one value of each fixed-size type, by its number; 0 for strings and arrays. */
export const VALUE_BYTES: readonly number[] = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

/** How a tensor type stores its values: `bytes` for every `values` along a row. */
export interface BlockForm {
  readonly name: string;
  readonly values: number;
  readonly bytes: number;
}

const block = (name: string, values: number, bytes: number): BlockForm => ({ name, values, bytes });

/**
 * Every tensor type with a known size, by its number. Those not in `CONVERTIBLE` are listed so that the extents of a
 * file are checked and the error names the type.
 */
export const TENSOR_TYPES: ReadonlyMap<number, BlockForm> = new Map([
  [0, block("F32", 1, 4)],
  [1, block("F16", 1, 2)],
  [2, block("Q4_0", 32, 18)],
  [3, block("Q4_1", 32, 20)],
  [6, block("Q5_0", 32, 22)],
  [7, block("Q5_1", 32, 24)],
  [8, block("Q8_0", 32, 34)],
  [9, block("Q8_1", 32, 36)],
  [10, block("Q2_K", 256, 84)],
  [11, block("Q3_K", 256, 110)],
  [12, block("Q4_K", 256, 144)],
  [13, block("Q5_K", 256, 176)],
  [14, block("Q6_K", 256, 210)],
  [15, block("Q8_K", 256, 292)],
  [16, block("IQ2_XXS", 256, 66)],
  [17, block("IQ2_XS", 256, 74)],
  [18, block("IQ3_XXS", 256, 98)],
  [19, block("IQ1_S", 256, 50)],
  [20, block("IQ4_NL", 32, 18)],
  [21, block("IQ3_S", 256, 110)],
  [22, block("IQ2_S", 256, 82)],
  [23, block("IQ4_XS", 256, 136)],
  [24, block("I8", 1, 1)],
  [25, block("I16", 1, 2)],
  [26, block("I32", 1, 4)],
  [27, block("I64", 1, 8)],
  [28, block("F64", 1, 8)],
  [29, block("IQ1_M", 256, 56)],
  [30, block("BF16", 1, 2)],
  [34, block("TQ1_0", 256, 54)],
  [35, block("TQ2_0", 256, 66)],
  [39, block("MXFP4", 32, 17)],
]);

export const CONVERTIBLE = [
  "F32",
  "F16",
  "BF16",
  "Q4_0",
  "Q4_1",
  "Q5_0",
  "Q5_1",
  "Q8_0",
  "Q4_K",
  "Q5_K",
  "Q6_K",
] as const;

export type ConvertibleType = (typeof CONVERTIBLE)[number];

export function isConvertible(name: string): name is ConvertibleType {
  return (CONVERTIBLE as readonly string[]).includes(name);
}

/**
 * What a sane file stays under. Gemma 3's own files have 40 keys, 236 tensors and arrays of 262,144; a file beyond
 * these limits is damaged or hostile, and is refused before memory is taken for it.
 */
export const LIMITS = {
  keys: 4096,
  tensors: 65_536,
  keyBytes: 65_535,
  stringBytes: 16 * 1024 * 1024,
  arrayLength: 4 * 1024 * 1024,
  arrayDepth: 4,
  nameBytes: 256,
  dimensions: 4,
  dimension: 2 ** 32,
  alignment: 65_536,
  /** All of the header: keys, values and tensor infos. */
  headerBytes: 256 * 1024 * 1024,
} as const;
