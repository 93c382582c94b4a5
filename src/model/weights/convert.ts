/** The library's parameters out of a GGUF's tensors, a block of rows at a time. */
import { PostilError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { isConvertible, TENSOR_TYPES } from "../gguf/format.ts";
import type { GgufHeader, TensorInfo } from "../gguf/header.ts";
import type { Parameter } from "../library-manifest.ts";
import { DEQUANTISE } from "./dequantise.ts";
import { quantiseGroups, splitQ8 } from "./groups.ts";
import { type Grouping, groupingOf } from "./layouts.ts";
import { splitQ4, widenQ4 } from "./nibbles.ts";
import { tileRows } from "./tiles.ts";

/** About how many weights are read, widened and rounded at once. */
const BLOCK_WEIGHTS = 512 * 1024;

/** Rows of one tensor, checked to exist and to be of a type that converts. */
export interface Rows {
  readonly tensor: TensorInfo;
  readonly first: number;
  readonly end: number;
  /** Weights in a row. */
  readonly width: number;
}

/** @throws PostilError `gguf-wrong-shape` when the GGUF has no such rows */
export function rowsOf(header: GgufHeader, from: Parameter["from"][number]): Rows {
  const tensor = header.tensors.get(from.tensor);
  if (tensor === undefined)
    throw new PostilError("gguf-wrong-shape", { tensor: from.tensor, found: "nothing" });
  const [width = 1, ...outer] = tensor.dimensions;
  const height = outer.reduce((product, d) => product * d, 1);
  const [first, end] = from.rows ?? [0, height];
  if (first >= end || end > height)
    throw new PostilError("gguf-wrong-shape", {
      tensor: tensor.name,
      found: `${height} rows`,
      expected: `${end} rows`,
    });
  return { tensor, first, end, width };
}

/**
 * Converts parameters in the library's order. Values and scales of the same rows are made in one pass: the scales wait,
 * small as they are, until their own parameter comes.
 */
export class Converter {
  private readonly waitingScales = new Map<string, Float32Array<ArrayBuffer>>();
  private readonly weights = new Float32Array(BLOCK_WEIGHTS);

  /** @param onRead is told the bytes of the GGUF read by each step */
  constructor(
    private readonly source: ByteSource,
    private readonly header: GgufHeader,
    private readonly onRead: (bytes: number) => void,
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * Writes one parameter into `out`, which has exactly its size and starts at a multiple of four.
   * @throws PostilError `gguf-bad-weights` for weights that are no finite numbers, `cancelled`, and what the source throws
   */
  async convert(parameter: Parameter, out: Uint8Array<ArrayBuffer>): Promise<void> {
    const grouping = groupingOf(parameter.layout);
    const [, columns = 1] = parameter.shape;
    if (grouping === undefined) {
      const values = new Float32Array(out.buffer, out.byteOffset, out.byteLength / 4);
      return this.widen(parameter, values);
    }
    if (parameter.layout === grouping.values) {
      const values = new Int8Array(out.buffer, out.byteOffset, out.byteLength);
      const scales = new Float32Array(values.length / grouping.valueBytes);
      await this.group(parameter, grouping, values, scales);
      tileRows(new Uint32Array(out.buffer, out.byteOffset, out.byteLength / 4), columns);
      this.waitingScales.set(keyOf(parameter), scales);
      return;
    }
    const key = keyOf(parameter);
    let scales = this.waitingScales.get(key);
    if (scales === undefined) {
      scales = new Float32Array(out.byteLength / 4);
      await this.group(parameter, grouping, new Int8Array(scales.length * grouping.valueBytes), scales);
    }
    this.waitingScales.delete(key);
    tileRows(new Uint32Array(scales.buffer), columns);
    out.set(new Uint8Array(scales.buffer));
  }

  private async group(
    parameter: Parameter,
    { type }: Grouping,
    values: Int8Array,
    scales: Float32Array,
  ): Promise<void> {
    const convert = type === "Q8_0" ? this.toEightBits : this.toFourBits;
    let at = 0;
    for (const from of parameter.from) {
      const rows = rowsOf(this.header, from);
      for await (const { bytes, count } of this.blocks(rows)) {
        if (!convert.call(this, rows.tensor, bytes, count, values, scales, at))
          throw new PostilError("gguf-bad-weights", { tensor: rows.tensor.name });
        at += count;
      }
    }
  }

  /** Exact for Q8_0 and Q4_0; anything else is rounded. Parameters and result as for `quantiseGroups`. */
  private toEightBits(tensor: TensorInfo, ...[bytes, count, values, scales, at]: Parameters<typeof splitQ8>) {
    if (tensor.typeName === "Q8_0") return splitQ8(bytes, count, values, scales, at);
    if (tensor.typeName === "Q4_0") return widenQ4(bytes, count, values, scales, at);
    this.dequantise(tensor, bytes, count, this.weights);
    return quantiseGroups(this.weights, count, values, scales, at);
  }

  private toFourBits(tensor: TensorInfo, ...blocks: Parameters<typeof splitQ4>) {
    if (tensor.typeName === "Q4_0") return splitQ4(...blocks);
    throw new PostilError("gguf-unknown-tensor-type", { tensor: tensor.name, found: tensor.typeName });
  }

  private async widen(parameter: Parameter, values: Float32Array): Promise<void> {
    let at = 0;
    for (const from of parameter.from) {
      const rows = rowsOf(this.header, from);
      for await (const { bytes, count } of this.blocks(rows)) {
        const part = values.subarray(at, at + count);
        this.dequantise(rows.tensor, bytes, count, part);
        if (!part.every(Number.isFinite))
          throw new PostilError("gguf-bad-weights", { tensor: rows.tensor.name });
        at += count;
      }
    }
  }

  private dequantise(tensor: TensorInfo, bytes: Uint8Array, count: number, out: Float32Array): void {
    if (!isConvertible(tensor.typeName))
      throw new PostilError("gguf-unknown-tensor-type", { tensor: tensor.name, found: tensor.typeName });
    DEQUANTISE[tensor.typeName](bytes, count, out);
  }

  /** The bytes of whole rows, block after block. */
  private async *blocks(rows: Rows): AsyncGenerator<{ bytes: Uint8Array; count: number }> {
    const form = TENSOR_TYPES.get(rows.tensor.type);
    if (form === undefined)
      throw new PostilError("gguf-unknown-tensor-type", {
        tensor: rows.tensor.name,
        found: rows.tensor.typeName,
      });
    const rowBytes = (rows.width / form.values) * form.bytes;
    const step = Math.max(1, Math.floor(BLOCK_WEIGHTS / rows.width));
    for (let row = rows.first; row < rows.end; row += step) {
      if (this.signal?.aborted) throw new PostilError("cancelled");
      const height = Math.min(step, rows.end - row);
      const bytes = await this.source.read(rows.tensor.offset + row * rowBytes, height * rowBytes);
      yield { bytes, count: height * rows.width };
      this.onRead(bytes.length);
    }
  }
}

function keyOf(parameter: Parameter): string {
  return JSON.stringify(parameter.from);
}
