import { beforeEach, describe, expect, test } from "vitest";
import { buildGguf, f32Bytes, randomQ4, type TestGguf, text } from "../../test/gguf/build.ts";
import { MemoryStore } from "../../test/gguf/memory-store.ts";
import {
  FEED_FORWARD,
  HEAD,
  HEADS,
  HIDDEN,
  tinyGemma,
  tinyGemmaQ4,
  tinyLibrary,
  VOCABULARY,
} from "../../test/gguf/tiny-gemma.ts";
import { PostilError } from "../errors.ts";
import { type ByteSource, ChunkSource } from "./byte-source.ts";
import { type InstallOptions, installFromGguf } from "./install.ts";
import type { InstallProgress } from "./installed.ts";
import { listInstalled, removeInstalled, removeLeftovers, verifyInstalled } from "./installed-models.ts";
import { layoutDigest, parseLibraryManifest } from "./library-manifest.ts";
import { hexDigest } from "./sha256.ts";

let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore();
});

const source = (gguf: TestGguf = tinyGemma()): ByteSource => new ChunkSource([buildGguf(gguf)]);
const options = (more: Partial<InstallOptions> = {}): InstallOptions => ({
  libraries: [tinyLibrary()],
  store,
  origin: { kind: "file", file: "tiny.gguf" },
  ...more,
});
const json = async (id: string, name: string) =>
  JSON.parse(new TextDecoder().decode(await store.read(id, name)));
const coded = (code: string, detail: object = {}) =>
  expect.objectContaining({ code, detail: expect.objectContaining(detail) });

/** The bytes of tiles of 16 rows, each of `width` words, one row after the other. */
function rowByRow(bytes: Uint8Array, width: number): number[] {
  const words = Array.from({ length: bytes.length / 4 }, (_, word) => {
    const [row, column] = [Math.floor(word / width), word % width];
    const place = (Math.floor(row / 16) * width + column) * 16 + (row % 16);
    return [...bytes.slice(place * 4, place * 4 + 4)];
  });
  return words.flat();
}

