/**
 * Search results by rules in plain words. Every result is judged by its title, in the order of the input; those about which
 * that leaves a doubt are judged once more, with their text. What is in doubt to the end stays visible.
 */
import { PostilError } from "../../errors.ts";
import { defineTask, type FilterResult, type TaskContext, type Verdict } from "../task.ts";
import { type Curve, fitted, type Labelled, probabilityOf } from "./calibrate.ts";
import { CALIBRATION, type Calibration } from "./calibration.ts";
import { FilterInput, type FilterItem } from "./input.ts";
import { readRule } from "./phrases.ts";
import { checkRules, type Rule } from "./rules.ts";
import { type Asked, Scorer, type View } from "./score.ts";

/** The latest corrections of a rule that are learnt from: each costs two passes when it is new. */
const MAX_LEARNT = 40;

/** A rule that is asked about. */
interface Active extends Asked {
  readonly rule: Rule;
  readonly kind: Rule["kind"];
  readonly threshold: number;
  readonly curves: Readonly<Record<View, Curve>>;
}

export const filter = defineTask({
  id: "filter",
  input: FilterInput,
  run: (input, context) => judge(input, context, CALIBRATION),
});

/**
 * The task by other numbers than its own: for scorecards, which judge no rule by what was fitted on it.
 * @throws PostilError what `checkRules` and `TaskContext.score` throw; `cancelled`
 */
export async function* judge(
  input: FilterInput,
  context: TaskContext,
  calibration: Calibration,
): AsyncGenerator<FilterResult> {
  checkRules(input.rules);
  const scorer = new Scorer(context);
  const verdicts = new Map<string, Verdict>();
  const state = (): FilterResult => ({
    kind: "filter",
    verdicts: Array.from(verdicts.values()),
    of: input.items.length,
    cost: scorer.cost,
  });
  const rules = await activeRules(input, scorer, context, calibration);
  const said = saidOf(input);
  const doubtful: FilterItem[] = [];
  for (const item of input.items) {
    stopIfCancelled(context);
    const own = said.get(item.url);
    const words = item.title.trim() !== "";
    // Without a title there is only the text; without either, nothing is known, and nothing is folded.
    const view: View = words ? "title" : "text";
    if (rules.length === 0 || (!words && item.snippet.trim() === "")) {
      verdicts.set(item.id, { id: item.id, rule: null, probability: 0, fold: false });
    } else {
      const likely = await likelihoods(item, rules, scorer, view);
      const inDoubt = words && item.snippet.trim() !== "" && isDoubtful(likely, rules, calibration);
      if (inDoubt) doubtful.push(item);
      const verdict = verdictOf(item, rules, likely, own);
      verdicts.set(item.id, inDoubt && own === undefined ? { ...verdict, fold: false } : verdict);
    }
    yield state();
  }
  for (const item of doubtful) {
    stopIfCancelled(context);
    const likely = await likelihoods(item, rules, scorer, "text");
    verdicts.set(item.id, verdictOf(item, rules, likely, said.get(item.url)));
    yield state();
  }
  yield state();
}

/** The rules that are on, with what their words name and the curves that their corrections make. */
async function activeRules(
  { rules, corrections }: FilterInput,
  scorer: Scorer,
  context: TaskContext,
  { curves, threshold }: Calibration,
): Promise<readonly Active[]> {
  const active: Active[] = [];
  for (const rule of rules) {
    if (!rule.on) continue;
    const reading = readRule(rule.text);
    const kind = reading.kind ?? rule.kind;
    const asked = { id: rule.id, reading };
    const learnt: Record<View, Labelled[]> = { title: [], text: [] };
    for (const correction of corrections.filter((each) => each.rule === rule.id).slice(-MAX_LEARNT)) {
      const matches = correction.fold === (kind === "hide");
      for (const view of ["title", "text"] as const) {
        stopIfCancelled(context);
        const score = (await scorer.scores(correction, [asked], view)).get(rule.id) ?? 0;
        learnt[view].push({ score, matches });
      }
    }
    active.push({
      ...asked,
      rule,
      kind,
      threshold: rule.threshold ?? threshold,
      curves: { title: fitted(curves.title, learnt.title), text: fitted(curves.text, learnt.text) },
    });
  }
  return active;
}

/** What the user said of results themselves, by address: the rule and whether it folds. The latest word counts. */
function saidOf({ corrections, rules }: FilterInput): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
  const on = new Set(rules.filter((rule) => rule.on).map(({ id }) => id));
  const said = new Map<string, Map<string, boolean>>();
  for (const { url, rule, fold } of corrections) {
    if (!on.has(rule) || url === "") continue;
    const byRule = said.get(url) ?? new Map<string, boolean>();
    said.set(url, byRule.set(rule, fold));
  }
  return said;
}

/** By rule, how likely it is that its words are right for the result. */
async function likelihoods(
  item: FilterItem,
  rules: readonly Active[],
  scorer: Scorer,
  view: View,
): Promise<ReadonlyMap<string, number>> {
  const scores = await scorer.scores(item, rules, view);
  return new Map(rules.map(({ id, curves }) => [id, probabilityOf(curves[view], scores.get(id) ?? 0)]));
}

function isDoubtful(
  likely: ReadonlyMap<string, number>,
  rules: readonly Active[],
  { doubt }: Calibration,
): boolean {
  return rules.some(({ id, kind }) => {
    const p = likely.get(id) ?? 0;
    const folding = kind === "hide" ? p : 1 - p;
    return folding > doubt.from && folding < doubt.to;
  });
}

/**
 * Each hide-rule speaks for itself. Only-rules speak together: what any of them names is kept, and what none names is
 * folded by the one that comes nearest. What the user said of this very result is certain.
 */
export function verdictOf(
  { id }: Pick<FilterItem, "id">,
  rules: readonly Pick<Active, "id" | "kind" | "threshold">[],
  likely: ReadonlyMap<string, number>,
  said: ReadonlyMap<string, boolean> = new Map(),
): Verdict {
  const votes = rules.map((rule) => {
    const p = likely.get(rule.id) ?? 0;
    const word = said.get(rule.id);
    const folding = word === undefined ? (rule.kind === "hide" ? p : 1 - p) : Number(word);
    return { rule, folding };
  });
  const least = votes
    .filter(({ rule }) => rule.kind === "only")
    .sort((a, b) => a.folding - a.rule.threshold - (b.folding - b.rule.threshold))
    .slice(0, 1);
  const [clearest] = [...votes.filter(({ rule }) => rule.kind === "hide"), ...least].sort(
    (a, b) => b.folding - b.rule.threshold - (a.folding - a.rule.threshold),
  );
  if (!clearest) return { id, rule: null, probability: 0, fold: false };
  const { rule, folding } = clearest;
  return { id, rule: rule.id, probability: folding, fold: folding >= rule.threshold && folding > 0 };
}

function stopIfCancelled({ signal }: TaskContext): void {
  if (signal.aborted) throw new PostilError("cancelled");
}
