/**
 * The numbers of the filter that were fitted on labelled results, with all rules of the scorecard
 * (`npm run eval -- --task filter`), which itself judges each rule by numbers fitted without it.
 */
import type { Curve } from "./calibrate.ts";
import type { View } from "./score.ts";

export interface Calibration {
  /** For each way to look at a result. That of "text" is for those that the title leaves in doubt. */
  readonly curves: Readonly<Record<View, Curve>>;
  /** Probability from which on a result is folded, unless the rule has its own: wrong folds cost more than missed ones. */
  readonly threshold: number;
  /** Between these probabilities of folding by its title, a result's text is read too. */
  readonly doubt: { readonly from: number; readonly to: number };
}

export const CALIBRATION: Calibration = {
  curves: {
    title: { slope: 1.53, intercept: -1.76 },
    text: { slope: 1.87, intercept: -2.08 },
  },
  threshold: 0.85,
  doubt: { from: 0.2, to: 0.9 },
};
