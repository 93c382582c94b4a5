/**
 * The `tokenizer.json` that WebLLM's tokenizer (Hugging Face's, in wasm) loads, out of the vocabulary inside the GGUF.
 * Gemma's is a SentencePiece BPE with byte fallback: SentencePiece merges whichever neighbouring pair makes the token
 * of highest score, so the ranked list of merges follows from tokens and scores. The result gives the ids of the
 * published Gemma 3 tokenizer (test/gpu/tokenizer-parity.test.ts).
 * Form: https://huggingface.co/docs/tokenizers/api/tokenizer
 */
import { rankMerges } from "./merges.ts";
import { TokenType, type Vocabulary } from "./vocabulary.ts";

/** SentencePiece's stand-in for a space, U+2581. */
const SPACE = "▁";

/**
 * The text of `tokenizer.json`. Its two long parts are written by hand: as objects for `JSON.stringify` they would take
 * several times as long and as much memory.
 * @throws PostilError `gguf-bad-metadata` when two ids have the same token
 */
export function buildTokenizerJson(vocabulary: Vocabulary): string {
  const tokens = vocabularyTokens(vocabulary);
  const merges = rankMerges(vocabulary, tokens);
  const quoted = tokens.map((token) => JSON.stringify(token));
  const vocab = quoted.map((token, id) => `${token}:${id}`).join();
  const pairs = Array.from(
    { length: merges.length / 2 },
    (_, i) => `[${quoted[merges[2 * i] as number]},${quoted[merges[2 * i + 1] as number]}]`,
  ).join();
  const model = {
    type: "BPE",
    dropout: null,
    unk_token: tokens[vocabulary.unknown],
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: true,
    byte_fallback: true,
    ignore_merges: false,
  };
  const rest = {
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
  };
  const open = (object: object) => JSON.stringify(object).slice(0, -1);
  return `${open(rest)},"model":${open(model)},"vocab":{${vocab}},"merges":[${pairs}]}}`;
}

/**
 * GGUF converters turn the stand-in back into spaces in user-defined tokens. The normaliser runs before the model, never
 * before added tokens are cut out, so for the same ids they have to hold the stand-in.
 */
function vocabularyTokens({ tokens, types }: Vocabulary): string[] {
  return tokens.map((token, id) =>
    types[id] === TokenType.userDefined && token.includes(" ") ? token.replaceAll(" ", SPACE) : token,
  );
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
