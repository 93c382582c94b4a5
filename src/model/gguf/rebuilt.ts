/**
 * An installed model as the GGUF that llama.cpp reads, made piece by piece as it is read: weights are stored once, in the
 * form of the model library, and no second copy is written or held. Every tensor is Q8_0, F32 or, where the library has 4-bit
 * groups, Q4_0; one that had the same type in the file that was installed comes back bit for bit.
 */
import { PostilError } from "../../errors.ts";
import { type ByteSource, checkRange } from "../byte-source.ts";
import type { ModelStore } from "../model-store.ts";
import { joinQ8 } from "../weights/groups.ts";
import { extentOf, GROUP, type Grouping, groupingOf } from "../weights/layouts.ts";
import { joinQ4 } from "../weights/nibbles.ts";
import { parseTensorCache, type Shard, type ShardRecord, TENSOR_CACHE_FILE } from "../weights/shards.ts";
import { TILE, untileRows } from "../weights/tiles.ts";
import { readHeader } from "./header.ts";
import { type TensorPlan, writeHeader } from "./writer.ts";

/** Keys and values of the GGUF that was installed, as a GGUF without tensors. */
export const KEYS_FILE = "metadata.gguf";

/** Groups that are put together at once: at most 2.2 MB of blocks. */
const GROUPS_AT_ONCE = 65_536;

/** Bytes of the rebuilt file that come from one place. */
interface Piece {
  /** Position of its first byte in the rebuilt file. */
  readonly offset: number;
  readonly bytes: number;
  read(from: number, length: number): Promise<Uint8Array>;
}

export class RebuiltGguf implements ByteSource {
  private constructor(
    readonly size: number,
    /** In the order of the file; what lies between two of them is padding. */
    private readonly pieces: readonly Piece[],
  ) {}

  /** @throws PostilError `model-damaged` naming a file of the model that is missing or makes no sense */
  static async open(store: ModelStore, model: string): Promise<RebuiltGguf> {
    const files = new ShardFiles(store, model);
    const shards = parseTensorCache(await files.text(TENSOR_CACHE_FILE), (found) =>
      damaged(model, TENSOR_CACHE_FILE, found),
    );
    const { keys, alignment } = await readKeys(await files.open(KEYS_FILE), model);
    const { plans, pieces, end } = plan(shards, files, alignment);
    const header = writeHeader(keys, plans, alignment);
    const head: Piece = {
      offset: 0,
      bytes: header.length,
      read: async (from, length) => header.subarray(from, from + length),
    };
    const placed = pieces.map((piece) => ({ ...piece, offset: piece.offset + header.length }));
    return new RebuiltGguf(header.length + end, [head, ...placed]);
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this.size, offset, length);
    const out = new Uint8Array(length);
    for (const piece of this.pieces) {
      const from = Math.max(offset, piece.offset);
      const to = Math.min(offset + length, piece.offset + piece.bytes);
      for (let at = from; at < to; ) {
        const part = await piece.read(at - piece.offset, to - at);
        out.set(part, at - offset);
        at += part.length;
      }
    }
    return out;
  }
}

/** The model's files, each opened once. */
class ShardFiles {
  private readonly opened = new Map<string, Promise<ByteSource>>();

  constructor(
    private readonly store: ModelStore,
    private readonly model: string,
  ) {}

  open(name: string): Promise<ByteSource> {
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const opening = this.store.open(this.model, name).then((source) => {
      if (source === undefined) throw damaged(this.model, name, "nothing");
      return source;
    });
    this.opened.set(name, opening);
    return opening;
  }

