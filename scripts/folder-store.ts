/** A `ModelStore` in a folder, one model at a time: what tests and the demo serve to WebLLM. */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PostilError } from "../src/errors.ts";
import type { ByteSource } from "../src/model/byte-source.ts";
import { MODEL_ID } from "../src/model/install-manifest.ts";
import { MANIFEST_FILE, type ModelStore } from "../src/model/model-store.ts";
import { FileSource } from "./file-source.ts";

export class FolderStore implements ModelStore {
  /** @param folder holds the model's files and nothing else that matters; made when the first file is written */
  constructor(private readonly folder: string) {}

  async write(_model: string, name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.folder, name);
    await mkdir(this.folder, { recursive: true });
    try {
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
    } catch (thrown) {
      await rm(`${path}.part`, { force: true });
      if (isCode(thrown, "ENOSPC") || isCode(thrown, "EDQUOT"))
        throw new PostilError("model-storage-full", { file: path }, { cause: thrown });
      throw thrown;
    }
  }

  async read(_model: string, name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return new Uint8Array(await readFile(join(this.folder, name)));
    } catch (thrown) {
      if (isCode(thrown, "ENOENT")) return undefined;
      throw thrown;
    }
  }

  /** The file stays open for as long as the process runs. */
  async open(_model: string, name: string): Promise<ByteSource | undefined> {
    try {
      return await FileSource.open(join(this.folder, name));
    } catch (thrown) {
      if (isCode(thrown, "ENOENT")) return undefined;
      throw thrown;
    }
  }

  async size(_model: string, name: string): Promise<number | undefined> {
    try {
      return (await stat(join(this.folder, name))).size;
    } catch (thrown) {
      if (isCode(thrown, "ENOENT")) return undefined;
      throw thrown;
    }
  }

  delete(_model: string, name: string): Promise<void> {
    return rm(join(this.folder, name), { force: true });
  }

  /** Only files of the names that an installation writes: the folder may be one that the user has other things in. */
  async files(_model: string): Promise<string[]> {
    try {
      const names = await readdir(this.folder);
      return names.filter((name) =>
        /^(params_shard_\d+\.bin|metadata\.gguf|(tokenizer|mlc-chat-config|tensor-cache|postil)\.json)$/.test(
          name,
        ),
      );
    } catch (thrown) {
      if (isCode(thrown, "ENOENT")) return [];
      throw thrown;
    }
  }

  async models(): Promise<string[]> {
    const manifest = await this.read("", MANIFEST_FILE);
    const id = manifest && /"id":"([0-9a-f]{16})"/.exec(new TextDecoder().decode(manifest))?.[1];
    return id !== undefined && MODEL_ID.test(id) ? [id] : [];
  }
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === code;
}
