/** What verdicts are worth, beside the labels. */

export interface Judged {
  /** The rule's name. */
  readonly rule: string;
  /** 0 … 1: how likely it is, by the system, that the result is to be folded. */
  readonly probability: number;
  /** What the system did. */
  readonly folded: boolean;
  /** The label. */
  readonly fold: boolean;
  /** What the result's verdict took. */
  readonly passes: number;
  /** Tokens that were computed for it. */
  readonly tokens: number;
  readonly seconds: number;
}

/** `passes`, `tokens` and `seconds` are per result. */
export type Figures = Readonly<
  Record<
    | "precision"
    | "recall"
    | "f1"
    | "auc"
    | "calibration_error"
    | "false_folds"
    | "results"
    | "passes"
    | "tokens"
    | "seconds",
    number
  >
>;

const BINS = 10;

export function figuresOf(judged: readonly Judged[]): Figures {
  const right = judged.filter(({ folded, fold }) => folded && fold).length;
  const folded = judged.filter((each) => each.folded).length;
  const all = judged.filter(({ fold }) => fold).length;
  const precision = folded === 0 ? 1 : right / folded;
  const recall = all === 0 ? 1 : right / all;
  const rules = Array.from(new Set(judged.map(({ rule }) => rule)));
  return {
    precision: rounded(precision),
    recall: rounded(recall),
    f1: rounded(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
    auc: rounded(mean(rules.map((name) => areaUnderCurve(judged.filter(({ rule }) => rule === name))))),
    calibration_error: rounded(calibrationError(judged)),
    false_folds: folded - right,
    results: judged.length,
    passes: rounded(mean(judged.map(({ passes }) => passes))),
    tokens: rounded(mean(judged.map(({ tokens }) => tokens))),
    seconds: rounded(mean(judged.map(({ seconds }) => seconds))),
  };
}

/**
 * Area under the ROC curve of one rule: how often a result that is to be folded is found likelier than one that is not.
 * One half when there are none of either kind.
 */
export function areaUnderCurve(judged: readonly Pick<Judged, "probability" | "fold">[]): number {
  const yes = judged.filter(({ fold }) => fold);
  const no = judged.filter(({ fold }) => !fold);
  let won = 0;
  for (const a of yes)
    for (const b of no) won += a.probability > b.probability ? 1 : a.probability === b.probability ? 0.5 : 0;
  return yes.length * no.length === 0 ? 0.5 : won / (yes.length * no.length);
}

/** Expected calibration error over ten bins of equal width: Naeini et al., 2015. */
export function calibrationError(judged: readonly Pick<Judged, "probability" | "fold">[]): number {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, said: 0, were: 0 }));
  for (const { probability, fold } of judged) {
    const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (!bin) continue;
    bin.count++;
    bin.said += probability;
    bin.were += Number(fold);
  }
  return bins.reduce((sum, { said, were }) => sum + Math.abs(said - were), 0) / Math.max(1, judged.length);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
