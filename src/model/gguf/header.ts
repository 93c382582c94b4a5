/**
 * Reads the header of a GGUF file, versions 2 and 3: metadata and tensor infos, never the weights.
 * Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { PostilError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { Cursor } from "./cursor.ts";
import { DEFAULT_ALIGNMENT, LIMITS, MAGIC, TENSOR_TYPES } from "./format.ts";
import { type MetaValue, readLength, readText, readValue } from "./values.ts";

export interface TensorInfo {
  readonly name: string;
  /** GGUF's order: the first dimension is the contiguous one, the length of a row. */
  readonly dimensions: readonly number[];
  /** Number of the tensor type; `TENSOR_TYPES` knows most of them. */
  readonly type: number;
  /** Name of the type, or "type N" when it is not a known one. */
  readonly typeName: string;
  /** Position of its first byte in the file. */
  readonly offset: number;
  /** Its bytes; undefined when the type is not a known one. */
  readonly bytes: number | undefined;
}

export interface GgufHeader {
  readonly version: 2 | 3;
  readonly metadata: ReadonlyMap<string, MetaValue>;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Where keys and values lie in the file, from the first key's length to the last value's end. */
  readonly keys: { readonly count: number; readonly offset: number; readonly bytes: number };
  /** What positions of tensors are a multiple of. */
  readonly alignment: number;
  /** Position at which the tensors' data begin. */
  readonly dataOffset: number;
}

/**
 * @throws PostilError `gguf-bad-magic`, `gguf-unsupported-version`, `gguf-truncated`, `gguf-bad-metadata` (which key, what was
 * found and what would be right), `file-unreadable`.
 */
export async function readHeader(source: ByteSource): Promise<GgufHeader> {
  const cursor = new Cursor(source);
  const version = await readPreamble(cursor, source);
  await cursor.need(16);
  const tensorCount = readLength(cursor, "tensor count", LIMITS.tensors);
  const keyCount = readLength(cursor, "key count", LIMITS.keys);
  const offset = cursor.position;
  const metadata = await readMetadata(cursor, keyCount);
  const keys = { count: keyCount, offset, bytes: cursor.position - offset };
  const infos = await readTensorInfos(cursor, tensorCount);
  const alignment = alignmentOf(metadata);
  const dataOffset = Math.ceil(cursor.position / alignment) * alignment;
  const tensors = placeTensors(infos, dataOffset, alignment, source.size);
  return { version, metadata, tensors, keys, alignment, dataOffset };
}

async function readPreamble(cursor: Cursor, source: ByteSource): Promise<2 | 3> {
  if (source.size < 4) throw new PostilError("gguf-bad-magic", { found: `${source.size} bytes` });
  await cursor.need(4);
  const magic = cursor.u32();
  if (magic !== MAGIC) throw new PostilError("gguf-bad-magic", { found: `0x${magic.toString(16)}` });
  await cursor.need(4);
  const version = cursor.u32();
  if (version === 2 || version === 3) return version;
  // A big-endian file shows its version in the upper bytes.
  const found = version > 0xffff ? "big-endian" : version;
  throw new PostilError("gguf-unsupported-version", { found, expected: "2 or 3" });
}

async function readMetadata(cursor: Cursor, count: number): Promise<Map<string, MetaValue>> {
  const metadata = new Map<string, MetaValue>();
  for (let i = 0; i < count; i++) {
    const key = await readText(cursor, `key ${i}`, LIMITS.keyBytes);
    if (metadata.has(key)) throw new PostilError("gguf-bad-metadata", { key, found: "twice" });
    await cursor.need(4);
    metadata.set(key, await readValue(cursor, key, cursor.u32(), 0));
  }
  return metadata;
}

interface PlacelessTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly type: number;
  readonly relativeOffset: number;
}

async function readTensorInfos(cursor: Cursor, count: number): Promise<PlacelessTensor[]> {
  const infos: PlacelessTensor[] = [];
  const names = new Set<string>();
  for (let i = 0; i < count; i++) {
    const name = await readText(cursor, `tensor ${i}`, LIMITS.nameBytes);
    if (names.has(name)) throw new PostilError("gguf-bad-metadata", { tensor: name, found: "twice" });
    names.add(name);
    await cursor.need(4);
    const rank = cursor.u32();
    if (rank < 1 || rank > LIMITS.dimensions)
      throw new PostilError("gguf-bad-metadata", { tensor: name, dimensions: rank });
    await cursor.need(rank * 8 + 12);
    const dimensions: number[] = [];
    for (let d = 0; d < rank; d++)
      dimensions.push(readLength(cursor, `${name} dimension ${d}`, LIMITS.dimension));
    const type = cursor.u32();
    infos.push({
      name,
      dimensions,
      type,
      relativeOffset: readLength(cursor, `${name} offset`, Number.MAX_SAFE_INTEGER),
    });
  }
  return infos;
}

function alignmentOf(metadata: ReadonlyMap<string, MetaValue>): number {
  const value = metadata.get("general.alignment") ?? DEFAULT_ALIGNMENT;
  // The format asks for a multiple of 8; ggml itself for a power of two.
  const isPowerOfTwo = typeof value === "number" && value >= 1 && Number.isInteger(Math.log2(value));
  if (!isPowerOfTwo || value > LIMITS.alignment)
    throw new PostilError("gguf-bad-metadata", { key: "general.alignment", found: String(value) });
  return value;
}

/** Positions and sizes of the tensors, each inside the file and none over another. */
function placeTensors(
  infos: readonly PlacelessTensor[],
  dataOffset: number,
  alignment: number,
  size: number,
): Map<string, TensorInfo> {
  const tensors = new Map<string, TensorInfo>();
  for (const { name, dimensions, type, relativeOffset } of infos) {
    if (relativeOffset % alignment !== 0)
      throw new PostilError("gguf-bad-metadata", { tensor: name, offset: relativeOffset, alignment });
    const form = TENSOR_TYPES.get(type);
    const bytes = form === undefined ? undefined : tensorBytes(name, dimensions, form.values, form.bytes);
    const offset = dataOffset + relativeOffset;
    if (offset + (bytes ?? 0) > size)
      throw new PostilError("gguf-truncated", { tensor: name, needed: offset + (bytes ?? 0), size });
    tensors.set(name, { name, dimensions, type, typeName: form?.name ?? `type ${type}`, offset, bytes });
  }
  let end = 0;
  let before = "";
  for (const tensor of [...tensors.values()].sort((a, b) => a.offset - b.offset)) {
    if (tensor.offset < end)
      throw new PostilError("gguf-bad-metadata", { tensor: tensor.name, overlaps: before });
    end = tensor.offset + (tensor.bytes ?? 0);
    before = tensor.name;
  }
  return tensors;
}

function tensorBytes(name: string, dimensions: readonly number[], values: number, bytes: number): number {
  const row = dimensions[0] ?? 0;
  const count = dimensions.reduce((product, d) => product * d, 1);
  if (count === 0 || row % values !== 0 || !Number.isSafeInteger(count * bytes))
    throw new PostilError("gguf-bad-metadata", { tensor: name, shape: dimensions.join("×") });
  return (count / values) * bytes;
}
