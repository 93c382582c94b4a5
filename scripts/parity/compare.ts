/** How far two sets of logits are from each other, and whether a greedy continuation is the reference's. */

/** How alike two sets of logits must be. */
export const MINIMUM_COSINE = 0.9995;
/** In nats. */
export const MAXIMUM_DIVERGENCE = 0.01;
/** In logits: where the reference prefers its own token by less, another one is as good. */
export const INDIFFERENT = 0.1;

export interface Comparison {
  /** Whether ours are numbers, all of them; where not, there is nothing to compare, and the next three are null. */
  readonly finite: boolean;
  readonly cosine: number | null;
  /** Kullback-Leibler divergence of our distribution from theirs, in nats. */
  readonly divergence: number | null;
  /** The largest between two logits of one token. */
  readonly difference: number | null;
  /** The most probable tokens. */
  readonly top: { readonly ours: number; readonly theirs: number };
}

/**
 * Compares two sets of logits, one for each token of the vocabulary.
 * @throws RangeError when they are not of one length, or theirs are no numbers
 */
export function compareLogits(ours: Float32Array, theirs: Float32Array): Comparison {
  if (ours.length !== theirs.length || theirs.length === 0)
    throw new RangeError(`${ours.length} logits cannot be compared with ${theirs.length}`);
  if (!theirs.every(Number.isFinite)) throw new RangeError("the reference has logits that are no numbers");
  const top = { ours: indexOfLargest(ours), theirs: indexOfLargest(theirs) };
  if (!ours.every(Number.isFinite))
    return { finite: false, cosine: null, divergence: null, difference: null, top };
  let product = 0;
  let squares = 0;
  let theirSquares = 0;
  let divergence = 0;
  let difference = 0;
  const normaliser = logSumExp(ours);
  const theirNormaliser = logSumExp(theirs);
  for (const [token, their] of theirs.entries()) {
    const our = ours[token] ?? 0;
    product += our * their;
    squares += our * our;
    theirSquares += their * their;
    const logProbability = their - theirNormaliser;
    divergence += Math.exp(logProbability) * (logProbability - (our - normaliser));
    difference = Math.max(difference, Math.abs(our - their));
  }
  return {
    finite: true,
    cosine: product / Math.sqrt(squares) / Math.sqrt(theirSquares),
    // What rounding takes below zero is none.
    divergence: Math.max(0, divergence),
    difference,
    top,
  };
}

/** Whether the logits are alike enough; what was most probable may differ where the reference hardly prefers its own. */
export function areAlike({ finite, cosine, divergence }: Comparison): boolean {
  return (
    finite &&
    cosine !== null &&
    cosine >= MINIMUM_COSINE &&
    divergence !== null &&
    divergence <= MAXIMUM_DIVERGENCE
  );
}

/** The reference's most probable tokens at a place, the most probable first, with their logits. */
export type Tops = readonly (readonly [token: number, logit: number])[];

export interface Continuation {
  /** How many tokens are the reference's, from the first on. */
  readonly agreed: number;
  /** Where the two part; null where they do not. */
  readonly parting: {
    readonly ours: number;
    readonly theirs: number;
    /** By how much the reference prefers its own token, in logits; null where ours is not among its most probable. */
    readonly margin: number | null;
  } | null;
}

/**
 * Compares a continuation with the reference's up to where they part: from there on they have other tokens before them.
 * @param tops of the reference, for each of its own tokens
 * @throws RangeError when ours ends before the reference's, and they have not parted
 */
export function compareContinuations(ours: readonly number[], tops: readonly Tops[]): Continuation {
  for (const [at, candidates] of tops.entries()) {
    const our = ours[at];
    const [their] = candidates;
    if (our === undefined || their === undefined)
      throw new RangeError(`a continuation of ${ours.length} tokens, where ${tops.length} are compared`);
    if (our === their[0]) continue;
    const found = candidates.find(([token]) => token === our);
    return {
      agreed: at,
      parting: { ours: our, theirs: their[0], margin: found === undefined ? null : their[1] - found[1] },
    };
  }
  return { agreed: tops.length, parting: null };
}

/** Whether a continuation is the reference's, or parts from it where the reference hardly prefers its own token. */
export function isGreedy({ parting }: Continuation): boolean {
  return parting === null || (parting.margin !== null && parting.margin < INDIFFERENT);
}

/** What is no number is never the largest. */
function indexOfLargest(values: Float32Array): number {
  let largest = 0;
  for (const [index, value] of values.entries())
    if (value > (values[largest] ?? 0) || Number.isNaN(values[largest])) largest = index;
  return largest;
}

/** The logarithm of the sum of exponentials, stable for any finite values. */
function logSumExp(values: Float32Array): number {
  const largest = values[indexOfLargest(values)] ?? 0;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}
