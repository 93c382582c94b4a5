/** What the user says of a folded result in the page, put into the rules. */
import type { FilterWish } from "../../messages/filter-protocol.ts";
import { loadRules, saveRules } from "../../settings/rules.ts";
import { type RuleBook, withCorrection } from "../../tasks/filter/rules.ts";

/** One after the other, or the second would be written over the first. */
let last: Promise<void> = Promise.resolve();

/** Rejects with what `saveRules` throws; nothing is kept then. */
export function grant(wish: FilterWish): Promise<void> {
  const done = last.then(async () => {
    const book = await loadRules();
    const next = changed(book, wish);
    if (next !== book) await saveRules(next);
  });
  last = done.catch(() => undefined);
  return done;
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
  const before = book.siteRules.trimEnd();
  return { ...book, siteRules: before === "" ? line : `${before}\n${line}` };
}