  async read(name: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const source = await this.open(name);
    try {
      return await source.read(offset, length);
    } catch (cause) {
      throw damaged(this.model, name, cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  async text(name: string): Promise<string> {
    const { size } = await this.open(name);
    return new TextDecoder().decode(await this.read(name, 0, size));
  }
}

async function readKeys(source: ByteSource, model: string) {
  try {
    const { keys, alignment } = await readHeader(source);
    const bytes = await source.read(keys.offset, keys.bytes);
    return { keys: { count: keys.count, bytes }, alignment };
  } catch (cause) {
    throw damaged(model, KEYS_FILE, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Rows of one tensor and the record they are stored in, and from which row of it on. */
interface StoredRows {
  readonly tensor: string;
  readonly first: number;
  readonly rows: number;
  readonly shard: Shard;
  readonly record: ShardRecord;
  readonly recordRow: number;
}

/** Tensors in the order of their first parameter; offsets are from the start of the data. */
function plan(shards: readonly Shard[], files: ShardFiles, alignment: number) {
  const scales = new Map<string, StoredRows>();
  const tensors = new Map<string, StoredRows[]>();
  for (const stored of storedRows(shards)) {
    if (groupingOf(stored.record.layout)?.scales === stored.record.layout)
      scales.set(rowsKey(stored), stored);
    else tensors.set(stored.tensor, [...(tensors.get(stored.tensor) ?? []), stored]);
  }
  const plans: TensorPlan[] = [];
  const pieces: Piece[] = [];
  let end = 0;
  for (const [name, parts] of tensors) {
    end = Math.ceil(end / alignment) * alignment;
    parts.sort((a, b) => a.first - b.first);
    const [{ record }] = parts as [StoredRows];
    const height = parts.reduce((sum, { rows }) => sum + rows, 0);
    const grouping = groupingOf(record.layout);
    const { width } = extentOf(record);
    const dimensions = record.shape.length === 1 ? [width] : [width, height];
    plans.push({ name, dimensions, type: grouping?.type ?? "F32", offset: end });
    for (const part of parts) {
      const own = scales.get(rowsKey(part));
      const piece =
        grouping !== undefined && own !== undefined
          ? groupedPiece(grouping, part, own, files)
          : plainPiece(part, files);
      pieces.push({ ...piece, offset: end });
      end += piece.bytes;
    }
  }
  return { plans, pieces, end };
}

function* storedRows(shards: readonly Shard[]): Generator<StoredRows> {
  for (const shard of shards)
    for (const record of shard.records) {
      let recordRow = 0;
      for (const { tensor, rows } of record.from) {
        const count = rows[1] - rows[0];
        yield { tensor, first: rows[0], rows: count, shard, record, recordRow };
        recordRow += count;
      }
    }
}

function rowsKey({ tensor, first }: StoredRows): string {
  return `${first} ${tensor}`;
}

function plainPiece({ shard, record, rows, recordRow }: StoredRows, files: ShardFiles): Piece {
  const rowBytes = extentOf(record).width * 4;
  const start = record.byteOffset + recordRow * rowBytes;
  return {
    offset: 0,
    bytes: rows * rowBytes,
    read: (from, length) => files.read(shard.dataPath, start + from, length),
  };
}

function groupedPiece(
  { type, valueBytes, blockBytes }: Grouping,
  values: StoredRows,
  scales: StoredRows,
  files: ShardFiles,
): Piece {
  const join = type === "Q8_0" ? joinQ8 : joinQ4;
  const rowGroups = extentOf(values.record).width / GROUP;
  const tileGroups = TILE * rowGroups;
  /** The groups of whole tiles of a record, row after row, each of `bytes` bytes. */
  const untiled = async ({ shard, record }: StoredRows, tile: number, tiles: number, bytes: number) => {
    const start = record.byteOffset + tile * tileGroups * bytes;
    const read = await files.read(shard.dataPath, start, tiles * tileGroups * bytes);
    untileRows(new Uint32Array(read.buffer, read.byteOffset, read.length / 4), (rowGroups * bytes) / 4);
    return read;
  };
  return {
    offset: 0,
    bytes: values.rows * rowGroups * blockBytes,
    /** May give less than was asked for. */
    read: async (from, length) => {
      const first = Math.floor(from / blockBytes);
      const wanted = Math.ceil((from + length) / blockBytes) - first;
      const groups = Math.min(wanted, GROUPS_AT_ONCE);
      // Tiles are counted in the record, of which the tensor may be a part.
      const start = values.recordRow * rowGroups + first;
      const tile = Math.floor(start / tileGroups);
      const tiles = Math.ceil((start + groups) / tileGroups) - tile;
      const [bytes, scaleBytes] = await Promise.all([
        untiled(values, tile, tiles, valueBytes),
        untiled(scales, tile, tiles, 4),
      ]);
      const skipped = start - tile * tileGroups;
      const blocks = join(
        bytes.subarray(skipped * valueBytes, (skipped + groups) * valueBytes),
        new Float32Array(scaleBytes.buffer, scaleBytes.byteOffset + skipped * 4, groups),
      );
      const skip = from - first * blockBytes;
      return blocks.subarray(skip, skip + length);
    },
  };
}

function damaged(model: string, file: string, found: string, cause?: unknown): PostilError {
  return new PostilError("model-damaged", { model, file, found }, { cause });
}
