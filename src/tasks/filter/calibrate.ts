/**
 * From a score to a probability: a logistic curve over the log-odds (Platt scaling), whose two numbers were fitted on labelled
 * results of our own, and which the user's corrections of a rule move for that rule. Those are few, so the fitted numbers
 * stay the better known ones: they are the middle of a Gaussian prior, and what is taken is the posterior's maximum.
 * Platt, "Probabilistic Outputs for Support Vector Machines", 1999.
 */

/** p = 1 / (1 + exp(−(slope · score + intercept))) */
export interface Curve {
  readonly slope: number;
  readonly intercept: number;
}

/** One score of which it is known whether the rule's words are right for it. */
export interface Labelled {
  /** nats */
  readonly score: number;
  readonly matches: boolean;
}

/** How far one rule's curve is from another's, as a standard deviation: of the intercept, and of the slope's logarithm. */
export interface Spread {
  readonly intercept: number;
  readonly slope: number;
}
const SPREAD: Spread = { intercept: 1, slope: 0.2 };

const STEPS = 25;

export function probabilityOf({ slope, intercept }: Curve, score: number): number {
  return 1 / (1 + Math.exp(-(slope * score + intercept)));
}

/**
 * The curve that these labels and the prior around `curve` make likeliest; `curve` itself without labels. Newton's method in
 * the intercept and the slope's logarithm, so that a slope stays above zero: more of a likeness is never taken for less.
 */
export function fitted(curve: Curve, labelled: readonly Labelled[], spread = SPREAD): Curve {
  if (labelled.length === 0) return curve;
  let intercept = curve.intercept;
  let log = Math.log(curve.slope);
  for (let step = 0; step < STEPS; step++) {
    const slope = Math.exp(log);
    // Gradient and (Gauss–Newton) Hessian of the negative log-posterior; `u` is the derivative of the logit by the logarithm.
    let [gi, gl] = [
      (intercept - curve.intercept) / spread.intercept ** 2,
      (log - Math.log(curve.slope)) / spread.slope ** 2,
    ];
    let [hii, hil, hll] = [1 / spread.intercept ** 2, 0, 1 / spread.slope ** 2];
    for (const { score, matches } of labelled) {
      const p = probabilityOf({ slope, intercept }, score);
      const error = p - (matches ? 1 : 0);
      const weight = Math.max(p * (1 - p), 1e-6);
      const u = slope * score;
      gi += error;
      gl += error * u;
      hii += weight;
      hil += weight * u;
      hll += weight * u * u;
    }
    const determinant = hii * hll - hil * hil;
    const di = (hll * gi - hil * gl) / determinant;
    const dl = (hii * gl - hil * gi) / determinant;
    // No step is longer than the prior is wide: far out the curve is flat, and the step would be no better than a guess.
    intercept -= clamp(di, spread.intercept);
    log -= clamp(dl, spread.slope);
    if (Math.abs(di) + Math.abs(dl) < 1e-6) break;
  }
  return { slope: Math.exp(log), intercept };
}

function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
