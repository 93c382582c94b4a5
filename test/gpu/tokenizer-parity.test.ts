/** What tokenizes by the GGUF gives the ids of the published tokenizer: in the very code that WebLLM uses, and our own. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { ensureModel } from "../../scripts/fetch-model.ts";
import { FileSource } from "../../scripts/file-source.ts";
import { Encoder } from "../../src/model/encode.ts";
import { readHeader } from "../../src/model/gguf/header.ts";
import { buildTokenizerJson } from "../../src/model/tokenizer.ts";
import { readVocabulary } from "../../src/model/vocabulary.ts";
import { corpus } from "./corpus.ts";
import { publishedTokenizer } from "./published-tokenizer.ts";
import { loadTokenizers, type Tokenizer } from "./webllm-tokenizer.ts";

interface TokenizerJson {
  readonly model: { readonly vocab: Record<string, number>; readonly merges: [string, string][] };
  readonly added_tokens: { readonly id: number; readonly content: string }[];
}

/** Of the larger models' pictures: beyond the 262,144 rows of this one's embedding, so ours does not know it. */
const BEYOND = "<image_soft_token>";

let ours: Tokenizer;
let encoder: Encoder;
let published: Tokenizer;
let ourText: string;
let publishedText: string;

beforeAll(async () => {
  const source = await FileSource.open((await ensureModel({ quiet: true })).path);
  const vocabulary = readVocabulary(await readHeader(source), 262_144);
  ourText = buildTokenizerJson(vocabulary);
  encoder = new Encoder(vocabulary);
  await source.close();
  publishedText = await readFile(await publishedTokenizer(), "utf8");
  const { fromJSON } = await loadTokenizers();
  ours = await fromJSON(new TextEncoder().encode(ourText).buffer);
  published = await fromJSON(new TextEncoder().encode(publishedText).buffer);
});

describe("against the published tokenizer", () => {
  test("same vocabulary, same merges in the same order, same tokens cut out", () => {
    const a: TokenizerJson = JSON.parse(ourText);
    const b: TokenizerJson = JSON.parse(publishedText);
    expect(b.model.merges).toHaveLength(514_906);
    expect(a.model.merges.flat().join("\0") === b.model.merges.flat().join("\0")).toBe(true);
    const sorted = (vocab: Record<string, number>) =>
      Object.entries(vocab)
        .sort((x, y) => x[1] - y[1])
        .join("\0");
    expect(sorted(a.model.vocab) === sorted(b.model.vocab)).toBe(true);
    const cut = ({ added_tokens }: TokenizerJson) =>
      added_tokens.map(({ id, content }) => `${id} ${content}`).sort();
    expect(cut(a)).toEqual(cut(b).filter((line) => !line.endsWith(BEYOND)));
  });

  test("identical ids on every line of the corpus, and the same text back", () => {
    const lines = corpus();
    expect(new Set(lines).size).toBeGreaterThanOrEqual(2000);
    const seen = new Set<number>();
    for (const line of lines) {
      const ids = ours.encode(line);
      const expected = published.encode(line);
      if (ids.join() !== expected.join())
        expect.fail(`${JSON.stringify(line)}: ${ids} instead of ${expected}`);
      if (ours.decode(ids) !== published.decode(ids))
        expect.fail(`${JSON.stringify(line)} comes back otherwise`);
      for (const id of ids) seen.add(id);
    }
    // A corpus that used a few tokens again and again would prove little.
    expect(seen.size).toBeGreaterThan(3000);
  });

  test("so does the encoder, which does as llama.cpp does", () => {
    // Where a text holds SentencePiece's stand-in for a space itself, llama.cpp takes it for no space.
    const lines = corpus().filter((line) => !line.includes("▁"));
    expect(lines.length).toBeGreaterThan(2000);
    for (const line of lines) {
      const { ids, ends } = encoder.encode(line);
      const expected = published.encode(line);
      if (ids.join() !== expected.join())
        expect.fail(`${JSON.stringify(line)}: ${ids} instead of ${expected}`);
      expect(ends.at(-1) ?? 0).toBe(line.length);
    }
  });

  test("no text gives an id beyond the embedding", () => {
    expect(published.encode(BEYOND)).toContain(262_144);
    expect(Math.max(...ours.encode(BEYOND))).toBeLessThan(262_144);
    expect(ours.decode(ours.encode(BEYOND))).toBe(BEYOND);
  });
});
