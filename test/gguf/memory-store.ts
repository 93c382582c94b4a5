/** A `ModelStore` in memory, which can be told to fail. */
import { type ByteSource, ChunkSource } from "../../src/model/byte-source.ts";
import type { ModelStore } from "../../src/model/model-store.ts";

export class MemoryStore implements ModelStore {
  readonly written = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Called before each write; throws to make it fail. */
  beforeWrite: (name: string) => void = () => undefined;

  async write(model: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.beforeWrite(name);
    this.written.set(`${model}/${name}`, bytes.slice());
  }

  async read(model: string, name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.written.get(`${model}/${name}`)?.slice();
  }

  async open(model: string, name: string): Promise<ByteSource | undefined> {
    const bytes = this.written.get(`${model}/${name}`);
    return bytes && new ChunkSource([bytes]);
  }

  async size(model: string, name: string): Promise<number | undefined> {
    return this.written.get(`${model}/${name}`)?.length;
  }

  async delete(model: string, name: string): Promise<void> {
    this.written.delete(`${model}/${name}`);
  }

  async files(model: string): Promise<string[]> {
    return [...this.written.keys()]
      .filter((key) => key.startsWith(`${model}/`))
      .map((key) => key.slice(model.length + 1));
  }

  async models(): Promise<string[]> {
    return [...new Set([...this.written.keys()].map((key) => key.slice(0, key.indexOf("/"))))];
  }
}
