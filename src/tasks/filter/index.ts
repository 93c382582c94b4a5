/**
 * Search results by rules in plain words. Every result is judged by its title, in the order of the input; those about which
 * that leaves a doubt are judged once more, with their text. What is in doubt to the end stays visible.
 */
import { PostilError } from "../../errors.ts";
import { defineTask, type FilterResult, type TaskContext, type Verdict } from "../task.ts";
import { type Curve, fitted, type Labelled, probabilityOf } from "./calibrate.ts";
import { CALIBRATION, type Calibration } from "./calibration.ts";
import { FilterInput, type FilterItem } from "./input.ts";
import { readingOf } from "./phrases.ts";
import { type Correction, checkRules, type Rule } from "./rules.ts";
import { type Asked, Scorer, type View } from "./score.ts";

/** The latest corrections of a rule that are learnt from: each costs what a result costs, when it is new. */
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
  waits: true,
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
  const doubtful: { item: FilterItem; likely: ReadonlyMap<string, number>; doubted: readonly Active[] }[] =
    [];
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
      const readable = words && item.snippet.trim() !== "";
      const doubted = rules.filter(
        (rule) => readable && isInDoubt(rule.kind, likely.get(rule.id) ?? 0, calibration),
      );
      const verdict = verdictOf(item, rules, likely, own);
      if (doubted.length > 0) doubtful.push({ item, likely, doubted });
      verdicts.set(item.id, doubted.length > 0 && own === undefined ? { ...verdict, fold: false } : verdict);
    }
    yield state();
  }
  for (const { item, likely, doubted } of doubtful) {
    stopIfCancelled(context);
    const better = new Map([...likely, ...(await likelihoods(item, doubted, scorer, "text"))]);
    verdicts.set(item.id, verdictOf(item, rules, better, said.get(item.url)));
    yield state();
  }
  yield state();
}

/** The rules that are on, with what their words name and the curves that their corrections make. */
async function activeRules(
  { rules, corrections }: FilterInput,
  scorer: Scorer,
  context: TaskContext,
  calibration: Calibration,
): Promise<readonly Active[]> {
  const active: Active[] = [];
  for (const rule of rules) {
    if (!rule.on) continue;
    const reading = readingOf(rule);
    const { kind } = reading;
    const asked = { id: rule.id, reading };
    const scored = async (correction: Correction, view: View): Promise<Labelled> => {
      stopIfCancelled(context);
      const score = (await scorer.scores(correction, [asked], view)).get(rule.id) ?? 0;
      return { score, matches: correction.fold === (kind === "hide") };
    };
    const own = corrections.filter((each) => each.rule === rule.id).slice(-MAX_LEARNT);
    const titles: Labelled[] = [];
    for (const correction of own) titles.push(await scored(correction, "title"));
    const title = fitted(calibration.curves.title, titles);
    // As for results: texts are looked at where titles leave a doubt, and their curve is for those.
    const texts: Labelled[] = [];
    for (const [i, correction] of own.entries())
      if (isInDoubt(kind, probabilityOf(title, titles[i]?.score ?? 0), calibration))
        texts.push(await scored(correction, "text"));
    const text = fitted(calibration.curves.text, texts);
    const threshold = rule.threshold ?? calibration.threshold;
    active.push({ ...asked, rule, kind, threshold, curves: { title, text } });
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

/** Whether a rule's words, right with probability `p`, leave open if it folds. */
function isInDoubt(kind: Rule["kind"], p: number, { doubt }: Calibration): boolean {
  const folding = kind === "hide" ? p : 1 - p;
  return folding > doubt.from && folding < doubt.to;
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
