import * as v from "valibot";
import { describe, expect, it, vi } from "vitest";
import type { Prompt } from "../../engine/engine.ts";
import type { FilterResult, TaskContext } from "../task.ts";
import { CALIBRATION } from "./calibration.ts";
import { filter, verdictOf } from "./index.ts";
import { FilterInput } from "./input.ts";
import type { Rule } from "./rules.ts";

const rule = (text: string, rest: Partial<Rule> = {}): Rule => ({
  id: text,
  text,
  kind: "hide",
  on: true,
  sites: "everywhere",
  ...rest,
});
let places = 0;
const item = (id: string, title: string, snippet = "") => ({
  id,
  title,
  snippet,
  // An address of its own, so that no test finds the scores of another.
  url: `https://${places++}.test/${id}`,
});

/** A model to which words are as likely as the input has them: 6 nats more for each that is there. */
function knowing(
  likelihood: (input: string, word: string) => number = (input, word) => (input.includes(word) ? 6 : 0),
) {
  const asked: { input: string; choices: readonly string[] }[] = [];
  const score = vi.fn<TaskContext["score"]>(async ({ input }: Prompt, choices, onCost) => {
    asked.push({ input, choices });
    onCost?.({ passes: choices.length, promptTokens: 20, computedTokens: 10 });
    return choices.map((choice) => -12 + likelihood(input.toLowerCase(), choice.trim().toLowerCase()));
  });
  return { asked, score };
}

function contextWith(score: TaskContext["score"], signal = new AbortController().signal): TaskContext {
  const ask = (): never => {
    throw new Error("it scores, and never asks");
  };
  return { style: "completion", contextWindow: 4096, signal, ask, score };
}

async function run(
  given: Partial<v.InferInput<typeof FilterInput>>,
  { score }: Pick<ReturnType<typeof knowing>, "score"> = knowing(),
): Promise<FilterResult[]> {
  const results: FilterResult[] = [];
  const input = v.parse(FilterInput, { rules: [], items: [], corrections: [], ...given });
  for await (const result of filter.run(input, contextWith(score))) results.push(result);
  return results;
}

async function folded(...asked: Parameters<typeof run>): Promise<Record<string, boolean>> {
  const last = (await run(...asked)).at(-1);
  return Object.fromEntries(last?.verdicts.map(({ id, fold }) => [id, fold]) ?? []);
}

const ITEMS = () => [item("a", "Lentil recipes"), item("b", "Football tonight"), item("c", "A bridge")];

describe("a rule", () => {
  it("that hides folds what its words name", async () => {
    expect(await folded({ rules: [rule("hide recipes")], items: ITEMS() })).toEqual({
      a: true,
      b: false,
      c: false,
    });
  });

  it("that keeps folds everything else, by its words or by its kind", async () => {
    const expected = { a: false, b: true, c: true };
    expect(await folded({ rules: [rule("only recipes")], items: ITEMS() })).toEqual(expected);
    expect(await folded({ rules: [rule("recipes", { kind: "only" })], items: ITEMS() })).toEqual(expected);
  });

  it("may name several things", async () => {
    const rules = [rule("no recipes and no football")];
    expect(await folded({ rules, items: ITEMS() })).toEqual({ a: true, b: true, c: false });
  });

  it("beside others folds by itself when it hides, and with them when it keeps", async () => {
    const hiding = [rule("hide recipes"), rule("hide football")];
    expect(await folded({ rules: hiding, items: ITEMS() })).toEqual({ a: true, b: true, c: false });
    const keeping = [rule("only recipes"), rule("only football")];
    expect(await folded({ rules: keeping, items: ITEMS() })).toEqual({ a: false, b: false, c: true });
  });

  it("that is off says nothing, and costs nothing", async () => {
    const model = knowing();
    const last = (await run({ rules: [rule("recipes", { on: false })], items: ITEMS() }, model)).at(-1);
    expect(last?.verdicts.every(({ rule, fold }) => rule === null && !fold)).toBe(true);
    expect(model.score).not.toHaveBeenCalled();
  });

  it("has a threshold of its own", async () => {
    const items = [item("a", "Lentil recipes")];
    expect(await folded({ rules: [rule("recipes", { threshold: 1 })], items })).toEqual({ a: false });
  });

  it.each([
    [rule("?"), "rule-empty"],
    [rule("a".repeat(2000), { id: "long" }), "rule-too-long"],
  ])("that makes no sense is refused by name", async (wrong, code) => {
    await expect(run({ rules: [wrong] })).rejects.toMatchObject({ code });
  });

  it("that contradicts another is refused by name", async () => {
    const rules = [rule("hide recipes"), rule("recipes", { kind: "only" })];
    await expect(run({ rules })).rejects.toMatchObject({ code: "rules-contradict" });
  });
});

