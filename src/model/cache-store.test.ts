import { beforeEach, describe, expect, test } from "vitest";
import { buildGguf } from "../../test/gguf/build.ts";
import { tinyGemma, tinyLibrary } from "../../test/gguf/tiny-gemma.ts";
import { ChunkSource } from "./byte-source.ts";
import { CacheStore } from "./cache-store.ts";
import { installFromGguf } from "./install.ts";
import { listInstalled, removeInstalled, verifyInstalled } from "./installed-models.ts";

/** The part of the Cache API that the store uses, in memory. */
class FakeCaches {
  readonly entries = new Map<string, Map<string, { bytes: Uint8Array; headers: [string, string][] }>>();
  full = false;

  async open(name: string): Promise<object> {
    const entries = this.entries.get(name) ?? new Map();
    this.entries.set(name, entries);
    return {
      put: async (url: string, response: Response) => {
        if (this.full) throw new DOMException("full", "QuotaExceededError");
        const bytes = new Uint8Array(await response.arrayBuffer());
        entries.set(url, { bytes, headers: [...response.headers] });
      },
      match: async (url: string) => {
        const entry = entries.get(url);
        return entry && new Response(entry.bytes, { headers: entry.headers });
      },
      delete: async (url: string) => entries.delete(url),
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
    };
  }

  urls(name: string): string[] {
    return [...(this.entries.get(name)?.keys() ?? [])].sort();
  }
}

let fake: FakeCaches;
let store: CacheStore;
beforeEach(() => {
  fake = new FakeCaches();
  store = new CacheStore(fake as unknown as CacheStorage);
});

const install = () =>
  installFromGguf(new ChunkSource([buildGguf(tinyGemma())]), {
    libraries: [tinyLibrary()],
    store,
    origin: { kind: "file", file: "tiny.gguf" },
  });

describe("models in WebLLM's caches", () => {
  test("each file lies in the cache, and under the URL, in which WebLLM looks for it", async () => {
    const { id, baseUrl } = await install();
    const base = `https://postil.invalid/m/${id}/resolve/main/`;
    expect(baseUrl).toBe(base);
    expect(fake.urls("webllm/config")).toEqual([`${base}mlc-chat-config.json`]);
    expect(fake.urls("webllm/model")).toEqual([
      `${base}metadata.gguf`,
      `${base}params_shard_0.bin`,
      `${base}tensor-cache.json`,
      `${base}tokenizer.json`,
    ]);
    expect(fake.urls("postil/installed")).toEqual([`${base}postil.json`]);
  });

  test("they are listed, verified and removed; entries of others stay", async () => {
    const cache = (await fake.open("webllm/model")) as Cache;
    await cache.put("https://example.com/model", new Response("other"));
    const model = await install();
    expect(await store.models()).toEqual([model.id]);
    expect((await listInstalled(store)).models).toEqual([model]);
    await verifyInstalled(store, model, { deep: true });
    await removeInstalled(store, model.id);
    expect(await store.models()).toEqual([]);
    expect(fake.urls("webllm/model")).toEqual(["https://example.com/model"]);
  });

  test("a size is known with and without a header", async () => {
    await store.write("0".repeat(16), "a.bin", new Uint8Array(7));
    expect(await store.size("0".repeat(16), "a.bin")).toBe(7);
    for (const entry of fake.entries.get("webllm/model")?.values() ?? []) entry.headers.length = 0;
    expect(await store.size("0".repeat(16), "a.bin")).toBe(7);
    expect(await store.size("0".repeat(16), "b.bin")).toBeUndefined();
    expect(await store.read("0".repeat(16), "b.bin")).toBeUndefined();
  });

  test("a full disk has a name", async () => {
    fake.full = true;
    await expect(install()).rejects.toMatchObject({ code: "model-storage-full" });
    expect(await store.models()).toEqual([]);
  });
});
