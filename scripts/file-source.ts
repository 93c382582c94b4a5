/** A `ByteSource` over a file on disk. */
import { type FileHandle, open } from "node:fs/promises";
import { PostilError } from "../src/errors.ts";
import { type ByteSource, checkRange } from "../src/model/byte-source.ts";

export class FileSource implements ByteSource {
  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {}

  /** @throws the file system's own error when the file cannot be opened */
  static async open(path: string): Promise<FileSource> {
    const handle = await open(path, "r");
    return new FileSource(handle, (await handle.stat()).size);
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this.size, offset, length);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw new PostilError("file-unreadable", { offset: offset + done });
      done += bytesRead;
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}
