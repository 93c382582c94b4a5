/** Where installed models lie: WebLLM's caches in the browser (`cache-store.ts`), a folder in Node (`scripts/`). */
import type { ByteSource } from "./byte-source.ts";

/** The install manifest's name. It is written last and deleted first. */
export const MANIFEST_FILE = "postil.json";

/** Files by model id and name. A file appears whole or not at all. */
export interface ModelStore {
  /** @throws PostilError `model-storage-full` */
  write(model: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The whole file; undefined when there is none. */
  read(model: string, name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** For reading parts of it; undefined when there is none. */
  open(model: string, name: string): Promise<ByteSource | undefined>;
  /** Its bytes, found without reading them; undefined when there is no such file. */
  size(model: string, name: string): Promise<number | undefined>;
  delete(model: string, name: string): Promise<void>;
  /** Names of the files that there are of a model. */
  files(model: string): Promise<string[]>;
  /** Ids of all models of which there is any file, whole or not. */
  models(): Promise<string[]>;
}

/** Deletes all files of a model, the manifest first, so that a break in between leaves no model that looks installed. */
export async function clearModel(store: ModelStore, model: string): Promise<void> {
  await store.delete(model, MANIFEST_FILE);
  for (const name of await store.files(model)) await store.delete(model, name);
}
