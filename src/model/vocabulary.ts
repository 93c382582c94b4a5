/** The vocabulary inside a GGUF (`tokenizer.ggml.*`). */
import { PostilError } from "../errors.ts";
import type { GgufHeader } from "./gguf/header.ts";

/** SentencePiece's types of tokens, as GGUF numbers them. */
export const TokenType = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

export interface Vocabulary {
  readonly tokens: readonly string[];
  readonly scores: Float32Array;
  /** `TokenType` of each token. */
  readonly types: Int32Array;
  readonly bos: number;
  readonly eos: number;
  readonly unknown: number;
  readonly padding: number;
  /** `<end_of_turn>`, if there is one. */
  readonly endOfTurn: number | undefined;
}

/**
 * @param size how many tokens there must be
 * @throws PostilError `gguf-bad-metadata` for a key that is missing or not of its type, `gguf-wrong-architecture` for a
 * tokenizer of another kind or size
 */
export function readVocabulary({ metadata }: GgufHeader, size: number): Vocabulary {
  const model = metadata.get("tokenizer.ggml.model");
  if (model !== "llama")
    throw new PostilError("gguf-wrong-architecture", {
      key: "tokenizer.ggml.model",
      found: String(model),
      expected: "llama",
    });
  const tokens = metadata.get("tokenizer.ggml.tokens");
  if (!Array.isArray(tokens) || tokens.length !== size || typeof tokens[0] !== "string")
    throw new PostilError("gguf-wrong-architecture", {
      key: "tokenizer.ggml.tokens",
      found: lengthOf(tokens),
      expected: size,
    });
  const scores = metadata.get("tokenizer.ggml.scores");
  if (!(scores instanceof Float32Array) || scores.length !== size)
    throw badKey("tokenizer.ggml.scores", lengthOf(scores), size);
  const types = metadata.get("tokenizer.ggml.token_type");
  if (!(types instanceof Int32Array) || types.length !== size)
    throw badKey("tokenizer.ggml.token_type", lengthOf(types), size);
  const id = (name: string, fallback: number): number => {
    const key = `tokenizer.ggml.${name}_token_id`;
    const value = metadata.get(key) ?? fallback;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= size)
      throw badKey(key, String(value), size);
    return value;
  };
  const endOfTurn = tokens.indexOf("<end_of_turn>");
  return {
    tokens: tokens as string[],
    scores,
    types,
    bos: id("bos", 2),
    eos: id("eos", 1),
    unknown: id("unknown", 3),
    padding: id("padding", 0),
    endOfTurn: endOfTurn === -1 ? undefined : endOfTurn,
  };
}

function badKey(key: string, found: string | number, expected: number): PostilError {
  return new PostilError("gguf-bad-metadata", { key, found, expected });
}

function lengthOf(value: unknown): string | number {
  if (value === undefined) return "nothing";
  return Array.isArray(value) || ArrayBuffer.isView(value)
    ? (value as ArrayLike<unknown>).length
    : typeof value;
}
