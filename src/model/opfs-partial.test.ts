import { beforeEach, describe, expect, test } from "vitest";
import { randomBytes } from "../../test/gguf/build.ts";
import { OpfsPartial } from "./opfs-partial.ts";

const MIB = 1024 * 1024;

/** The part of the origin private file system that a partial file uses. A file appears when its writable is closed. */
class FakeFolder {
  readonly kind = "directory";
  readonly children = new Map<string, FakeFolder | FakeFile>();
  static full = false;

  async getDirectoryHandle(name: string): Promise<FakeFolder> {
    const folder = this.children.get(name) ?? new FakeFolder();
    this.children.set(name, folder);
    return folder as FakeFolder;
  }

  async getFileHandle(name: string): Promise<FakeFile> {
    const file = this.children.get(name) ?? new FakeFile(name);
    this.children.set(name, file);
    return file as FakeFile;
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.children.delete(name)) throw new DOMException("missing", "NotFoundError");
  }

  async *entries(): AsyncGenerator<[string, FakeFolder | FakeFile]> {
    yield* [...this.children];
  }

  async *keys(): AsyncGenerator<string> {
    yield* [...this.children.keys()];
  }
}

class FakeFile {
  readonly kind = "file";
  content = new Uint8Array(0);
  constructor(private readonly name: string) {}

  async getFile(): Promise<File> {
    return new File([this.content], this.name);
  }

  async createWritable(): Promise<object> {
    const written: Uint8Array[] = [];
    return {
      write: async (bytes: Uint8Array) => {
        if (FakeFolder.full) throw new DOMException("full", "QuotaExceededError");
        written.push(bytes.slice());
      },
      close: async () => {
        this.content = new Uint8Array(Buffer.concat(written));
      },
    };
  }
}

let root: FakeFolder;
beforeEach(() => {
  root = new FakeFolder();
  FakeFolder.full = false;
});

const open = (key = "k") => OpfsPartial.open(key, root as unknown as FileSystemDirectoryHandle);
const pieces = async (key = "k") =>
  (await (await root.getDirectoryHandle("downloads")).getDirectoryHandle(key)).children;

describe("a download in the origin private file system", () => {
  const bytes = randomBytes(9 * MIB + 5, 3);

  test("what was closed outlives a killed document, at most 8 MiB are lost", async () => {
    const first = await open();
    for (let at = 0; at < bytes.length; at += 100_000) await first.append(bytes.subarray(at, at + 100_000));
    expect(await first.size()).toBe(bytes.length);
    const second = await open();
    const kept = await second.size();
    expect(kept).toBe(8 * MIB);
    await second.append(bytes.subarray(kept));
    const source = await second.source();
    expect(source.size).toBe(bytes.length);
    expect(await source.read(8 * MIB - 10, 20)).toEqual(bytes.slice(8 * MIB - 10, 8 * MIB + 10));
  });

  test("after a pause nothing is lost", async () => {
    const first = await open();
    await first.append(bytes.subarray(0, 1000));
    await first.flush();
    const second = await open();
    expect(await second.size()).toBe(1000);
    await second.append(bytes.subarray(1000, 1500));
    const third = await second.source();
    expect(await third.read(0, 1500)).toEqual(bytes.slice(0, 1500));
  });

  test("pieces after a gap and empty ones do not count", async () => {
    const first = await open();
    for (const to of [100, 200, 300]) {
      await first.append(bytes.subarray(to - 100, to));
      await first.flush();
    }
    const folder = await pieces();
    folder.delete("000000000100");
    folder.set("000000000100", new FakeFile("000000000100"));
    const second = await open();
    expect(await second.size()).toBe(100);
    expect([...(await pieces()).keys()]).toEqual(["000000000000"]);
  });

  test("clearing, and clearing the downloads of others", async () => {
    for (const key of ["a", "b"]) {
      const partial = await open(key);
      await partial.append(bytes.subarray(0, 10));
      await partial.flush();
    }
    await OpfsPartial.clearOthers("a", root as unknown as FileSystemDirectoryHandle);
    expect(await (await open("b")).size()).toBe(0);
    const a = await open("a");
    expect(await a.size()).toBe(10);
    await a.clear();
    await a.clear();
    expect(await (await open("a")).size()).toBe(0);
  });

  test("a full disk has a name, and what was closed before stays", async () => {
    const first = await open();
    await first.append(bytes.subarray(0, 10));
    await first.flush();
    FakeFolder.full = true;
    await first.append(bytes.subarray(10, 20));
    await expect(first.flush()).rejects.toMatchObject({ code: "model-storage-full" });
    expect(await (await open()).size()).toBe(10);
  });
});
