/** Keeping prompts small: tokens are estimated from the text, high rather than low, as tasks have no tokenizer. */

/** Scripts whose letters are mostly one token or less in Gemma's vocabulary; of others a letter may be a token a byte. */
const COMMON_LETTER =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Common}]/u;

/** At least as many tokens as Gemma's tokenizer makes of `text`, for all but contrived texts. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const character of text) {
    if (/[a-zA-Z ]/.test(character)) tokens += 0.34;
    else if (character.length === 2) tokens += 3;
    else if (COMMON_LETTER.test(character)) tokens += /\p{L}/u.test(character) ? 0.75 : 1;
    else tokens += 3;
  }
  return Math.ceil(tokens);
}

/** Where a sentence may be cut and still be read: after these signs, before a space (none is written in Chinese or Japanese). */
const CLAUSE_END = /[,;:،؛](?=\s)|[，；：、]|\s(?=[–—(])/gu;
/** A cut leaves at least this share of what there is room for. */
const LEAST = 0.4;

/**
 * The beginning of `sentence` that is no longer than `tokens`, ending where a clause ends; undefined when no such place
 * leaves enough to be understood. What fits comes back as it is.
 */
export function cutAtClause(sentence: string, tokens: number): string | undefined {
  if (estimateTokens(sentence) <= tokens) return sentence;
  let best: string | undefined;
  for (const match of sentence.matchAll(CLAUSE_END)) {
    const head = sentence.slice(0, match.index).trimEnd();
    if (estimateTokens(head) > tokens) break;
    best = head;
  }
  return best !== undefined && estimateTokens(best) >= tokens * LEAST ? best : undefined;
}
