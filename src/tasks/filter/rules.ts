/**
 * The user's rules for lists of results: rules in plain words, for the model, and lines about addresses, which need none.
 * What is kept of them, and how they go out to a file and come back. See `site-rules.ts` for the lines.
 */
import * as v from "valibot";
import { PostilError } from "../../errors.ts";
import type { SearchSiteId } from "../../sites/search-site.ts";
import { readingOf } from "./phrases.ts";

export { parseSiteRules, type SiteRuleFault, type SiteRules, siteVerdict } from "./site-rules.ts";

/** Characters of a rule; longer ones hold more than a model of this size keeps apart. */
export const MAX_RULE = 500;
/** Rules that are asked about at once. */
export const MAX_RULES = 20;
/** The latest corrections that are kept, all rules together. */
export const MAX_CORRECTIONS = 500;
/** Characters of the lines about addresses; the largest public lists have about half of it. */
export const MAX_SITE_RULES = 2_000_000;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** A rule in plain words. Its text may be too long or empty here, so that `checkRules` can say so by name. */
export const Rule = v.object({
  id,
  text: v.pipe(v.string(), v.maxLength(10_000)),
  /** "hide": fold what the words describe. "only": fold what they do not. Words that say which ("only recipes") come first. */
  kind: v.picklist(["hide", "only"]),
  /** True when the user decided on `kind` against what the words seem to say: "only child" is no rule of "only". */
  chosen: v.optional(v.boolean()),
  on: v.boolean(),
  /** Ids of search engines (`SearchSiteId`) and "list" for lists that the user points at. */
  sites: v.union([v.literal("everywhere"), v.array(v.pipe(v.string(), v.maxLength(64)))]),
  /** Probability, 0 … 1, from which on a result is folded; the task's own when absent. */
  threshold: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
export type Rule = v.InferOutput<typeof Rule>;

/** What the user said of one result: whether this rule should fold it. */
export const Correction = v.object({
  /** The rule's id. */
  rule: id,
  title: v.pipe(v.string(), v.maxLength(500)),
  snippet: v.pipe(v.string(), v.maxLength(2000)),
  url: v.pipe(v.string(), v.maxLength(4096)),
  fold: v.boolean(),
});
export type Correction = v.InferOutput<typeof Correction>;

/** All that the user has said about filtering; stored, exported and imported as one. */
export interface RuleBook {
  readonly version: 1;
  readonly rules: readonly Rule[];
  /** Lines in uBlacklist's syntax. */
  readonly siteRules: string;
  /** The newest last. */
  readonly corrections: readonly Correction[];
}

export const EMPTY_RULE_BOOK: RuleBook = { version: 1, rules: [], siteRules: "", corrections: [] };

/** White space and case make no other rule. */
function sameText(text: string): string {
  return text.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
}

/**
 * @throws PostilError `rule-empty`; `rule-too-long` with `length` and `max`; `rule-mixed` with `text` when one that is
 * switched on hides some things and keeps others; `rules-contradict` with `text` when what one
 * rule hides is what another keeps alone, both switched on and in one place; `rules-too-many` with `count` and `max`
 */
export function checkRules(rules: readonly Rule[]): void {
  if (rules.length > MAX_RULES)
    throw new PostilError("rules-too-many", { count: rules.length, max: MAX_RULES });
  const before: { phrase: string; rule: Rule; means: Rule["kind"] }[] = [];
  for (const rule of rules) {
    const { text } = rule;
    if (!/[\p{L}\p{N}]/u.test(text)) throw new PostilError("rule-empty");
    if (text.trim().length > MAX_RULE)
      throw new PostilError("rule-too-long", { length: text.trim().length, max: MAX_RULE });
    if (!rule.on) continue;
    const { phrases, kind: means, isMixed } = readingOf(rule);
    if (isMixed) throw new PostilError("rule-mixed", { text: text.trim() });
    for (const phrase of phrases.map(sameText)) {
      if (before.some((one) => one.phrase === phrase && one.means !== means && meet(one.rule, rule)))
        throw new PostilError("rules-contradict", { text: text.trim() });
      before.push({ phrase, rule, means });
    }
  }
}

/** Whether there is a place where both hold. */
function meet({ sites: some }: Rule, { sites: others }: Rule): boolean {
  if (some === "everywhere") return others === "everywhere" || others.length > 0;
  return others === "everywhere" ? some.length > 0 : some.some((site) => others.includes(site));
}

/** The rules that are switched on for this search engine, or for a "list" that the user points at. */
export function rulesFor(rules: readonly Rule[], site: SearchSiteId | "list"): readonly Rule[] {
  return rules.filter(({ on, sites }) => on && (sites === "everywhere" || sites.includes(site)));
}

/** The book with one more correction; an earlier one of the same rule and address is replaced. */
export function withCorrection(book: RuleBook, correction: Correction): RuleBook {
  const others = book.corrections.filter(
    ({ rule, url }) => rule !== correction.rule || url !== correction.url,
  );
  return { ...book, corrections: [...others, correction].slice(-MAX_CORRECTIONS) };
}

const BookFile = v.object({
  postil: v.literal("rules"),
  version: v.literal(1),
  rules: v.array(Rule),
  siteRules: v.pipe(v.string(), v.maxLength(MAX_SITE_RULES)),
  corrections: v.array(Correction),
});

/** The book as a file: JSON, indented, so that people can read and compare it. */
export function exportRules(book: RuleBook): string {
  const { rules, siteRules, corrections } = book;
  return `${JSON.stringify({ postil: "rules", version: 1, rules, siteRules, corrections }, null, 2)}\n`;
}

/**
 * The book out of a file of `exportRules`. Corrections of rules that the file does not have are left out.
 * Lines about addresses that are not understood come along, as the editor keeps them too.
 * @throws PostilError `rules-unreadable` with `reason` for what is no such file, and what `checkRules` throws
 */
export function importRules(text: string): RuleBook {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new PostilError("rules-unreadable", { reason: "no JSON" }, { cause });
  }
  const { success, output, issues } = v.safeParse(BookFile, json);
  if (!success) {
    const [issue] = issues;
    throw new PostilError("rules-unreadable", {
      reason: `${v.getDotPath(issue) ?? "file"}: ${issue.message}`,
    });
  }
  checkRules(output.rules);
  const ids = new Set(output.rules.map((rule) => rule.id));
  if (ids.size < output.rules.length)
    throw new PostilError("rules-unreadable", { reason: "two rules with one id" });
  return {
    version: 1,
    rules: output.rules,
    siteRules: output.siteRules,
    corrections: output.corrections.filter(({ rule }) => ids.has(rule)).slice(-MAX_CORRECTIONS),
  };
}