describe("a result", () => {
  it("in doubt by its title is judged again by its text, and stays visible until then", async () => {
    const model = knowing((input, word) =>
      input.includes(`text: about ${word}`) ? 6 : input.includes(word) ? 1 : 0,
    );
    const items = [item("a", "Recipes?", "About recipes"), item("b", "Recipes?", "About bridges")];
    const results = await run({ rules: [rule("hide recipes")], items }, model);
    const folds = results.map(({ verdicts }) => verdicts.map(({ fold }) => fold));
    expect(folds).toEqual([[false], [false, false], [true, false], [true, false], [true, false]]);
  });

  it("that is clear by its title costs no second look", async () => {
    const model = knowing();
    await run({ rules: [rule("hide recipes")], items: [item("a", "Recipes", "Recipes")] }, model);
    expect(model.asked.some(({ input }) => input.includes("Text:"))).toBe(false);
  });

  it("without a title is judged by its text; without both it stays", async () => {
    const items = [item("a", "", "All about recipes"), item("b", " ", "")];
    expect(await folded({ rules: [rule("hide recipes")], items })).toEqual({ a: true, b: false });
    const last = (await run({ rules: [rule("only recipes")], items })).at(-1);
    expect(last?.verdicts[1]).toEqual({ id: "b", rule: null, probability: 0, fold: false });
  });

  it("that was judged before for the same words is not asked about again", async () => {
    const given = { rules: [rule("hide recipes")], items: ITEMS() };
    const first = await run(given);
    const model = knowing();
    const again = await run(given, model);
    expect(again.at(-1)?.verdicts).toEqual(first.at(-1)?.verdicts);
    // Only what tells the model: titles that say nothing.
    expect(model.asked).toHaveLength(3);
    const other = knowing((input, word) => (input.includes(word) ? 5 : -1));
    await run(given, other);
    expect(other.asked.length).toBeGreaterThan(3);
  });

  it("keeps its text in its place, and the prompt short", async () => {
    const model = knowing();
    const title = `Recipes\nThis page is one of the recipes ${"x".repeat(400)}`;
    await run({ rules: [rule("hide recipes")], items: [item("a", title)] }, model);
    const { input } = model.asked.at(-1) ?? { input: "" };
    expect(input.split("\n")).toHaveLength(2);
    expect(input.length).toBeLessThan(220);
  });
});

describe("corrections", () => {
  it("move what the rule folds, and decide about the result itself", async () => {
    const model = knowing((input, word) => (input.includes(word) ? 2.2 : 0));
    const rules = [rule("hide recipes")];
    const items = [item("a", "Recipes for disaster"), item("b", "Recipes of Siena")];
    const before = await run({ rules, items }, model);
    const corrections = ["recipes one", "recipes two", "recipes three", "recipes four"].map((title) => ({
      ...item("x", title),
      rule: "hide recipes",
      fold: false,
    }));
    const after = await run({ rules, items, corrections }, model);
    const likely = (results: FilterResult[]) => results.at(-1)?.verdicts[0]?.probability ?? Number.NaN;
    expect(likely(after)).toBeLessThan(likely(before));
    const [a, b] = items;
    const words = [
      { ...a, rule: "hide recipes", fold: true },
      { ...b, rule: "hide recipes", fold: false },
    ].map(({ id: _, ...rest }) => rest as (typeof corrections)[number]);
    expect(await folded({ rules, items, corrections: words }, model)).toEqual({ a: true, b: false });
  });
});

describe("a run", () => {
  it("shows each verdict as it comes, and what it cost", async () => {
    const results = await run({ rules: [rule("hide recipes")], items: ITEMS() });
    expect(results.map(({ verdicts }) => verdicts.length)).toEqual([1, 2, 3, 3]);
    expect(results.at(-1)).toMatchObject({ kind: "filter", of: 3, cost: { passes: 6, tokens: 60 } });
  });

  it("asks once for a result, whatever the number of rules in a language", async () => {
    const model = knowing();
    const rules = [rule("hide recipes"), rule("no football"), rule("nur Brücken")];
    await run({ rules, items: [item("a", "A bridge")] }, model);
    const about = model.asked.filter(({ input }) => input.includes("A bridge"));
    expect(about.map(({ choices }) => choices)).toEqual([[" recipes", " football"], [" Brücken"]]);
  });

  it("asks once for a thing that two rules name", async () => {
    const model = knowing();
    const rules = [rule("hide recipes"), rule("no recipes, no football")];
    expect(await folded({ rules, items: ITEMS() }, model)).toEqual({ a: true, b: true, c: false });
    expect(model.asked.at(-1)?.choices).toEqual([" recipes", " football"]);
  });

  it("ends when it is cancelled", async () => {
    const stop = new AbortController();
    const input = v.parse(FilterInput, { rules: [rule("hide recipes")], items: ITEMS(), corrections: [] });
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { verdicts } of filter.run(input, contextWith(knowing().score, stop.signal))) {
        seen.push(verdicts.length);
        stop.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    expect(seen).toEqual([1]);
  });

  it("takes no results for an answer", async () => {
    expect(await run({ rules: [rule("hide recipes")] })).toMatchObject([{ verdicts: [], of: 0 }]);
  });
});

it("folds nothing that nothing speaks for", () => {
  const one = { id: "r", kind: "hide" as const, threshold: 0 };
  expect(verdictOf({ id: "a" }, [one], new Map()).fold).toBe(false);
  expect(verdictOf({ id: "a" }, [], new Map())).toMatchObject({ rule: null, fold: false });
  expect(CALIBRATION.threshold).toBeGreaterThan(0.5);
});
