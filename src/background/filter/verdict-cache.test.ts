import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FilterItem } from "../../tasks/filter/input.ts";
import type { Rule } from "../../tasks/filter/rules.ts";
import type { Verdict } from "../../tasks/task.ts";

let stored: Record<string, unknown> = {};
const session = {
  get: async () => structuredClone(stored),
  set: async (fields: object) => void Object.assign(stored, structuredClone(fields)),
};
vi.mock("webextension-polyfill", () => ({ default: { storage: { session } } }));
const cache = await import("./verdict-cache.ts");
const { findVerdicts, MAX_KEPT } = cache;

const RULE: Rule = { id: "r1", text: "listicles", kind: "hide", on: true, sites: "everywhere" };
const ASKED = { rules: [RULE], corrections: [] };
const item = (id: string, title: string): FilterItem => ({
  id,
  title,
  url: "https://a.example/",
  snippet: "",
});
const keepVerdicts = (
  asked: typeof ASKED,
  items: readonly FilterItem[],
  verdicts: readonly Verdict[],
  model = "model 1",
): Promise<void> => cache.keepVerdicts(asked, items, verdicts, model);
const verdict = (id: string) => ({ id, rule: "r1", probability: 0.9, fold: true });

beforeEach(() => {
  stored = {};
});

describe("verdicts of earlier", () => {
  it("are found again for the same result under another id", async () => {
    await keepVerdicts(ASKED, [item("r1", "One"), item("r2", "Two")], [verdict("r2")]);
    expect(await findVerdicts(ASKED, [item("r7", "Two"), item("r8", "One")])).toEqual([verdict("r7")]);
  });

  it.each([
    ["another rule", { ...ASKED, rules: [{ ...RULE, text: "shops" }] }],
    ["another kind of rule", { ...ASKED, rules: [{ ...RULE, kind: "only" as const }] }],
    [
      "a correction",
      { ...ASKED, corrections: [{ rule: "r1", title: "t", snippet: "", url: "", fold: false }] },
    ],
  ])("are not those of %s", async (_, asked) => {
    await keepVerdicts(ASKED, [item("r1", "One")], [verdict("r1")]);
    expect(await findVerdicts(asked, [item("r1", "One")])).toEqual([]);
  });

  it("are forgotten from the oldest on", async () => {
    const items = Array.from({ length: MAX_KEPT + 1 }, (_, n) => item(`r${n}`, `Title ${n}`));
    await keepVerdicts(ASKED, items.slice(0, 1), [verdict("r0")]);
    await keepVerdicts(
      ASKED,
      items.slice(1),
      items.slice(1).map(({ id }) => verdict(id)),
    );
    const [oldest, next] = items as [FilterItem, FilterItem];
    expect(await findVerdicts(ASKED, [oldest])).toEqual([]);
    expect(await findVerdicts(ASKED, [next])).toHaveLength(1);
  });

  it("are forgotten once another model has judged", async () => {
    await keepVerdicts(ASKED, [item("r1", "One")], [verdict("r1")]);
    await keepVerdicts(ASKED, [item("r2", "Two")], [verdict("r2")]);
    expect(await findVerdicts(ASKED, [item("r1", "One"), item("r2", "Two")])).toHaveLength(2);
    await keepVerdicts(ASKED, [item("r3", "Three")], [verdict("r3")], "model 2");
    expect(await findVerdicts(ASKED, [item("r1", "One"), item("r3", "Three")])).toEqual([verdict("r3")]);
  });

  it("are none where something else is stored", async () => {
    stored = { "filter.verdicts": [["key"]] };
    expect(await findVerdicts(ASKED, [item("r1", "One")])).toEqual([]);
  });
});
