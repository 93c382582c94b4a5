/** The scorecard of the filter: rules with labelled results of our own, against simpler ways, and after corrections. */
import { probabilityOf } from "../../src/tasks/filter/calibrate.ts";
import { CALIBRATION, type Calibration } from "../../src/tasks/filter/calibration.ts";
import { readRule } from "../../src/tasks/filter/phrases.ts";
import { forgetScores, Scorer, type View } from "../../src/tasks/filter/score.ts";
import { type Case, type LabelledResult, loadCases } from "../../test/eval/filter/cases.ts";
import { figuresOf, type Judged } from "../../test/eval/filter/figures.ts";
import { curveOf, curveWithout, type LabelledOf } from "../../test/eval/filter/fit.ts";
import { byKeywords, byYesOrNo, fold, postil, type ScoringModel } from "../../test/eval/filter/systems.ts";
import type { OpenModel } from "../eval-models.ts";
import { say } from "../lib/log.mjs";
import { type Journal, openJournal } from "./journal.ts";
import { type EvalOptions, openModel, type Scorecard } from "./scorecard.ts";

export const SYSTEM_NAMES = ["postil", "keywords", "yes_no", "postil_5", "postil_10"] as const;

/** Results that the user has corrected, of forty. */
const POOL = 10;

export async function run(options: EvalOptions): Promise<Scorecard> {
  const cases = loadCases(options.cases);
  const systems = SYSTEM_NAMES.filter((name) => options.systems?.includes(name) ?? true);
  const open = await openModel(options);
  const model = remembering(open, openJournal(options.resume));
  try {
    const calibrations = await calibrate(cases, model);
    const figures: Record<string, ReturnType<typeof figuresOf>> = {};
    for (const system of systems) {
      const judged: Judged[] = [];
      for (const each of cases) {
        const calibration = calibrations.get(each.name) ?? CALIBRATION;
        const own = await judgedBy(system, each, model, calibration);
        judged.push(...own);
        say(`${system}, ${each.name}: ${JSON.stringify(figuresOf(own))}`);
        if (system === "postil") tellMistakes(each, own);
      }
      figures[system] = figuresOf(judged);
      const heldOut = judged.filter(({ rule }) =>
        cases.some(({ name, isHeldOut }) => isHeldOut && name === rule),
      );
      if (heldOut.length > 0) say(`${system}, held out: ${JSON.stringify(figuresOf(heldOut))}`);
    }
    return { task: "filter", model: open.name, cases: cases.length, systems: figures };
  } finally {
    await open.close();
  }
}

async function judgedBy(
  system: (typeof SYSTEM_NAMES)[number],
  each: Case,
  model: ScoringModel,
  calibration: Calibration,
): Promise<Judged[]> {
  switch (system) {
    case "postil":
      return postil(each, each.results, [], model, calibration);
    case "postil_5":
      return corrected(each, 5, model, calibration);
    case "postil_10":
      return corrected(each, 10, model, calibration);
    case "keywords":
      return byKeywords(each, each.results);
    case "yes_no":
      return byYesOrNo(each, each.results, model);
  }
}

/**
 * Four times, ten results each are those that a user may have corrected, and the others are judged. They are taken as they
 * come and not by what was judged wrongly, of which there are too few.
 */
async function corrected(
  each: Case,
  count: number,
  model: ScoringModel,
  calibration: Calibration,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  const pools = Math.floor(each.results.length / POOL);
  const poolOf = ({ item }: LabelledResult): number => (Number(item.id) >> 1) % pools;
  for (let pool = 0; pool < pools; pool++) {
    const corrections = each.results.filter((result) => poolOf(result) === pool).slice(0, count);
    const others = each.results.filter((result) => poolOf(result) !== pool);
    judged.push(...(await postil(each, others, corrections, model, calibration)));
  }
  return judged;
}

/**
 * The calibration of each rule by the labels of all others, in the two steps in which the task looks at results: the curve of
 * titles, and then that of texts by the results which titles left in doubt. Also tells the numbers of all rules together.
 * Those that are held out are judged as they are in the extension.
 */
async function calibrate(
  all: readonly Case[],
  model: ScoringModel,
): Promise<ReadonlyMap<string, Calibration>> {
  const cases = all.filter(({ isHeldOut }) => !isHeldOut);
  const titles = new Map<string, number[]>();
  for (const [index, each] of cases.entries()) {
    say(`${index + 1}/${cases.length} ${each.name}: titles`);
    titles.set(each.name, await scoresOf(each, each.results, "title", model));
  }
  const labelled = (
    names: ReadonlyMap<string, readonly number[]>,
    of: (each: Case) => readonly LabelledResult[],
  ) =>
    cases.flatMap((each): LabelledOf[] =>
      of(each).map(({ matches }, i) => ({ rule: each.name, matches, score: names.get(each.name)?.[i] ?? 0 })),
    );
  const byTitle = labelled(titles, ({ results }) => results);
  const doubtful = new Map<string, readonly LabelledResult[]>();
  const texts = new Map<string, number[]>();
  for (const each of cases) {
    const curve = curveWithout(each.name, byTitle);
    const { from, to } = CALIBRATION.doubt;
    const left = each.results.filter((_, i) => {
      const folding = fold(each.rule.kind, probabilityOf(curve, titles.get(each.name)?.[i] ?? 0));
      return folding > from && folding < to;
    });
    say(`${each.name}: ${left.length} texts`);
    doubtful.set(each.name, left);
    texts.set(each.name, await scoresOf(each, left, "text", model));
  }
  const byText = labelled(texts, ({ name }) => doubtful.get(name) ?? []);
  say(`all rules: ${JSON.stringify({ title: curveOf(byTitle), text: curveOf(byText) })}`);
  return new Map(
    cases.map(({ name }) => [
      name,
      { ...CALIBRATION, curves: { title: curveWithout(name, byTitle), text: curveWithout(name, byText) } },
    ]),
  );
}

async function scoresOf(
  { rule }: Case,
  results: readonly LabelledResult[],
  view: View,
  model: ScoringModel,
): Promise<number[]> {
  forgetScores();
  const scorer = new Scorer({ score: async (...asked) => (await model.score(asked[0], asked[1])).logs });
  const asked = [{ id: rule.id, reading: readRule(rule.text) }];
  const scores: number[] = [];
  for (const { item } of results) scores.push((await scorer.scores(item, asked, view)).get(rule.id) ?? 0);
  return scores;
}

/** Computes nothing twice, and tells what it took the first time; with a journal, also of an earlier run. */
function remembering(model: OpenModel, journal: Journal): ScoringModel {
  const known = new Map<string, ReturnType<ScoringModel["score"]>>();
  return {
    style: model.style,
    contextWindow: model.contextWindow,
    score(prompt, choices) {
      const key = JSON.stringify([model.name, prompt, choices]);
      const answer =
        known.get(key) ??
        journal.once(key, async () => {
          const started = performance.now();
          let cost = { passes: 0, promptTokens: 0, computedTokens: 0 };
          const logs = await model.score(prompt, choices, (each) => {
            cost = each;
          });
          return { logs, cost, seconds: (performance.now() - started) / 1000 };
        });
      known.set(key, answer);
      return answer;
    },
  };
}

function tellMistakes({ results, rule }: Case, judged: readonly Judged[]): void {
  for (const [i, { folded, fold, probability }] of judged.entries())
    if (folded !== fold)
      say(
        `  ${folded ? "folded" : "kept"} (${probability.toFixed(2)}) ${rule.text}: ${results[i]?.item.title}`,
      );
}
