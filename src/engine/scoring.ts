/** Arithmetic of `Engine.score`. */

/**
 * Log-probability (natural log) of one token under a softmax over `logits`.
 * Stable for any finite logits: the maximum is taken out before the exponentials.
 */
export function logProbability(logits: Float32Array, token: number): number {
  let max = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > max) max = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - max);
  return (logits[token] ?? Number.NEGATIVE_INFINITY) - max - Math.log(sum);
}

/** How many leading elements two sequences share. */
export function sharedPrefix(a: readonly number[], b: readonly number[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}
