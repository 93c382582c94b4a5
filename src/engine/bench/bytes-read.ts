/**
 * How many bytes the kernels of a decoded token read: for each dispatch, the sizes of the buffers that are bound for reading
 * only, each once, whatever caches there are. That is what a kernel that reads its inputs once has to move. Two kinds of
 * buffers are read in part, and counted so:
 * - the embedding, where a kernel looks up the row of a token in it (its name says "embed"): one row;
 * - a layer's key-value cache: as far as it is filled.
 * Buffers that are also written are not counted, nor is what is read of a buffer more than once. A small input that lies in
 * a buffer larger than itself is counted as the buffer, which is under 1 % of a token's bytes here.
 */
import type { LibraryManifest } from "../../model/library-manifest.ts";
import type { ReadRule } from "./gpu-meter.ts";

/** A cache in pages is up to so much larger than the positions that it has room for. */
const PAGES = 1.05;
/** Bytes for each token of the vocabulary above which a buffer is a part of the embedding and no block's weight. */
const TABLE_BYTES = 16;

/**
 * @param valueBytes of one number in the cache: 2 or 4
 * @param filled how many positions are in the cache
 */
export function readRule(
  { contextWindow, kvHeads, headDim, vocabSize, hiddenSize }: LibraryManifest["model"],
  valueBytes: number,
  filled: () => number,
): ReadRule {
  const cache = contextWindow * 2 * kvHeads * headDim * valueBytes;
  const row = hiddenSize * 4;
  return (size, kernel) => {
    if (/embed/i.test(kernel) && size > vocabSize * TABLE_BYTES) return row;
    if (size >= cache && size <= cache * PAGES) return Math.round((size * filled()) / contextWindow);
    return size;
  };
}
