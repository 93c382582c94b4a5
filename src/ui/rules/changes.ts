/** What the editor does to the user's rules: pure functions, each from one book to the next. */
import type { Correction, Rule, RuleBook } from "../../tasks/filter/rules.ts";

/** A rule that was deleted, with all that is needed to put it back where it was. */
export interface DeletedRule {
  readonly rule: Rule;
  /** Its place in the list. */
  readonly index: number;
  readonly corrections: readonly Correction[];
}

/** The book with this rule: in the place of the one with its id, else at the end. */
export function withRule(book: RuleBook, rule: Rule): RuleBook {
  const isKnown = book.rules.some(({ id }) => id === rule.id);
  const rules = isKnown
    ? book.rules.map((other) => (other.id === rule.id ? rule : other))
    : [...book.rules, rule];
  return { ...book, rules };
}

/** The book without that rule and what was said of its results. */
export function withoutRule(book: RuleBook, id: string): RuleBook {
  return {
    ...book,
    rules: book.rules.filter((rule) => rule.id !== id),
    corrections: book.corrections.filter(({ rule }) => rule !== id),
  };
}

/** What `withoutRule` takes away; null where there is no such rule. */
export function deletion(book: RuleBook, id: string): DeletedRule | null {
  const index = book.rules.findIndex((rule) => rule.id === id);
  const rule = book.rules[index];
  if (rule === undefined) return null;
  return { rule, index, corrections: book.corrections.filter((each) => each.rule === id) };
}

/** The book with a deleted rule in its place again. */
export function withRuleBack(book: RuleBook, { rule, index, corrections }: DeletedRule): RuleBook {
  if (book.rules.some(({ id }) => id === rule.id)) return book;
  return {
    ...book,
    rules: book.rules.toSpliced(index, 0, rule),
    corrections: [...corrections, ...book.corrections],
  };
}

export function withSiteRules(book: RuleBook, siteRules: string): RuleBook {
  return book.siteRules === siteRules ? book : { ...book, siteRules };
}

/** The book with these corrections before those that were made meanwhile. */
export function withCorrectionsBack(book: RuleBook, corrections: readonly Correction[]): RuleBook {
  return { ...book, corrections: [...corrections, ...book.corrections] };
}

export function withoutCorrections(book: RuleBook): RuleBook {
  return book.corrections.length === 0 ? book : { ...book, corrections: [] };
}
