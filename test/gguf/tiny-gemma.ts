/** A Gemma 3 of toy size and the manifest of a library that would run it: everything real but the numbers. */
import { ValueType } from "../../src/model/gguf/format.ts";
import {
  type LibraryManifest,
  type Parameter,
  parseLibraryManifest,
} from "../../src/model/library-manifest.ts";
import {
  array,
  f32Bytes,
  randomQ4,
  randomQ8,
  type TestGguf,
  type TestTensor,
  type TestValue,
  text,
  u32,
} from "./build.ts";

export const HIDDEN = 64;
export const VOCABULARY = 320;
export const FEED_FORWARD = 96;
export const HEAD = 32;
export const HEADS = 2;

function q8(width: number, height: number, seed: number): TestTensor {
  return { dimensions: [width, height], type: "Q8_0", bytes: randomQ8(width * height, seed) };
}

function q4(width: number, height: number, seed: number): TestTensor {
  return { dimensions: [width, height], type: "Q4_0", bytes: randomQ4(width * height, seed) };
}

function norm(width: number, seed: number): TestTensor {
  const values = Array.from({ length: width }, (_, i) => 1 + ((i * 7 + seed) % 13) / 16);
  return { dimensions: [width], type: "F32", bytes: f32Bytes(values) };
}

/** Marks, 256 bytes, and words of the letters a to d, with SentencePiece's falling scores. */
export function tinyTokens(): { tokens: string[]; scores: number[]; types: number[] } {
  const tokens = ["<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>", "  "];
  const types = [3, 3, 3, 2, 3, 3, 4];
  for (let byte = 0; byte < 256; byte++) {
    tokens.push(`<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
    types.push(6);
  }
  for (const word of ["ab", "abc", "▁a", "▁ab", "cd", "abcd", "▁", "a", "b", "c", "d", "😀", "😀a"]) {
    tokens.push(word);
    types.push(1);
  }
  while (tokens.length < VOCABULARY) {
    types.push(3);
    tokens.push(`<unused${tokens.length}>`);
  }
  const scores = types.map((type, id) => (type === 1 ? 263 - id : type === 6 ? 0 : -1000));
  return { tokens, scores, types };
}

export function tinyGemma(
  metadata: Readonly<Record<string, TestValue>> = {},
  tensors: Readonly<Record<string, TestTensor>> = {},
): TestGguf {
  const { tokens, scores, types } = tinyTokens();
  return {
    metadata: {
      "general.architecture": text("gemma3"),
      "general.name": text("Tiny Gemma"),
      "gemma3.block_count": u32(1),
      "gemma3.embedding_length": u32(HIDDEN),
      "gemma3.feed_forward_length": u32(FEED_FORWARD),
      "gemma3.attention.head_count": u32(HEADS),
      "gemma3.attention.head_count_kv": u32(1),
      "gemma3.attention.key_length": u32(HEAD),
      "gemma3.attention.value_length": u32(HEAD),
      "gemma3.attention.sliding_window": u32(512),
      "tokenizer.ggml.model": text("llama"),
      "tokenizer.ggml.tokens": array(ValueType.string, tokens),
      "tokenizer.ggml.scores": array(ValueType.float32, scores),
      "tokenizer.ggml.token_type": array(ValueType.int32, types),
      "tokenizer.ggml.bos_token_id": u32(2),
      "tokenizer.ggml.eos_token_id": u32(1),
      ...metadata,
    },
    tensors: {
      "token_embd.weight": q8(HIDDEN, VOCABULARY, 1),
      "blk.0.attn_q.weight": q8(HIDDEN, HEADS * HEAD, 2),
      "blk.0.attn_k.weight": q8(HIDDEN, HEAD, 3),
      "blk.0.attn_v.weight": q8(HIDDEN, HEAD, 4),
      "blk.0.ffn_down.weight": q8(FEED_FORWARD, HIDDEN, 5),
      "output_norm.weight": norm(HIDDEN, 6),
      ...tensors,
    },
  };
}

/** The same model with the matrices of its body in Q4_0 and its embedding in Q8_0. */
export function tinyGemmaQ4(tensors: Readonly<Record<string, TestTensor>> = {}): TestGguf {
  return tinyGemma(
    {},
    {
      "blk.0.attn_q.weight": q4(HIDDEN, HEADS * HEAD, 2),
      "blk.0.attn_k.weight": q4(HIDDEN, HEAD, 3),
      "blk.0.attn_v.weight": q4(HIDDEN, HEAD, 4),
      "blk.0.ffn_down.weight": q4(FEED_FORWARD, HIDDEN, 5),
      ...tensors,
    },
  );
}

type Bits = 8 | 4;

function grouped(
  name: string,
  rows: number,
  width: number,
  from: Parameter["from"],
  bits: Bits = 8,
): Parameter[] {
  const columns = (width * bits) / 32;
  return [
    {
      name: `${name}.q`,
      shape: [rows / 16, columns, 16],
      dtype: "uint32",
      layout: `q${bits}_tiled_values`,
      from,
    },
    {
      name: `${name}.s`,
      shape: [rows / 16, width / 32, 16],
      dtype: "float32",
      layout: `q${bits}_tiled_scales`,
      from,
    },
  ];
}

/** @param bits of the values in the body's groups */
export function tinyLibrary(bits: Bits = 8): LibraryManifest {
  const half = VOCABULARY / 2;
  const qkv = ["attn_q", "attn_k", "attn_v"].map((name) => ({ tensor: `blk.0.${name}.weight` }));
  return parseLibraryManifest({
    name: `tiny-q${bits}-f32`,
    wasm: { file: "tiny.wasm", bytes: 1, sha256: "0".repeat(64) },
    model: {
      contextWindow: 4096,
      prefillChunk: 512,
      vocabSize: VOCABULARY,
      hiddenSize: HIDDEN,
      layers: 1,
      feedForward: FEED_FORWARD,
      queryHeads: HEADS,
      kvHeads: 1,
      headDim: HEAD,
      slidingWindow: 512,
    },
    params: [
      ...grouped("embed.0", half, HIDDEN, [{ tensor: "token_embd.weight", rows: [0, half] }]),
      ...grouped("embed.1", half, HIDDEN, [{ tensor: "token_embd.weight", rows: [half, VOCABULARY] }]),
      ...grouped("layers.0.qkv", (HEADS + 2) * HEAD, HIDDEN, qkv, bits),
      ...grouped("layers.0.down", HIDDEN, FEED_FORWARD, [{ tensor: "blk.0.ffn_down.weight" }], bits),
      {
        name: "norm",
        shape: [HIDDEN],
        dtype: "float32",
        layout: "f32",
        from: [{ tensor: "output_norm.weight" }],
      },
    ],
  });
}
