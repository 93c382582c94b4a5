/** What the user says of a folded result in the page, put into the rules. */
import type { FilterWish } from "../../messages/filter-protocol.ts";
import { changeRules } from "../../settings/rules.ts";
import { type RuleBook, withCorrection } from "../../tasks/filter/rules.ts";

/** Rejects with what `changeRules` throws; nothing is kept then. */
export function grant(wish: FilterWish): Promise<void> {
  return changeRules((book) => changed(book, wish));
}

/** The book with this wish in it; the same one when there is nothing to change. */
export function changed(book: RuleBook, wish: FilterWish): RuleBook {
  if (wish.type === "filter.correct") {
    const isKnown = book.rules.some(({ id }) => id === wish.correction.rule);
    return isKnown ? withCorrection(book, wish.correction) : book;
  }
  const line = `@*://*.${wish.host}/*`;
  const lines = book.siteRules.split(/\r\n?|\n/);
  if (lines.some((one) => one.trim() === line)) return book;
  // First, so that a book that is full loses its oldest line and not this one.
  return { ...book, siteRules: book.siteRules === "" ? line : `${line}\n${book.siteRules}` };
}
