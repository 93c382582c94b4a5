/**
 * The ranked merges of a SentencePiece BPE out of its tokens and scores: 514,906 of them for Gemma 3, found by hashes of
 * parts of tokens, so that no part is ever made as a string of its own.
 */
import { PostilError } from "../errors.ts";
import { TokenType, type Vocabulary } from "./vocabulary.ts";

/** Odd, so that no bit of a token is lost in its hash. */
const BASE = 0x01000193;

/** Tokens by the hash Σ unit · BASE^position (mod 2^32) of their UTF-16 units, in a table of open addresses. */
class TokenIndex {
  private readonly slots: Int32Array;
  private readonly hashes: Int32Array;
  private readonly shift: number;

  /** @throws PostilError `gguf-bad-metadata` when two ids have the same token */
  constructor(private readonly tokens: readonly string[]) {
    const bits = 33 - Math.clz32(tokens.length);
    this.shift = 32 - bits;
    this.slots = new Int32Array(2 ** bits).fill(-1);
    this.hashes = Int32Array.from(tokens, hashOf);
    for (const [id, token] of tokens.entries()) this.add(id, token);
  }

  private add(id: number, token: string): void {
    const hash = this.hashes[id] as number;
    const twin = this.find(hash, token, 0, token.length);
    if (twin !== -1)
      throw new PostilError("gguf-bad-metadata", {
        key: "tokenizer.ggml.tokens",
        found: `token ${id} is also token ${twin}`,
      });
    let slot = this.firstSlot(hash);
    while (this.slots[slot] !== -1) slot = (slot + 1) & (this.slots.length - 1);
    this.slots[slot] = id;
  }

  /** The id of the token that is `text` from `from` to `to`, whose hash is known; -1 if there is none. */
  find(hash: number, text: string, from: number, to: number): number {
    for (let slot = this.firstSlot(hash); ; slot = (slot + 1) & (this.slots.length - 1)) {
      const id = this.slots[slot] as number;
      if (id === -1) return -1;
      if (this.hashes[id] !== hash) continue;
      const token = this.tokens[id] as string;
      if (token.length === to - from && text.startsWith(token, from)) return id;
    }
  }

  private firstSlot(hash: number): number {
    // Fibonacci hashing: the upper bits of the product depend on all bits of the hash.
    return Math.imul(hash, 0x9e3779b1) >>> this.shift;
  }
}

function hashOf(token: string): number {
  let hash = 0;
  for (let i = 0; i < token.length; i++) hash = (Math.imul(hash, BASE) + token.charCodeAt(i)) | 0;
  return hash;
}

/**
 * Every way to cut a token into two others, best first: by the token's score (user-defined ones have 0 in SentencePiece,
 * whatever the GGUF says), then by the length in characters of the left part and of the right part, longest first, then
 * by id.
 * @param tokens the vocabulary's, as they stand in `tokenizer.json`
 * @returns ids, two for each merge: left, right
 * @throws PostilError `gguf-bad-metadata` when two ids have the same token
 */
export function rankMerges({ scores, types }: Vocabulary, tokens: readonly string[]): Uint32Array {
  const finder = new CutFinder(tokens);
  const scoreOf = (id: number) => (types[id] === TokenType.normal ? (scores[id] as number) : 0);
  const ranked = Uint32Array.from(tokens.keys())
    .filter((id) => types[id] === TokenType.normal || types[id] === TokenType.userDefined)
    .sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
  const merges: number[] = [];
  for (let from = 0; from < ranked.length; ) {
    const score = scoreOf(ranked[from] as number);
    let to = from + 1;
    while (to < ranked.length && scoreOf(ranked[to] as number) === score) to++;
    if (to === from + 1) finder.addCuts(ranked[from] as number, merges);
    else finder.addRanked(ranked.subarray(from, to), merges);
    from = to;
  }
  return Uint32Array.from(merges);
}

class CutFinder {
  private readonly index: TokenIndex;
  private readonly powers: Int32Array;

  constructor(private readonly tokens: readonly string[]) {
    this.index = new TokenIndex(tokens);
    const longest = tokens.reduce((length, token) => Math.max(length, token.length), 0);
    this.powers = new Int32Array(longest + 1);
    this.powers[0] = 1;
    for (let i = 1; i <= longest; i++) this.powers[i] = Math.imul(this.powers[i - 1] as number, BASE);
  }

  /** The cuts of one token of which both parts are tokens, the longest left part first. */
  addCuts(id: number, merges: number[]): void {
    const token = this.tokens[id] as string;
    const { length } = token;
    const start = merges.length;
    const whole = hashOf(token);
    let left = 0;
    for (let cut = 1; cut < length; cut++) {
      left = (Math.imul(left, BASE) + token.charCodeAt(cut - 1)) | 0;
      if (isLowSurrogate(token.charCodeAt(cut))) continue;
      const leftId = this.index.find(left, token, 0, cut);
      if (leftId === -1) continue;
      const right = (whole - Math.imul(left, this.powers[length - cut] as number)) | 0;
      const rightId = this.index.find(right, token, cut, length);
      if (rightId !== -1) merges.push(rightId, leftId);
    }
    // Found shortest first, and right before left: both are turned round at once.
    for (let i = start, j = merges.length - 1; i < j; i++, j--) {
      const kept = merges[i] as number;
      merges[i] = merges[j] as number;
      merges[j] = kept;
    }
  }

  /** The cuts of tokens that share a score. */
  addRanked(ids: Uint32Array, merges: number[]): void {
    const cuts: number[] = [];
    for (const id of ids) this.addCuts(id, cuts);
    const lengths = Uint32Array.from(cuts, (id) => characterCount(this.tokens[id] as string));
    const order = Uint32Array.from({ length: cuts.length / 2 }, (_, i) => 2 * i).sort(
      (a, b) =>
        (lengths[b] as number) - (lengths[a] as number) ||
        (lengths[b + 1] as number) - (lengths[a + 1] as number) ||
        a - b,
    );
    for (const at of order) merges.push(cuts[at] as number, cuts[at + 1] as number);
  }
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

function characterCount(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (!isLowSurrogate(text.charCodeAt(i))) count++;
  return count;
}
