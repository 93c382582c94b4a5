/**
 * The `ModelStore` of the extension: the caches in which WebLLM looks for the files of a model, filled by us under URLs of a
 * host that does not exist, so that loading asks no network. The install manifest has a cache of its own.
 */
import { PostilError } from "../errors.ts";
import { BlobSource, type ByteSource } from "./byte-source.ts";
import { baseUrlOf, modelOfUrl } from "./install-manifest.ts";
import { MANIFEST_FILE, type ModelStore } from "./model-store.ts";

/** Names fixed by WebLLM (its `cache_util` and `engine`). */
const CONFIG_CACHE = "webllm/config";
const MODEL_CACHE = "webllm/model";
const MANIFEST_CACHE = "postil/installed";
const CACHES = [CONFIG_CACHE, MODEL_CACHE, MANIFEST_CACHE];

function cacheOf(name: string): string {
  if (name === MANIFEST_FILE) return MANIFEST_CACHE;
  return name === "mlc-chat-config.json" ? CONFIG_CACHE : MODEL_CACHE;
}

export class CacheStore implements ModelStore {
  constructor(private readonly caches: CacheStorage = globalThis.caches) {}

  async write(model: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const headers = {
      "content-type": name.endsWith(".json") ? "application/json" : "application/octet-stream",
      // Kept with the entry, so that `size` need not read the body.
      "content-length": String(bytes.length),
    };
    try {
      const cache = await this.caches.open(cacheOf(name));
      await cache.put(urlOf(model, name), new Response(bytes, { headers }));
    } catch (thrown) {
      if (await isFull(thrown, bytes.length))
        throw new PostilError("model-storage-full", { file: name, needed: bytes.length }, { cause: thrown });
      throw thrown;
    }
  }

  async read(model: string, name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const response = await this.match(model, name);
    return response && new Uint8Array(await response.arrayBuffer());
  }

  async open(model: string, name: string): Promise<ByteSource | undefined> {
    const response = await this.match(model, name);
    // Browsers leave the bytes of such a blob on the disk until they are read.
    return response && new BlobSource(await response.blob());
  }

  async size(model: string, name: string): Promise<number | undefined> {
    const response = await this.match(model, name);
    if (response === undefined) return undefined;
    const length = response.headers.get("content-length");
    return length === null ? (await response.blob()).size : Number(length);
  }

  async delete(model: string, name: string): Promise<void> {
    const cache = await this.caches.open(cacheOf(name));
    await cache.delete(urlOf(model, name));
  }

  async files(model: string): Promise<string[]> {
    const base = baseUrlOf(model);
    const urls = await this.urls();
    return urls.filter((url) => url.startsWith(base)).map((url) => url.slice(base.length));
  }

  async models(): Promise<string[]> {
    const ids = (await this.urls()).map(modelOfUrl).filter((id) => id !== undefined);
    return [...new Set(ids)];
  }

  private async match(model: string, name: string): Promise<Response | undefined> {
    const cache = await this.caches.open(cacheOf(name));
    return cache.match(urlOf(model, name));
  }

  private async urls(): Promise<string[]> {
    const urls: string[] = [];
    for (const name of CACHES) {
      const cache = await this.caches.open(name);
      for (const request of await cache.keys()) urls.push(request.url);
    }
    return urls;
  }
}

function urlOf(model: string, name: string): string {
  return baseUrlOf(model) + name;
}

/** Browsers name a full quota; of a full disk Chromium says only "UnknownError", so the estimate is asked. */
async function isFull(thrown: unknown, needed: number): Promise<boolean> {
  if (!(thrown instanceof DOMException)) return false;
  if (thrown.name === "QuotaExceededError") return true;
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage < needed;
}
