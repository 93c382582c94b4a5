/**
 * The words of a live page as one string, and the way back from them to the places where they stand. Texts are read just as
 * `readPage` reads them, hidden ones left out, so that what was read is what is found.
 */
import type { Anchor } from "./anchor.ts";
import { isFootnote } from "./blocks.ts";
import { FOLDED } from "./text.ts";
import { visitVisibleTexts } from "./visible.ts";

/** What tells nothing apart but may differ when a page has drawn itself anew: signs, quotation marks, dashes. */
const SIGNS = /[^\p{L}\p{N}\p{M}]+/gu;

/** Places of one quotation that are weighed against each other; a page with more of them repeats itself without end. */
const MAX_REPEATS = 500;

/** Letters at both ends of a quotation that are looked for when something has changed in its middle. */
const ENDS = 24;

/** Elements in which readers of the page find no words, see `blocksOf`. */
function isSilent(element: Element): boolean {
  return element.localName === "button" || element.localName === "datalist" || isFootnote(element);
}

/** A piece of one text node. Pieces, not one range, as no range reaches across the border of a shadow root or a frame. */
export interface Piece {
  readonly node: Text;
  readonly start: number;
  readonly end: number;
}

export class LiveText {
  readonly #nodes: Text[] = [];
  #exact: Index | undefined;
  #loose: Index | undefined;

  constructor(live: Document) {
    visitVisibleTexts(live, isSilent, (text) => this.#nodes.push(text));
  }

  /**
   * The pieces of text in which `anchor` stands, in the page's order; empty when it is nowhere. Of several places that
   * have its words, the one whose surroundings agree best. Words that are not there as they were are looked for by
   * letters and numbers alone, and then by their two ends.
   */
  find(anchor: Anchor): Piece[] {
    this.#exact ??= new Index(this.#nodes, FOLDED);
    const exact = this.#exact.find(anchor);
    if (exact.length > 0) return exact;
    this.#loose ??= new Index(this.#nodes, SIGNS);
    const loose = this.#loose.find(anchor);
    return loose.length > 0 ? loose : this.#loose.findEnds(anchor);
  }
}

/** All words, without what `dropped` takes away. */
class Index {
  readonly #dropped: RegExp;
  readonly #nodes: readonly Text[];
  /** Where each node's words begin in `#text`. */
  readonly #starts: number[] = [];
  readonly #text: string;

  constructor(nodes: readonly Text[], dropped: RegExp) {
    this.#nodes = nodes;
    this.#dropped = dropped;
    const parts: string[] = [];
    let length = 0;
    for (const node of nodes) {
      const words = this.#key(node.data);
      this.#starts.push(length);
      parts.push(words);
      length += words.length;
    }
    this.#text = parts.join("");
  }

  find({ exact, prefix, suffix }: Anchor): Piece[] {
    const words = this.#key(exact);
    if (words === "") return [];
    const before = this.#key(prefix);
    const after = this.#key(suffix);
    let best = -1;
    let bestScore = -1;
    let at = this.#text.indexOf(words);
    for (let repeat = 0; at !== -1 && repeat < MAX_REPEATS; repeat++) {
      const score = this.#agreement(before, at, -1) + this.#agreement(after, at + words.length, 1);
      if (score > bestScore) [best, bestScore] = [at, score];
      if (score === before.length + after.length) break;
      at = this.#text.indexOf(words, at + 1);
    }
    return best === -1 ? [] : this.#pieces(best, best + words.length);
  }

  /** From where it begins to where it ends, when these are near each other: something was put into its middle, or left it. */
  findEnds({ exact }: Anchor): Piece[] {
    const words = this.#key(exact);
    if (words.length < 3 * ENDS) return [];
    const tail = words.slice(-ENDS);
    let at = this.#text.indexOf(words.slice(0, ENDS));
    for (let repeat = 0; at !== -1 && repeat < MAX_REPEATS; repeat++) {
      const end = this.#text.indexOf(tail, at + ENDS);
      if (end !== -1 && end + ENDS - at < words.length * 1.5) return this.#pieces(at, end + ENDS);
      at = this.#text.indexOf(words.slice(0, ENDS), at + 1);
    }
    return [];
  }

  #key(text: string): string {
    return text.replace(this.#dropped, "").replace(/\p{Surrogate}/gu, "\uFFFD");
  }

  /** How many letters of `context` agree with what stands before (-1) or after (1) a place. */
  #agreement(context: string, place: number, direction: -1 | 1): number {
    let count = 0;
    while (count < context.length) {
      const expected = context.at(direction === 1 ? count : -1 - count);
      const there = this.#text[direction === 1 ? place + count : place - 1 - count];
      if (there !== expected) break;
      count += 1;
    }
    return count;
  }

  /** Nodes between the first and the last are taken whole, with the spaces at their ends. */
  #pieces(start: number, end: number): Piece[] {
    const first = this.#nodeAt(start);
    const last = this.#nodeAt(end - 1);
    const pieces: Piece[] = [];
    for (let n = first; n <= last; n++) {
      const node = this.#nodes[n];
      const begin = this.#starts[n];
      if (node === undefined || begin === undefined) break;
      pieces.push({
        node,
        start: n === first ? this.#offset(node.data, start - begin) : 0,
        end: n === last ? this.#offset(node.data, end - 1 - begin) + 1 : node.data.length,
      });
    }
    return pieces;
  }

  /** The node with the letter at `place`: the last that begins there or before, as nodes without words take no place. */
  #nodeAt(place: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? Infinity) <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Where in `data` its kept letter number `index` stands. */
  #offset(data: string, index: number): number {
    let kept = 0;
    let from = 0;
    for (const gap of data.matchAll(this.#dropped)) {
      const run = gap.index - from;
      if (index < kept + run) break;
      kept += run;
      from = gap.index + gap[0].length;
    }
    return from + index - kept;
  }
}
