import { describe, expect, test } from "vitest";
import { buildGguf } from "../../test/gguf/build.ts";
import { tinyGemma, VOCABULARY } from "../../test/gguf/tiny-gemma.ts";
import { ChunkSource } from "./byte-source.ts";
import { Encoder } from "./encode.ts";
import { readHeader } from "./gguf/header.ts";
import { readVocabulary, type Vocabulary } from "./vocabulary.ts";

const { metadata } = tinyGemma();
const header = await readHeader(new ChunkSource([buildGguf({ metadata, tensors: {} })]));
const vocabulary: Vocabulary = readVocabulary(header, VOCABULARY);
const encoder = new Encoder(vocabulary);

/** Tokens as text. */
const tokens = (text: string) => encoder.encode(text).ids.map((id) => vocabulary.tokens[id]);

describe("encoding", () => {
  test("the best pair is joined first, whatever comes before it", () => {
    expect(tokens("abcd")).toEqual(["abcd"]);
    expect(tokens("bcd")).toEqual(["b", "cd"]);
    expect(tokens("aab")).toEqual(["a", "ab"]);
    expect(tokens("abab cd")).toEqual(["ab", "ab", "▁", "cd"]);
    expect(tokens(" ab")).toEqual(["▁ab"]);
    expect(tokens("")).toEqual([]);
  });

  test("special tokens are found before anything is joined, the longest first", () => {
    expect(tokens("a<start_of_turn>b")).toEqual(["a", "<start_of_turn>", "b"]);
    expect(tokens("a   b")).toEqual(["a", "  ", "▁", "b"]);
    expect(tokens("<start_of_turn")).not.toContain("<start_of_turn>");
  });

  test("what is in no token becomes its bytes", () => {
    expect(tokens("é")).toEqual(["<0xC3>", "<0xA9>"]);
    expect(tokens("😀a")).toEqual(["😀a"]);
    // A lone half of a pair is what text encoders make of it.
    expect(tokens("\ud83d")).toEqual(["<0xEF>", "<0xBF>", "<0xBD>"]);
  });

  test("ends tell where each token ends in the text", () => {
    const text = "ab é<bos>😀cd";
    const { ids, ends } = encoder.encode(text);
    expect(ids.map((id, i) => [vocabulary.tokens[id], ends[i]])).toEqual([
      ["ab", 2],
      ["▁", 3],
      ["<0xC3>", 3],
      ["<0xA9>", 4],
      ["<bos>", 9],
      ["😀", 11],
      ["cd", 13],
    ]);
  });

  test("a long text takes no longer than its length", () => {
    const text = "abcd".repeat(50_000);
    expect(encoder.encode(text).ids).toHaveLength(50_000);
  });
});
