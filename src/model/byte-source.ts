/**
 * Random access to bytes that are too many to hold: a file the user picked, a file on disk (in `scripts/`), or pieces in
 * memory. Everything that reads a GGUF does it through this.
 */
import { PostilError } from "../errors.ts";

export interface ByteSource {
  /** bytes */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`, in memory that is the caller's to keep.
   * @throws PostilError `gguf-truncated` past the end, `file-unreadable` when the file went away or changed.
   */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Refuses a range that lies outside the source; every source calls it first. */
export function checkRange(size: number, offset: number, length: number): void {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0)
    throw new PostilError("internal", { reason: "bad byte range", offset, length });
  if (offset + length > size) throw new PostilError("gguf-truncated", { needed: offset + length, size });
}

/** A `Blob` or `File`. Chromium and Firefox read only the slice. */
export class BlobSource implements ByteSource {
  constructor(private readonly blob: Blob) {}

  get size(): number {
    return this.blob.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this.blob.size, offset, length);
    let buffer: ArrayBuffer;
    try {
      buffer = await this.blob.slice(offset, offset + length).arrayBuffer();
    } catch (cause) {
      // A picked file that was moved or written to since: NotReadableError or NotFoundError.
      throw new PostilError("file-unreadable", { offset, reason: String(cause) }, { cause });
    }
    if (buffer.byteLength !== length)
      throw new PostilError("file-unreadable", { offset, found: buffer.byteLength, expected: length });
    return new Uint8Array(buffer);
  }
}

/** Pieces that follow each other, as a download or a test hands them over. */
export class ChunkSource implements ByteSource {
  readonly size: number;
  private readonly starts: number[] = [];

  constructor(private readonly chunks: readonly Uint8Array[]) {
    let size = 0;
    for (const chunk of chunks) {
      this.starts.push(size);
      size += chunk.length;
    }
    this.size = size;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this.size, offset, length);
    const out = new Uint8Array(length);
    const end = offset + length;
    for (const [i, chunk] of this.chunks.entries()) {
      const start = this.starts[i] ?? 0;
      const from = Math.max(offset, start);
      const to = Math.min(end, start + chunk.length);
      if (from < to) out.set(chunk.subarray(from - start, to - start), from - offset);
    }
    return out;
  }
}
