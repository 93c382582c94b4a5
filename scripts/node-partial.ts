/** A `PartialFile` that is one file on disk. */
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PostilError } from "../src/errors.ts";
import type { ByteSource } from "../src/model/byte-source.ts";
import type { PartialFile } from "../src/model/partial-file.ts";
import { FileSource } from "./file-source.ts";

export class NodePartial implements PartialFile {
  private handle: FileHandle | undefined;
  private reader: FileSource | undefined;

  /** @param path where the bytes lie until they are whole; made when the first arrive */
  constructor(private readonly path: string) {}

  async size(): Promise<number> {
    return (await (await this.open()).stat()).size;
  }

  async append(bytes: Uint8Array): Promise<void> {
    const handle = await this.open();
    try {
      await handle.appendFile(bytes);
    } catch (thrown) {
      if (
        thrown instanceof Error &&
        "code" in thrown &&
        (thrown.code === "ENOSPC" || thrown.code === "EDQUOT")
      )
        throw new PostilError("model-storage-full", { file: this.path }, { cause: thrown });
      throw thrown;
    }
  }

  async flush(): Promise<void> {
    // Written through at once: what a killed process leaves in the system's buffers reaches the disk all the same.
  }

  async source(): Promise<ByteSource> {
    await this.reader?.close();
    this.reader = await FileSource.open(this.path);
    return this.reader;
  }

  async clear(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  /** Keeps what has arrived; a file in which nothing has is deleted. */
  async close(): Promise<void> {
    await this.reader?.close();
    const isEmpty = (await this.handle?.stat())?.size === 0;
    await this.handle?.close();
    this.reader = undefined;
    this.handle = undefined;
    if (isEmpty) await rm(this.path, { force: true });
  }

  /** Closes the file and gives it its final name. */
  async finish(path: string): Promise<void> {
    await this.close();
    await rename(this.path, path);
  }

  private async open(): Promise<FileHandle> {
    if (this.handle === undefined) {
      await mkdir(dirname(this.path), { recursive: true });
      this.handle = await open(this.path, "a+");
    }
    return this.handle;
  }
}
