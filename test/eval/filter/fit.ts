/** Curves from labelled scores: those of all rules for the task itself, and for each rule those of all others, to judge it by. */
import { type Curve, fitted, type Labelled } from "../../../src/tasks/filter/calibrate.ts";

/** So wide that the labels alone decide. */
const NO_PRIOR = { intercept: 100, slope: 3 };
const START: Curve = { slope: 1, intercept: -1 };

export interface LabelledOf extends Labelled {
  /** The rule's name. */
  readonly rule: string;
}

/** The curve that makes these labels likeliest. */
export function curveOf(labelled: readonly LabelledOf[]): Curve {
  const { slope, intercept } = fitted(START, labelled, NO_PRIOR);
  return { slope: rounded(slope), intercept: rounded(intercept) };
}

/** The curve of all rules but one. */
export function curveWithout(rule: string, labelled: readonly LabelledOf[]): Curve {
  return curveOf(labelled.filter((each) => each.rule !== rule));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
