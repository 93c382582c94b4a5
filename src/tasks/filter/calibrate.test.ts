import { describe, expect, it } from "vitest";
import { fitted, type Labelled, probabilityOf } from "./calibrate.ts";

const CURVE = { slope: 1.5, intercept: -2 };

/** How likely the labels are, and how far the curve is from the prior's middle, as the code says it: what is maximised. */
function posterior(curve: typeof CURVE, labelled: readonly Labelled[]): number {
  const prior =
    ((curve.intercept - CURVE.intercept) / 1) ** 2 +
    ((Math.log(curve.slope) - Math.log(CURVE.slope)) / 0.2) ** 2;
  const likelihood = labelled.reduce((sum, { score, matches }) => {
    const p = probabilityOf(curve, score);
    return sum + Math.log(matches ? p : 1 - p);
  }, 0);
  return likelihood - prior / 2;
}

describe("a curve", () => {
  it("gives one half where its logit is zero, and rises", () => {
    expect(probabilityOf({ slope: 2, intercept: -4 }, 2)).toBe(0.5);
    expect(probabilityOf(CURVE, 3)).toBeGreaterThan(probabilityOf(CURVE, 2));
    expect(probabilityOf(CURVE, 1e6)).toBe(1);
    expect(probabilityOf(CURVE, -1e6)).toBe(0);
  });

  it("stays as it is without labels", () => {
    expect(fitted(CURVE, [])).toBe(CURVE);
  });

  it("moves to where the labels say, more with more of them", () => {
    const wrong = { score: 1, matches: true };
    const one = probabilityOf(fitted(CURVE, [wrong]), 1);
    const five = probabilityOf(fitted(CURVE, Array(5).fill(wrong)), 1);
    expect(one).toBeGreaterThan(probabilityOf(CURVE, 1));
    expect(five).toBeGreaterThan(one);
    expect(five).toBeGreaterThan(0.5);
    const kept = fitted(CURVE, Array(5).fill({ score: 2, matches: false }));
    expect(probabilityOf(kept, 2)).toBeLessThan(0.5);
  });

  it.each([
    [[{ score: 1, matches: true }]],
    [
      [
        { score: 3, matches: false },
        { score: 1, matches: true },
      ],
    ],
    [Array.from({ length: 40 }, (_, i) => ({ score: i / 10, matches: i % 3 === 0 }))],
    [
      [
        { score: 900, matches: false },
        { score: -900, matches: true },
      ],
    ],
  ])("is the posterior's maximum, and stays finite and rising: %#", (labelled) => {
    const best = fitted(CURVE, labelled);
    expect(Number.isFinite(best.intercept)).toBe(true);
    expect(best.slope).toBeGreaterThan(0);
    if (Math.abs(labelled[0]?.score ?? 0) > 100) return;
    const top = posterior(best, labelled);
    for (const [di, ds] of [
      [0.05, 0],
      [-0.05, 0],
      [0, 0.05],
      [0, -0.05],
    ] as const)
      expect(
        posterior({ intercept: best.intercept + di, slope: best.slope + ds }, labelled),
      ).toBeLessThanOrEqual(top + 1e-9);
  });
});
