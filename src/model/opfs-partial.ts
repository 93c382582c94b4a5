/**
 * A `PartialFile` in the origin private file system: a folder of pieces, each named by the position it starts at.
 * A writable OPFS file appears only when it is closed, and opening one again copies it; so a new piece is begun every
 * 8 MiB, and a killed document loses at most that much.
 */
import { PostilError } from "../errors.ts";
import { BlobSource, type ByteSource } from "./byte-source.ts";
import type { PartialFile } from "./partial-file.ts";

const PIECE = 8 * 1024 * 1024;
const FOLDER = "downloads";

interface Piece {
  readonly start: number;
  readonly file: File;
}

export class OpfsPartial implements PartialFile {
  private readonly buffer = new Uint8Array(PIECE);
  private buffered = 0;
  /** Bytes in closed pieces. */
  private stored: number;

  private constructor(
    private readonly parent: FileSystemDirectoryHandle,
    private readonly name: string,
    pieces: readonly Piece[],
  ) {
    this.stored = pieces.reduce((sum, { file }) => sum + file.size, 0);
  }

  /**
   * @param key names the download: the hash of the whole file, so that what is resumed belongs to it
   * @param root for tests; the origin's own file system otherwise
   */
  static async open(key: string, root?: FileSystemDirectoryHandle): Promise<OpfsPartial> {
    const top = root ?? (await navigator.storage.getDirectory());
    const parent = await top.getDirectoryHandle(FOLDER, { create: true });
    return new OpfsPartial(parent, key, await readPieces(parent, key));
  }

  /** Deletes all downloads but that of `key`: those of entries that are no longer in the catalogue. */
  static async clearOthers(key: string, root?: FileSystemDirectoryHandle): Promise<void> {
    const top = root ?? (await navigator.storage.getDirectory());
    const parent = await top.getDirectoryHandle(FOLDER, { create: true });
    const names: string[] = [];
    for await (const name of parent.keys()) names.push(name);
    for (const name of names) if (name !== key) await parent.removeEntry(name, { recursive: true });
  }

  async size(): Promise<number> {
    return this.stored + this.buffered;
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + PIECE - this.buffered);
      this.buffer.set(part, this.buffered);
      this.buffered += part.length;
      from += part.length;
      if (this.buffered === PIECE) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.buffered === 0) return;
    try {
      const folder = await this.parent.getDirectoryHandle(this.name, { create: true });
      const piece = await folder.getFileHandle(String(this.stored).padStart(12, "0"), { create: true });
      const writable = await piece.createWritable();
      await writable.write(this.buffer.subarray(0, this.buffered));
      await writable.close();
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === "QuotaExceededError")
        throw new PostilError("model-storage-full", { needed: this.buffered }, { cause: thrown });
      throw thrown;
    }
    this.stored += this.buffered;
    this.buffered = 0;
  }

  async source(): Promise<ByteSource> {
    await this.flush();
    const pieces = await readPieces(this.parent, this.name);
    // A Blob of Files reads from disk only what is sliced out of it.
    return new BlobSource(new Blob(pieces.map(({ file }) => file)));
  }

  async clear(): Promise<void> {
    this.buffered = 0;
    this.stored = 0;
    await this.parent.removeEntry(this.name, { recursive: true }).catch(ignoreMissing);
  }
}

/** The pieces that follow each other from the start. One after a gap, or an empty one of a killed write, is deleted. */
async function readPieces(parent: FileSystemDirectoryHandle, name: string): Promise<Piece[]> {
  const folder = await parent.getDirectoryHandle(name, { create: true });
  const found: Piece[] = [];
  for await (const [pieceName, handle] of folder.entries())
    if (handle.kind === "file")
      found.push({ start: Number(pieceName), file: await (handle as FileSystemFileHandle).getFile() });
  found.sort((a, b) => a.start - b.start);
  const pieces: Piece[] = [];
  let end = 0;
  for (const piece of found) {
    if (piece.start === end && piece.file.size > 0) {
      pieces.push(piece);
      end += piece.file.size;
    } else await folder.removeEntry(piece.file.name).catch(ignoreMissing);
  }
  return pieces;
}

function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof DOMException && thrown.name === "NotFoundError")) throw thrown;
}
