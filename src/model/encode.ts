/**
 * Text to token ids by the vocabulary inside a GGUF, as llama.cpp does it: special tokens are found in the text first, the
 * rest is SentencePiece BPE with byte fallback, which merges whichever neighbouring pair makes the token of highest score.
 * https://github.com/google/sentencepiece/blob/master/src/bpe_model.cc
 */
import { TokenType, type Vocabulary } from "./vocabulary.ts";

/** SentencePiece's stand-in for a space, U+2581. */
const SPACE = "▁";

export interface Encoded {
  readonly ids: readonly number[];
  /** For each token where it ends in the text, in UTF-16 units; for all but the last of a character's bytes, its start. */
  readonly ends: readonly number[];
}

export class Encoder {
  readonly #vocabulary: Vocabulary;
  readonly #ids = new Map<string, number>();
  /** Tokens that are found as they are, by their first character, the longest first. */
  readonly #special = new Map<string, string[]>();
  readonly #bytes: number[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    const { tokens, types } = vocabulary;
    for (const [id, token] of tokens.entries()) {
      this.#ids.set(token, id);
      const type = types[id];
      if (type === TokenType.byte) this.#bytes[Number.parseInt(token.slice(3, 5), 16)] = id;
      else if (type !== TokenType.normal && type !== TokenType.unused && token !== "") {
        const first = token.charAt(0);
        const known = this.#special.get(first);
        if (known === undefined) this.#special.set(first, [token]);
        else known.push(token);
      }
    }
    for (const tokens of this.#special.values()) tokens.sort((a, b) => b.length - a.length);
  }

  /** No mark of the beginning is added. */
  encode(text: string): Encoded {
    const ids: number[] = [];
    const ends: number[] = [];
    let plain = 0;
    for (let at = 0; at < text.length; ) {
      const special = this.#special.get(text.charAt(at))?.find((token) => text.startsWith(token, at));
      if (special === undefined) {
        at++;
        continue;
      }
      this.#encodePlain(text, plain, at, ids, ends);
      at += special.length;
      ids.push(this.#ids.get(special) ?? this.#vocabulary.unknown);
      ends.push(at);
      plain = at;
    }
    this.#encodePlain(text, plain, text.length, ids, ends);
    return { ids, ends };
  }

  #encodePlain(text: string, from: number, to: number, ids: number[], ends: number[]): void {
    if (from === to) return;
    const word = text.slice(from, to).replaceAll(" ", SPACE);
    const parts = this.#merge(word);
    for (let part = parts.first; part !== -1; part = parts.next[part] as number) {
      const start = parts.starts[part] as number;
      const end = parts.ends[part] as number;
      const piece = word.slice(start, end);
      const id = this.#ids.get(piece);
      if (id !== undefined) {
        ids.push(id);
        ends.push(from + end);
        continue;
      }
      const bytes = new TextEncoder().encode(piece);
      for (const [i, byte] of bytes.entries()) {
        ids.push(this.#bytes[byte] ?? this.#vocabulary.unknown);
        ends.push(from + (i === bytes.length - 1 ? end : start));
      }
    }
  }

  /** Joins characters, always the pair that makes the best token, of equal ones the leftmost. */
  #merge(word: string): Parts {
    const parts = new Parts(word);
    const queue = new PairQueue();
    const offer = (left: number): void => {
      const right = left === -1 ? -1 : (parts.next[left] as number);
      if (right === -1) return;
      const start = parts.starts[left] as number;
      const end = parts.ends[right] as number;
      const id = this.#ids.get(word.slice(start, end));
      if (id !== undefined)
        queue.push({ left, right, start, end, score: this.#vocabulary.scores[id] as number });
    };
    for (let part = parts.first; part !== -1; part = parts.next[part] as number) offer(part);
    for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
      // One of the two may have been joined to something else meanwhile.
      const { left, right } = pair;
      if (parts.next[left] !== right || parts.starts[left] !== pair.start || parts.ends[right] !== pair.end)
        continue;
      parts.join(left, right);
      offer(parts.before[left] as number);
      offer(left);
    }
    return parts;
  }
}

/** The characters of a word as a list of parts, by index, each knowing its neighbours; -1 is none. */
class Parts {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly before: number[] = [];
  readonly next: number[] = [];
  readonly first: number;

  constructor(word: string) {
    let at = 0;
    for (const character of word) {
      const part = this.starts.length;
      this.starts.push(at);
      at += character.length;
      this.ends.push(at);
      this.before.push(part - 1);
      this.next.push(at < word.length ? part + 1 : -1);
    }
    this.first = word === "" ? -1 : 0;
  }

  join(left: number, right: number): void {
    this.ends[left] = this.ends[right] as number;
    const after = this.next[right] as number;
    this.next[left] = after;
    // Marks the right part as gone.
    this.next[right] = -1;
    this.starts[right] = -1;
    if (after !== -1) this.before[after] = left;
  }
}

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** A binary heap. */
class PairQueue {
  readonly #heap: Pair[] = [];

  push(pair: Pair): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(pair);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBetter(pair, heap[parent] as Pair)) break;
      heap[at] = heap[parent] as Pair;
      at = parent;
    }
    heap[at] = pair;
  }

  pop(): Pair | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const sibling = heap[child + 1];
      if (sibling !== undefined && isBetter(sibling, heap[child] as Pair)) child++;
      if (!isBetter(heap[child] as Pair, last)) break;
      heap[at] = heap[child] as Pair;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function isBetter(a: Pair, b: Pair): boolean {
  return a.score > b.score || (a.score === b.score && a.left < b.left);
}
