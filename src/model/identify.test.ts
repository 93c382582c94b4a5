import { describe, expect, test } from "vitest";
import {
  array,
  buildGguf,
  f32Bytes,
  randomBytes,
  type TestTensor,
  type TestValue,
  text,
  u32,
} from "../../test/gguf/build.ts";
import { HIDDEN, tinyGemma, tinyLibrary } from "../../test/gguf/tiny-gemma.ts";
import { PostilError } from "../errors.ts";
import { ChunkSource } from "./byte-source.ts";
import { ValueType } from "./gguf/format.ts";
import { readHeader } from "./gguf/header.ts";
import { checkModel, modelName, promptStyle } from "./identify.ts";

type Values = Record<string, TestValue>;

async function header(metadata: Values = {}, tensors: Record<string, TestTensor> = {}, without?: string) {
  const gguf = tinyGemma(metadata, tensors);
  const keep = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== without));
  return readHeader(
    new ChunkSource([buildGguf({ metadata: keep(gguf.metadata), tensors: keep(gguf.tensors) })]),
  );
}

async function refusal(metadata: Values, tensors: Record<string, TestTensor> = {}, without?: string) {
  try {
    checkModel(await header(metadata, tensors, without), tinyLibrary());
  } catch (thrown) {
    if (thrown instanceof PostilError) return { code: thrown.code, ...thrown.detail };
  }
  return undefined;
}

describe("is it the model the library runs", () => {
  test("yes", async () => {
    expect(await refusal({})).toBeUndefined();
  });

  const keys: [string, TestValue, unknown][] = [
    ["general.architecture", text("llama"), "llama"],
    ["gemma3.block_count", u32(26), "26"],
    ["gemma3.embedding_length", u32(1152), "1152"],
    ["gemma3.feed_forward_length", u32(6912), "6912"],
    ["gemma3.attention.head_count", text("4"), "4"],
    ["gemma3.attention.head_count_kv", array(ValueType.uint32, [1]), "an array"],
    ["gemma3.attention.key_length", u32(128), "128"],
    ["gemma3.attention.value_length", u32(128), "128"],
    ["gemma3.attention.sliding_window", u32(1024), "1024"],
  ];
  for (const [key, value, found] of keys)
    test(`another ${key}`, async () => {
      expect(await refusal({ [key]: value })).toMatchObject({ code: "gguf-wrong-architecture", key, found });
    });

  test("a key that is missing", async () => {
    const key = "gemma3.block_count";
    expect(await refusal({}, {}, key)).toMatchObject({
      code: "gguf-wrong-architecture",
      key,
      found: "nothing",
      expected: 1,
    });
  });

  test("two keys may be missing, as for llama.cpp", async () => {
    expect(await refusal({}, {}, "gemma3.attention.sliding_window")).toBeUndefined();
    expect(await refusal({}, {}, "gemma3.attention.value_length")).toBeUndefined();
  });

  test("a tensor that is missing", async () => {
    const tensor = "blk.0.attn_k.weight";
    expect(await refusal({}, {}, tensor)).toMatchObject({
      code: "gguf-wrong-shape",
      tensor,
      found: "nothing",
    });
  });

  test("a tensor with rows of another length", async () => {
    const wide = { dimensions: [HIDDEN * 2], type: "F32", bytes: f32Bytes(new Array(HIDDEN * 2).fill(1)) };
    expect(await refusal({}, { "output_norm.weight": wide })).toMatchObject({
      code: "gguf-wrong-shape",
      tensor: "output_norm.weight",
    });
  });

  test("a tensor with too few or too many rows", async () => {
    for (const rows of [31, 33]) {
      const k = {
        dimensions: [HIDDEN, rows],
        type: "Q8_0",
        bytes: randomBytes(((HIDDEN * rows) / 32) * 34, 1),
      };
      expect(await refusal({}, { "blk.0.attn_k.weight": k })).toMatchObject({ code: "gguf-wrong-shape" });
    }
    const short = { dimensions: [HIDDEN, 299], type: "Q8_0", bytes: randomBytes(299 * 2 * 34, 1) };
    expect(await refusal({}, { "token_embd.weight": short })).toMatchObject({
      code: "gguf-wrong-shape",
      tensor: "token_embd.weight",
    });
  });

  for (const type of ["IQ4_NL", "type 99"])
    test(`a tensor of ${type}`, async () => {
      const k = { dimensions: [HIDDEN, 32], type, bytes: randomBytes(HIDDEN * 18, 1) };
      expect(await refusal({}, { "blk.0.attn_k.weight": k })).toMatchObject({
        code: "gguf-unknown-tensor-type",
        tensor: "blk.0.attn_k.weight",
        found: type,
      });
    });
});

describe("how the weights want to be asked", () => {
  const template = text("{{ bos_token }}<start_of_turn>user\n{{ text }}<end_of_turn>\n");

  test("Gemma's turns in the template: chat", async () => {
    expect(promptStyle(await header({ "tokenizer.chat_template": template }))).toBe("chat");
  });

  test("no template, or another one: completion", async () => {
    expect(promptStyle(await header())).toBe("completion");
    expect(promptStyle(await header({ "tokenizer.chat_template": text("[INST]") }))).toBe("completion");
  });

  test("the file's own word goes first", async () => {
    const said = { "postil.prompt_style": text("completion"), "tokenizer.chat_template": template };
    expect(promptStyle(await header(said))).toBe("completion");
    expect(promptStyle(await header({ "postil.prompt_style": text("chat") }))).toBe("chat");
    const wrong = await header({ "postil.prompt_style": text("poem") });
    expect(() => promptStyle(wrong)).toThrow(expect.objectContaining({ code: "gguf-bad-metadata" }));
  });
});

test("a name is shown plain and short", async () => {
  expect(modelName(await header({ "general.name": text(`  a\u202Eb\n${"c".repeat(100)}`) }))).toMatch(
    /^a b c{76}$/u,
  );
  expect(modelName(await header({ "general.name": text("\u0007") }))).toBeUndefined();
  expect(modelName(await header({}, {}, "general.name"))).toBeUndefined();
});
