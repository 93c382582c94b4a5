/** Keeping prompts small: tokens are estimated from the text, high rather than low, as tasks have no tokenizer. */

/** Scripts whose letters are mostly one token or less in Gemma's vocabulary; of others a letter may be a token a byte. */
const COMMON_LETTER =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Common}]/u;

/** At least as many tokens as Gemma's tokenizer makes of `text`, for all but contrived texts. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const character of text) tokens += tokensOf(character);
  return Math.ceil(tokens);
}

function tokensOf(character: string): number {
  if (/[a-zA-Z ]/.test(character)) return 0.34;
  if (character.length === 2) return 3;
  if (COMMON_LETTER.test(character)) return /\p{L}/u.test(character) ? 0.75 : 1;
  return 3;
}

/** How many UTF-16 units of `text` are no more than `tokens`. */
function lengthWithin(text: string, tokens: number): number {
  let spent = 0;
  let length = 0;
  for (const character of text) {
    spent += tokensOf(character);
    if (spent > tokens) break;
    length += character.length;
  }
  return length;
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
  const room = lengthWithin(sentence, tokens);
  if (room === sentence.length) return sentence;
  let end = 0;
  // What follows a sign decides whether a clause ends there.
  for (const { index } of sentence.slice(0, room + 2).matchAll(CLAUSE_END)) if (index <= room) end = index;
  const best = sentence.slice(0, end).trimEnd();
  return best !== "" && estimateTokens(best) >= tokens * LEAST ? best : undefined;
}