describe("installing", () => {
  test("the manifest says what was stored, and is true", async () => {
    const bytes = buildGguf(tinyGemma({ "tokenizer.chat_template": text("<start_of_turn>") }));
    const model = await installFromGguf(new ChunkSource([bytes]), options());
    const sha256 = await hexDigest(bytes);
    expect(model).toMatchObject({
      id: sha256.slice(0, 16),
      name: "Tiny Gemma",
      style: "chat",
      library: "tiny-q8-f32",
      baseUrl: `https://postil.invalid/m/${sha256.slice(0, 16)}/resolve/main/`,
    });
    expect(model.files.map(({ name }) => name)).toEqual([
      "tokenizer.json",
      "mlc-chat-config.json",
      "metadata.gguf",
      "params_shard_0.bin",
      "tensor-cache.json",
    ]);
    await verifyInstalled(store, model, { deep: true });
    expect(await json(model.id, "postil.json")).toEqual(model);
    expect(await listInstalled(store)).toEqual({ models: [model], damaged: [] });
  });

  test("weights lie where the tensor cache says, bit for bit", async () => {
    const gguf = tinyGemma();
    const { id } = await installFromGguf(source(gguf), options());
    const { records } = await json(id, "tensor-cache.json");
    const shard = (await store.read(id, "params_shard_0.bin")) ?? new Uint8Array();
    const parameter = (name: string) => {
      const record = records[0].records.find((r: { name: string }) => r.name === name);
      return shard.slice(record.byteOffset, record.byteOffset + record.nbytes);
    };
    const blocks = ["attn_q", "attn_k", "attn_v"].flatMap((name) => [
      ...(gguf.tensors[`blk.0.${name}.weight`]?.bytes ?? []),
    ]);
    const rows = Array.from({ length: blocks.length / 34 }, (_, i) => blocks.slice(i * 34 + 2, i * 34 + 34));
    expect(rowByRow(parameter("layers.0.qkv.q"), HIDDEN / 4)).toEqual(rows.flat());
    const second = [...(gguf.tensors["token_embd.weight"]?.bytes ?? [])].slice((VOCABULARY / 2) * 2 * 34);
    expect(rowByRow(parameter("embed.1.q"), HIDDEN / 4).slice(0, 32)).toEqual(second.slice(2, 34));
    expect(parameter("norm")).toEqual(gguf.tensors["output_norm.weight"]?.bytes);
    expect(records[0].nbytes).toBe(shard.length);
  });

  test("the same weights in F32 give the same groups, whatever their type", async () => {
    const k = Array.from({ length: HIDDEN * 32 }, (_, i) => Math.fround(Math.sin(i) * (1 + (i >> 5))));
    const tensor = { dimensions: [HIDDEN, 32], type: "F32", bytes: f32Bytes(k) };
    const { id } = await installFromGguf(source(tinyGemma({}, { "blk.0.attn_k.weight": tensor })), options());
    const { records } = await json(id, "tensor-cache.json");
    const shard = (await store.read(id, "params_shard_0.bin")) ?? new Uint8Array();
    const at = (name: string) => records[0].records.find((r: { name: string }) => r.name === name).byteOffset;
    const rowsOf = (name: string, width: number) =>
      Uint8Array.from(rowByRow(shard.slice(at(name), at(name) + 96 * width * 4), width)).buffer;
    const values = new Int8Array(rowsOf("layers.0.qkv.q", HIDDEN / 4), 64 * HIDDEN, k.length);
    const scales = new Float32Array(rowsOf("layers.0.qkv.s", HIDDEN / 32), (64 * HIDDEN) / 8, k.length / 32);
    for (const [i, weight] of k.entries()) {
      const scale = scales[i >> 5] as number;
      expect(Math.abs((values[i] as number) * scale - weight)).toBeLessThanOrEqual(scale * 0.500001);
    }
  });

  describe("the scheme that the file's types ask for", () => {
    const libraries = [tinyLibrary(4), tinyLibrary(8)];
    const record = async (gguf: TestGguf) => {
      const model = await installFromGguf(source(gguf), options({ libraries }));
      const { records } = await json(model.id, "tensor-cache.json");
      const layouts = records[0].records.map(({ name, layout }: Record<string, string>) => [name, layout]);
      return { model, layouts: Object.fromEntries(layouts), bytes: records[0].nbytes };
    };

    test("is four bits for a body of Q4_0, and takes about half the bytes", async () => {
      const four = await record(tinyGemmaQ4());
      expect(four.model).toMatchObject({
        library: "tiny-q4-f32",
        layout: await layoutDigest(tinyLibrary(4)),
      });
      expect(four.layouts).toMatchObject({
        "embed.0.q": "q8_tiled_values",
        "layers.0.qkv.q": "q4_tiled_values",
        "layers.0.down.s": "q4_tiled_scales",
        norm: "f32",
      });
      const eight = await record(tinyGemma());
      expect(eight.model).toMatchObject({
        library: "tiny-q8-f32",
        layout: await layoutDigest(tinyLibrary(8)),
      });
      expect(eight.layouts).toMatchObject({ "layers.0.qkv.q": "q8_tiled_values" });
      const body = (HEADS + 2) * HEAD * HIDDEN + HIDDEN * FEED_FORWARD;
      expect(eight.bytes - four.bytes).toBe(body / 2);
    });

    test("is eight bits as soon as one matrix of the body is of another type", async () => {
      const { "blk.0.ffn_down.weight": down } = tinyGemma().tensors;
      if (down === undefined) throw new Error("no such tensor");
      const { model, layouts } = await record(tinyGemmaQ4({ "blk.0.ffn_down.weight": down }));
      expect(model.library).toBe("tiny-q8-f32");
      expect(layouts).toMatchObject({ "layers.0.qkv.q": "q8_tiled_values" });
    });

    test("is not asked of the embedding", async () => {
      const bytes = randomQ4(HIDDEN * VOCABULARY, 3);
      const tensor = { dimensions: [HIDDEN, VOCABULARY], type: "Q4_0", bytes };
      const { model, layouts } = await record(tinyGemmaQ4({ "token_embd.weight": tensor }));
      expect(model.library).toBe("tiny-q4-f32");
      expect(layouts).toMatchObject({ "embed.0.q": "q8_tiled_values" });
    });

    test("says what it wants of a file that has nothing else to be", async () => {
      await expect(
        installFromGguf(source(tinyGemma()), options({ libraries: [tinyLibrary(4)] })),
      ).rejects.toEqual(coded("gguf-unknown-tensor-type", { found: "Q8_0", expected: "Q4_0" }));
      await expect(installFromGguf(source(), options({ libraries: [] }))).rejects.toEqual(
        coded("library-invalid"),
      );
      expect(store.written.size).toBe(0);
    });
  });

  test("WebLLM's config has the marks of the vocabulary", async () => {
    const { id } = await installFromGguf(source(), options());
    expect(await json(id, "mlc-chat-config.json")).toMatchObject({
      bos_token_id: 2,
      context_window_size: 4096,
      sliding_window_size: -1,
      prefill_chunk_size: 512,
      conv_template: { stop_token_ids: [1, 5], system_prefix_token_ids: [2] },
    });
  });

  test("progress goes up to the file's size", async () => {
    const seen: InstallProgress[] = [];
    const gguf = source();
    await installFromGguf(gguf, options({ onProgress: (p) => seen.push(p) }));
    for (const phase of ["check", "convert"]) {
      const done = seen.filter((p) => p.phase === phase).map((p) => p.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(done.at(-1)).toBe(gguf.size);
    }
  });

  test("a second time, an unharmed model is left as it is", async () => {
    const first = await installFromGguf(source(), options());
    store.beforeWrite = (name) => {
      throw new Error(`${name} written again`);
    };
    expect(await installFromGguf(source(), options({ name: "other" }))).toEqual(first);
  });

  test("a second time, a harmed model is made whole", async () => {
    const { id } = await installFromGguf(source(), options());
    const shard = store.written.get(`${id}/params_shard_0.bin`);
    shard?.set([1, 2, 3], 100);
    const again = await installFromGguf(source(), options());
    await verifyInstalled(store, again, { deep: true });
  });

  test("weights laid out for another library are made anew", async () => {
    const { layout } = await installFromGguf(source(), options());
    const library = tinyLibrary();
    const other = parseLibraryManifest({ ...library, params: [...library.params].reverse() });
    const model = await installFromGguf(source(), options({ libraries: [other] }));
    expect(model.layout).not.toBe(layout);
    await verifyInstalled(store, model, { deep: true });
    expect(await store.models()).toHaveLength(1);
  });
});

describe("failing to install leaves nothing", () => {
  const names = [
    "tokenizer.json",
    "mlc-chat-config.json",
    "metadata.gguf",
    "params_shard_0.bin",
    "tensor-cache.json",
    "postil.json",
  ];
  for (const name of names)
    test(`full at ${name}`, async () => {
      store.beforeWrite = (written) => {
        if (written === name) throw new DOMException("full", "QuotaExceededError");
      };
      await expect(installFromGguf(source(), options())).rejects.toEqual(coded("model-storage-full"));
      expect(store.written.size).toBe(0);
    });

  for (const name of names)
    test(`stopped at ${name}`, async () => {
      const stop = new AbortController();
      store.beforeWrite = (written) => {
        if (written === name && name !== "postil.json") stop.abort();
        else if (name === "postil.json" && written === "tensor-cache.json") stop.abort();
      };
      await expect(installFromGguf(source(), options({ signal: stop.signal }))).rejects.toEqual(
        coded("cancelled"),
      );
      expect(store.written.size).toBe(0);
    });

  test("weights that are no numbers", async () => {
    const values = new Array(HIDDEN).fill(1).with(7, Number.NaN);
    const tensor = { dimensions: [HIDDEN], type: "F32", bytes: f32Bytes(values) };
    const gguf = tinyGemma({}, { "output_norm.weight": tensor });
    await expect(installFromGguf(source(gguf), options())).rejects.toEqual(
      coded("gguf-bad-weights", { tensor: "output_norm.weight" }),
    );
    expect(store.written.size).toBe(0);
  });

  test("a file that changes size while it is read", async () => {
    const bytes = buildGguf(tinyGemma());
    const shrinking: ByteSource = {
      size: bytes.length,
      read: async (offset, length) => {
        if (offset > bytes.length / 2) throw new PostilError("file-unreadable", { offset });
        return bytes.slice(offset, offset + length);
      },
    };
    await expect(installFromGguf(shrinking, options({ sha256: "ab".repeat(32) }))).rejects.toEqual(
      coded("file-unreadable"),
    );
    expect(store.written.size).toBe(0);
  });

  test("any byte of the file changed: installed or refused by name", async () => {
    const bytes = buildGguf(tinyGemma());
    // More of the first keys than of the rest; the reader's own test takes every byte.
    for (let at = 0; at < bytes.length; at += at < 600 ? 7 : 331) {
      const changed = bytes.with(at, (bytes[at] as number) ^ 0xff);
      try {
        const model = await installFromGguf(new ChunkSource([changed]), options());
        await removeInstalled(store, model.id);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(PostilError);
        expect(thrown).not.toMatchObject({ code: "internal" });
      }
      expect(store.written.size).toBe(0);
    }
  });
});

describe("what is installed", () => {
  test("a missing, a short and a changed file are named", async () => {
    const model = await installFromGguf(source(), options());
    const path = `${model.id}/tensor-cache.json`;
    const whole = store.written.get(path) ?? new Uint8Array();
    store.written.set(path, whole.with(3, 0));
    await verifyInstalled(store, model);
    const damaged = coded("model-damaged", { file: "tensor-cache.json" });
    await expect(verifyInstalled(store, model, { deep: true })).rejects.toEqual(damaged);
    store.written.set(path, whole.slice(1));
    await expect(verifyInstalled(store, model)).rejects.toEqual(damaged);
    store.written.delete(path);
    await expect(verifyInstalled(store, model)).rejects.toEqual(damaged);
  });

  test("manifests that cannot be trusted are reported", async () => {
    const { id } = await installFromGguf(source(), options());
    const manifest = await json(id, "postil.json");
    const broken = [
      "",
      "{",
      JSON.stringify({ ...manifest, form: 1 }),
      JSON.stringify({ ...manifest, id: "0".repeat(16) }),
      JSON.stringify({ ...manifest, baseUrl: "https://example.com/" }),
      JSON.stringify({ ...manifest, files: [{ name: "../x", size: 1, sha256: "0".repeat(64) }] }),
    ];
    for (const value of broken) {
      store.written.set(`${id}/postil.json`, new TextEncoder().encode(value));
      const { models, damaged } = await listInstalled(store);
      expect(models).toEqual([]);
      expect(damaged).toEqual([{ id, error: coded("model-damaged", { file: "postil.json" }) }]);
    }
    await removeInstalled(store, id);
    expect(store.written.size).toBe(0);
  });

  test("what a killed installation left is found and deleted", async () => {
    const model = await installFromGguf(source(), options());
    store.written.set("00112233445566ff/params_shard_0.bin", new Uint8Array(1));
    expect(await removeLeftovers(store)).toEqual(["00112233445566ff"]);
    await verifyInstalled(store, model, { deep: true });
  });
});
