/** The filter's scorecard itself: its cases, and its arithmetic. */
import { describe, expect, it } from "vitest";
import { loadCases, parseCase } from "./eval/filter/cases.ts";
import { areaUnderCurve, calibrationError, figuresOf, type Judged } from "./eval/filter/figures.ts";
import { curveOf, curveWithout } from "./eval/filter/fit.ts";
import { fold as foldOf, keywords } from "./eval/filter/systems.ts";

describe("the cases", () => {
  const cases = loadCases();

  it("are at least twelve rules of forty results, of both kinds and in several languages", () => {
    expect(cases.length).toBeGreaterThanOrEqual(12);
    for (const { results } of cases) {
      expect(results).toHaveLength(40);
      expect(results.filter(({ matches }) => matches)).toHaveLength(20);
    }
    expect(new Set(cases.map(({ rule }) => rule.kind)).size).toBe(2);
    expect(new Set(cases.map(({ name }) => name.slice(0, 2))).size).toBeGreaterThanOrEqual(5);
  });

  it("are partly held out, when all are taken and when a few are", () => {
    const heldOut = cases.filter(({ isHeldOut }) => isHeldOut);
    expect(heldOut.length).toBeGreaterThanOrEqual(4);
    expect(cases.length - heldOut.length).toBeGreaterThanOrEqual(12);
    expect(loadCases(4).map(({ isHeldOut }) => isHeldOut)).toEqual([false, false, false, true]);
  });

  it("have no address twice", () => {
    const urls = cases.flatMap(({ results }) => results.map(({ item }) => item.url));
    expect(new Set(urls).size).toBe(urls.length);
  });

  it("fold what matches a rule that hides, and what does not match one that keeps", () => {
    const lines = "\n+ A | b | https://a.test/ | c\n- D | https://d.test/ | e\n";
    const hide = parseCase("x", `rule: hide a\nkind: hide\n${lines}`).results;
    expect(hide.map(({ item, fold }) => [item.title, fold])).toEqual([
      ["A | b", true],
      ["D", false],
    ]);
    const only = parseCase("x", `rule: only a\nkind: only\n${lines}`).results;
    expect(only.map(({ matches, fold }) => [matches, fold])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(() => parseCase("x", "rule: a\nkind: hide\n+ A")).toThrow("no result");
    expect(() => parseCase("x", lines)).toThrow("a rule and its kind");
  });
});

describe("the figures", () => {
  const judged = (probability: number, fold: boolean, folded = probability >= 0.5): Judged => ({
    ...{ rule: "r", probability, fold, folded },
    ...{ passes: 2, tokens: 40, seconds: 0.5 },
  });

  it("count what was folded rightly and wrongly", () => {
    const all = [
      judged(0.9, true),
      judged(0.8, true),
      judged(0.7, false),
      judged(0.2, true),
      judged(0.1, false),
    ];
    expect(figuresOf(all)).toMatchObject({
      precision: 0.667,
      recall: 0.667,
      f1: 0.667,
      false_folds: 1,
      auc: 0.833,
      results: 5,
      passes: 2,
      tokens: 40,
      seconds: 0.5,
    });
    expect(figuresOf([judged(0.1, true)])).toMatchObject({ precision: 1, recall: 0, f1: 0 });
  });

  it("rank within a rule, with halves for ties", () => {
    expect(areaUnderCurve([judged(0.9, true), judged(0.1, false)])).toBe(1);
    expect(areaUnderCurve([judged(0.5, true), judged(0.5, false)])).toBe(0.5);
    expect(areaUnderCurve([judged(0.1, true), judged(0.9, false)])).toBe(0);
  });

  it("tell how far what is said is from what is", () => {
    expect(calibrationError([judged(1, true), judged(0, false)])).toBe(0);
    expect(calibrationError([judged(1, false), judged(0, true)])).toBe(1);
    expect(calibrationError([judged(0.55, true), judged(0.55, false)])).toBeCloseTo(0.05);
  });
});

describe("the curves", () => {
  const labelled = (rule: string, score: number, matches: boolean) => ({ rule, score, matches });
  const easy = [0, 1, 2, 3].flatMap((i) => [labelled("easy", i, i > 1), labelled("easy", i + 0.5, i > 0)]);
  const odd = [labelled("odd", 9, false), labelled("odd", 8, false)];

  it("rise where the labels change, whatever the rule", () => {
    const { slope, intercept } = curveOf(easy);
    expect(slope).toBeGreaterThan(0);
    expect(-intercept / slope).toBeGreaterThan(1);
    expect(-intercept / slope).toBeLessThan(2);
  });

  it("of a rule are those of all others", () => {
    expect(curveWithout("odd", [...easy, ...odd])).toEqual(curveOf(easy));
    expect(curveOf([...easy, ...odd])).not.toEqual(curveOf(easy));
  });
});

describe("the keywords", () => {
  it("look for the words that the rule names", () => {
    const [first] = parseCase("x", "rule: no recipes\nkind: hide\n+ Recipe | https://a.test/ | soup").results;
    if (!first) throw new Error("no result");
    expect(keywords(["recipes"], first.item)).toBe(1);
    expect(keywords(["official recipes", "videos"], first.item)).toBe(0.5);
    expect(keywords(["videos"], first.item)).toBe(0);
    expect([foldOf("hide", 0.8), foldOf("only", 0.8)]).toEqual([0.8, expect.closeTo(0.2)]);
  });
});
