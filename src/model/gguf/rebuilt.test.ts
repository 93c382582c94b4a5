import { beforeEach, describe, expect, test } from "vitest";
import { buildGguf, f32Bytes, randomQ4, type TestGguf, u32 } from "../../../test/gguf/build.ts";
import { MemoryStore } from "../../../test/gguf/memory-store.ts";
import { HIDDEN, tinyGemma, tinyGemmaQ4, tinyLibrary, VOCABULARY } from "../../../test/gguf/tiny-gemma.ts";
import { ChunkSource } from "../byte-source.ts";
import { installFromGguf } from "../install.ts";
import { DEQUANTISE } from "../weights/dequantise.ts";
import { readHeader } from "./header.ts";
import { RebuiltGguf } from "./rebuilt.ts";

let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore();
});

const LIBRARIES = [tinyLibrary(4), tinyLibrary(8)];

async function install(gguf: TestGguf): Promise<string> {
  const source = new ChunkSource([buildGguf(gguf)]);
  const origin = { kind: "file", file: "tiny.gguf" } as const;
  return (await installFromGguf(source, { libraries: LIBRARIES, store, origin })).id;
}

async function rebuild(gguf: TestGguf): Promise<Uint8Array<ArrayBuffer>> {
  const rebuilt = await RebuiltGguf.open(store, await install(gguf));
  return rebuilt.read(0, rebuilt.size);
}

describe("a GGUF rebuilt from what is stored", () => {
  test("of Q8_0 and F32 alone is the file that was installed, byte for byte", async () => {
    const gguf = tinyGemma();
    expect(Buffer.compare(await rebuild(gguf), buildGguf(gguf))).toBe(0);
  });

  test("of a body in Q4_0, stored in four bits, is that file too", async () => {
    const gguf = tinyGemmaQ4();
    const whole = buildGguf(gguf);
    expect(Buffer.compare(await rebuild(gguf), whole)).toBe(0);
    const rebuilt = await RebuiltGguf.open(store, await install(gguf));
    for (const length of [1, 17, 18, 19, 35, 4096])
      for (let offset = 0; offset + length <= whole.length; offset += 499) {
        const part = await rebuilt.read(offset, length);
        expect(Buffer.compare(part, whole.subarray(offset, offset + length))).toBe(0);
      }
  });

  test("of Q4_0 that is stored in eight bits holds the same weights", async () => {
    const { "token_embd.weight": embedding } = tinyGemma().tensors;
    if (embedding === undefined) throw new Error("no embedding");
    const bytes = randomQ4(HIDDEN * VOCABULARY, 8);
    const gguf = tinyGemmaQ4({ "token_embd.weight": { ...embedding, type: "Q4_0", bytes } });
    const rebuilt = await rebuild(gguf);
    const { tensors } = await readHeader(new ChunkSource([rebuilt]));
    const tensor = tensors.get("token_embd.weight");
    expect(tensor?.typeName).toBe("Q8_0");
    expect(tensors.get("blk.0.ffn_down.weight")?.typeName).toBe("Q4_0");
    const weights = new Float32Array(HIDDEN * VOCABULARY);
    DEQUANTISE.Q4_0(bytes, weights.length, weights);
    const found = new Float32Array(weights.length);
    DEQUANTISE.Q8_0(rebuilt.subarray(tensor?.offset), found.length, found);
    expect(found).toEqual(weights);
  });

  test("keeps keys of every type, and the file's own alignment", async () => {
    const gguf = tinyGemma({ "general.alignment": u32(128), "tokenizer.extra": { type: 12, value: 0.1 } });
    expect(Buffer.compare(await rebuild(gguf), buildGguf(gguf))).toBe(0);
  });

  test("of version 2 is of version 3, and else the same", async () => {
    const bytes = await rebuild({ ...tinyGemma(), version: 2 });
    expect(Buffer.compare(bytes, buildGguf(tinyGemma()))).toBe(0);
  });

  test("of other types holds Q8_0 that installs as the same weights", async () => {
    const weights = Array.from({ length: HIDDEN * 32 }, (_, i) => Math.sin(i) * 10 ** (((i >> 5) % 9) - 6));
    const tensor = { dimensions: [HIDDEN, 32], type: "F32", bytes: f32Bytes(weights) };
    const gguf = tinyGemma({}, { "blk.0.attn_k.weight": tensor });
    const first = await install(gguf);
    const rebuilt = await RebuiltGguf.open(store, first);
    const bytes = await rebuilt.read(0, rebuilt.size);
    const header = await readHeader(new ChunkSource([bytes]));
    expect(header.tensors.get("blk.0.attn_k.weight")?.typeName).toBe("Q8_0");

    const origin = { kind: "file", file: "again.gguf" } as const;
    const again = await installFromGguf(new ChunkSource([bytes]), { libraries: LIBRARIES, store, origin });
    expect(again.id).not.toBe(first);
    const shard = "params_shard_0.bin";
    expect(await store.read(again.id, shard)).toEqual(await store.read(first, shard));
  });

  test("any part of it is that part of the whole", async () => {
    const gguf = tinyGemma();
    const whole = buildGguf(gguf);
    const rebuilt = await RebuiltGguf.open(store, await install(gguf));
    expect(rebuilt.size).toBe(whole.length);
    for (const length of [1, 33, 34, 35, 4096])
      for (let offset = 0; offset + length <= whole.length; offset += 997) {
        const part = await rebuilt.read(offset, length);
        expect(Buffer.compare(part, whole.subarray(offset, offset + length))).toBe(0);
      }
    await expect(rebuilt.read(whole.length - 1, 2)).rejects.toMatchObject({ code: "gguf-truncated" });
  });

  for (const file of ["metadata.gguf", "tensor-cache.json", "params_shard_0.bin"])
    test(`${file} missing, cut or nonsense is named`, async () => {
      const id = await install(tinyGemma());
      const path = `${id}/${file}`;
      const whole = store.written.get(path) ?? new Uint8Array();
      const damaged = { code: "model-damaged", detail: { model: id, file } };
      const read = async () => {
        const rebuilt = await RebuiltGguf.open(store, id);
        return rebuilt.read(0, rebuilt.size);
      };
      await read();
      store.written.set(path, whole.slice(0, 100));
      await expect(read()).rejects.toMatchObject(damaged);
      store.written.delete(path);
      await expect(read()).rejects.toMatchObject(damaged);
      if (file === "params_shard_0.bin") return;
      store.written.set(path, new TextEncoder().encode('{"records":[{"dataPath":1}]}'));
      await expect(read()).rejects.toMatchObject(damaged);
    });
});
