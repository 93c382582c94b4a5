import { describe, expect, it } from "vitest";
import type { Rule, RuleBook } from "../../tasks/filter/rules.ts";
import {
  deletion,
  withCorrectionsBack,
  withoutCorrections,
  withoutRule,
  withRule,
  withRuleBack,
  withSiteRules,
} from "./changes.ts";

const rule = (id: string, text = id): Rule => ({ id, text, kind: "hide", on: true, sites: "everywhere" });
const correction = (of: string) => ({
  rule: of,
  title: "",
  snippet: "",
  url: `https://${of}.test/`,
  fold: false,
});
const BOOK: RuleBook = {
  version: 1,
  rules: [rule("a"), rule("b"), rule("c")],
  siteRules: "a.test",
  corrections: [correction("a"), correction("b")],
};

describe("changes of the rules", () => {
  it("put a new rule at the end, and a known one in its place", () => {
    expect(withRule(BOOK, rule("d")).rules.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
    expect(withRule(BOOK, rule("b", "else")).rules.map(({ text }) => text)).toEqual(["a", "else", "c"]);
  });

  it("delete a rule with its corrections, and put both back where they were", () => {
    const gone = deletion(BOOK, "b");
    if (!gone) throw new Error("there is such a rule");
    const without = withoutRule(BOOK, "b");
    expect(without.rules.map(({ id }) => id)).toEqual(["a", "c"]);
    expect(without.corrections).toEqual([correction("a")]);
    const back = withRuleBack(without, gone);
    expect(back.rules).toEqual(BOOK.rules);
    expect(back.corrections).toHaveLength(2);
    expect(withRuleBack(back, gone)).toBe(back);
    expect(deletion(BOOK, "nobody")).toBeNull();
  });

  it("give the same book back when there is nothing to change", () => {
    expect(withSiteRules(BOOK, "a.test")).toBe(BOOK);
    const empty = { ...BOOK, corrections: [] };
    expect(withoutCorrections(empty)).toBe(empty);
  });

  it("put forgotten corrections before those that were made meanwhile", () => {
    const { corrections } = withCorrectionsBack(
      { ...BOOK, corrections: [correction("c")] },
      BOOK.corrections,
    );
    expect(corrections.map((each) => each.rule)).toEqual(["a", "b", "c"]);
  });
});
