import { describe, expect, test } from "vitest";
import { array, buildGguf, text, u32 } from "../../test/gguf/build.ts";
import { tinyGemma, tinyTokens, VOCABULARY } from "../../test/gguf/tiny-gemma.ts";
import { ChunkSource } from "./byte-source.ts";
import { ValueType } from "./gguf/format.ts";
import { readHeader } from "./gguf/header.ts";
import { buildTokenizerJson } from "./tokenizer.ts";
import { readVocabulary, type Vocabulary } from "./vocabulary.ts";

async function vocabulary(metadata: Parameters<typeof tinyGemma>[0] = {}): Promise<Vocabulary> {
  const { metadata: all } = tinyGemma(metadata);
  return readVocabulary(
    await readHeader(new ChunkSource([buildGguf({ metadata: all, tensors: {} })])),
    VOCABULARY,
  );
}

const refused = (code: string, key: string) =>
  expect.objectContaining({ code, detail: expect.objectContaining({ key }) });

describe("reading the vocabulary", () => {
  test("ids of the marks", async () => {
    expect(await vocabulary()).toMatchObject({ bos: 2, eos: 1, unknown: 3, padding: 0, endOfTurn: 5 });
  });

  test("another kind of tokenizer, or another size", async () => {
    await expect(vocabulary({ "tokenizer.ggml.model": text("gpt2") })).rejects.toEqual(
      refused("gguf-wrong-architecture", "tokenizer.ggml.model"),
    );
    await expect(vocabulary({ "tokenizer.ggml.tokens": array(ValueType.string, ["a"]) })).rejects.toEqual(
      refused("gguf-wrong-architecture", "tokenizer.ggml.tokens"),
    );
  });

  test("scores, types and ids that do not fit the tokens", async () => {
    const wrong = {
      "tokenizer.ggml.scores": array(ValueType.float32, [1]),
      "tokenizer.ggml.token_type": array(ValueType.float32, new Array(VOCABULARY).fill(1)),
      "tokenizer.ggml.eos_token_id": u32(VOCABULARY),
    };
    for (const [key, value] of Object.entries(wrong))
      await expect(vocabulary({ [key]: value })).rejects.toEqual(refused("gguf-bad-metadata", key));
  });
});

describe("building tokenizer.json", () => {
  const build = async () => JSON.parse(buildTokenizerJson(await vocabulary()));

  test("merges come best score first, then longest left part", async () => {
    const { tokens } = tinyTokens();
    expect(tokens.indexOf("▁ab")).toBe(266);
    expect((await build()).model.merges).toEqual([
      // User-defined tokens would come first; "▁▁" has two parts, and score 0 beats the words' negative ones.
      ["▁", "▁"],
      ["a", "b"],
      ["ab", "c"],
      ["▁", "a"],
      ["▁a", "b"],
      ["▁", "ab"],
      ["c", "d"],
      ["abc", "d"],
      ["ab", "cd"],
      ["😀", "a"],
    ]);
  });

  test("marks and user-defined tokens are cut out of the text, with the stand-in for spaces", async () => {
    const { added_tokens, model } = await build();
    const byContent = new Map<string, { id: number; special: boolean; normalized: boolean }>(
      added_tokens.map((token: { content: string }) => [token.content, token]),
    );
    expect(byContent.get("▁▁")).toMatchObject({ id: 6, special: false, normalized: false });
    expect(byContent.get("<end_of_turn>")).toMatchObject({ id: 5, special: true });
    expect(byContent.get("<unk>")).toMatchObject({ id: 3, special: true });
    expect(byContent.has("<0x00>")).toBe(false);
    expect(byContent.has("a")).toBe(false);
    expect(model.vocab["▁▁"]).toBe(6);
    expect(Object.keys(model.vocab)).toHaveLength(VOCABULARY);
    expect(model.unk_token).toBe("<unk>");
  });

  test("no merge makes a mark or a byte", async () => {
    const types = tinyTokens().types;
    const { model } = await build();
    for (const [left, right] of model.merges) expect([1, 4]).toContain(types[model.vocab[left + right]]);
  });

  test("a token that is there twice is refused", async () => {
    const { tokens } = tinyTokens();
    const twice = tokens.with(264, "ab").with(263, "ab");
    const doubled = await vocabulary({ "tokenizer.ggml.tokens": array(ValueType.string, twice) });
    expect(() => buildTokenizerJson(doubled)).toThrow(refused("gguf-bad-metadata", "tokenizer.ggml.tokens"));
  });
});
