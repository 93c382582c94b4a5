/**
 * The `tokenizer.json` that WebLLM's tokenizer (Hugging Face's, in wasm) loads, out of the vocabulary inside the GGUF.
 * Gemma's is a SentencePiece BPE with byte fallback: SentencePiece merges whichever neighbouring pair makes the token
 * of highest score, so the ranked list of merges follows from tokens and scores. The result gives the ids of the
 * published Gemma 3 tokenizer (test/gpu/tokenizer-parity.test.ts).
 * Form: https://huggingface.co/docs/tokenizers/api/tokenizer
 */
import { PostilError } from "../errors.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { TokenType } from "./vocabulary.ts";

/** SentencePiece's stand-in for a space, U+2581. */
const SPACE = "▁";

/** A pair of tokens and, by its place in the list, its rank. */
export type Merge = readonly [left: string, right: string];

/** The text of `tokenizer.json`. @throws PostilError `gguf-bad-metadata` when two ids have the same token */
export function buildTokenizerJson(vocabulary: Vocabulary): string {
  const tokens = vocabularyTokens(vocabulary);
  const ids = indexTokens(tokens);
  return JSON.stringify({
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: addedTokens(vocabulary, tokens),
    normalizer: { type: "Replace", pattern: { String: " " }, content: SPACE },
    pre_tokenizer: null,
    post_processor: null,
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: SPACE }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
      ],
    },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: tokens[vocabulary.unknown] ?? null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: true,
      ignore_merges: false,
      vocab: Object.fromEntries(ids),
      merges: rankMerges(vocabulary, tokens, ids),
    },
  });
}

/**
 * GGUF converters turn the stand-in back into spaces in user-defined tokens. The normaliser runs before the model, never
 * before added tokens are cut out, so for the same ids they have to hold the stand-in.
 */
export function vocabularyTokens({ tokens, types }: Vocabulary): string[] {
  return tokens.map((token, id) =>
    types[id] === TokenType.userDefined && token.includes(" ") ? token.replaceAll(" ", SPACE) : token,
  );
}

function indexTokens(tokens: readonly string[]): Map<string, number> {
  const ids = new Map<string, number>();
  for (const [id, token] of tokens.entries()) {
    if (ids.has(token))
      throw new PostilError("gguf-bad-metadata", {
        key: "tokenizer.ggml.tokens",
        found: `token ${id} is also token ${ids.get(token) ?? 0}`,
      });
    ids.set(token, id);
  }
  return ids;
}

/** Tokens that are found in the text as they are, before it is cut into words: turns, tags, runs of blanks. */
function addedTokens(vocabulary: Vocabulary, tokens: readonly string[]): object[] {
  const marks = new Set([vocabulary.unknown, vocabulary.padding, vocabulary.bos, vocabulary.eos]);
  const added: object[] = [];
  for (const [id, content] of tokens.entries()) {
    const type = vocabulary.types[id];
    if (type !== TokenType.userDefined && type !== TokenType.control && !marks.has(id)) continue;
    const special = marks.has(id) || content === "<start_of_turn>" || content === "<end_of_turn>";
    added.push({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special });
  }
  return added;
}

/**
 * Every way to cut a token into two others, best first: by the token's score (user-defined ones have 0 in SentencePiece,
 * whatever the GGUF says), then by the length in characters of the left part and of the right part, longest first, then
 * by id.
 */
export function rankMerges(
  { scores, types }: Vocabulary,
  tokens: readonly string[],
  ids: ReadonlyMap<string, number>,
): Merge[] {
  const scoreOf = (id: number) => (types[id] === TokenType.normal ? (scores[id] as number) : 0);
  const ranked = Uint32Array.from(tokens.keys())
    .filter((id) => types[id] === TokenType.normal || types[id] === TokenType.userDefined)
    .sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
  const merges: Merge[] = [];
  for (let from = 0; from < ranked.length; ) {
    const score = scoreOf(ranked[from] as number);
    let to = from + 1;
    while (to < ranked.length && scoreOf(ranked[to] as number) === score) to++;
    const cuts: Merge[] = [];
    for (const id of ranked.subarray(from, to)) addCuts(tokens[id] as string, ids, cuts);
    // Nearly always a token has its score alone, and its cuts are in order already.
    if (to > from + 1) cuts.sort(byLengths);
    for (const cut of cuts) merges.push(cut);
    from = to;
  }
  return merges;
}

/** The cuts of a token of which both parts are tokens, the longest left part first. */
function addCuts(token: string, ids: ReadonlyMap<string, number>, merges: Merge[]): void {
  for (let cut = token.length - 1; cut > 0; cut--) {
    if (isLowSurrogate(token.charCodeAt(cut))) continue;
    const left = token.slice(0, cut);
    if (!ids.has(left)) continue;
    const right = token.slice(cut);
    if (ids.has(right)) merges.push([left, right]);
  }
}

function byLengths(a: Merge, b: Merge): number {
  return characterCount(b[0]) - characterCount(a[0]) || characterCount(b[1]) - characterCount(a[1]);
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

function characterCount(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (!isLowSurrogate(text.charCodeAt(i))) count++;
  return count;
}
