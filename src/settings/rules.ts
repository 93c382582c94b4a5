/** The user's rules for filtering, kept in `storage.local` beside the settings. What cannot be read is left out, one by one. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import {
  Correction,
  checkRules,
  MAX_CORRECTIONS,
  MAX_RULES,
  MAX_SITE_RULES,
  Rule,
  type RuleBook,
} from "../tasks/filter/rules.ts";

const KEY = "rules";
const LOCK = "postil.rules";

/** The book as stored, mended where it is not readable. A later version's is read as far as this one knows it. */
export function parseRuleBook(stored: unknown): RuleBook {
  const fields: Record<string, unknown> = typeof stored === "object" && stored !== null ? { ...stored } : {};
  const { siteRules } = fields;
  return {
    version: 1,
    rules: readable(Rule, fields.rules).slice(0, MAX_RULES),
    siteRules: typeof siteRules === "string" ? siteRules.slice(0, MAX_SITE_RULES) : "",
    corrections: readable(Correction, fields.corrections).slice(-MAX_CORRECTIONS),
  };
}

function readable<Schema extends v.GenericSchema>(schema: Schema, list: unknown): v.InferOutput<Schema>[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => {
    const { success, output } = v.safeParse(schema, each);
    return success ? [output] : [];
  });
}

export async function loadRules(): Promise<RuleBook> {
  const stored = await browser.storage.local.get(KEY);
  return parseRuleBook(stored[KEY]);
}

/**
 * Stores the whole book; corrections of rules that are gone go too.
 * @throws what `checkRules` throws; nothing is stored then
 */
export async function saveRules(book: RuleBook): Promise<void> {
  checkRules(book.rules);
  const ids = new Set(book.rules.map(({ id }) => id));
  const corrections = book.corrections.filter(({ rule }) => ids.has(rule)).slice(-MAX_CORRECTIONS);
  await browser.storage.local.set({ [KEY]: { ...book, corrections } });
}

/**
 * Makes `change` of what is stored then, and stores that: one change after the other, whichever part of the extension makes
 * it, or the second would be written over the first. The same book given back changes nothing.
 * @throws what `change` and `saveRules` throw; nothing is stored then
 */
export async function changeRules(change: (book: RuleBook) => RuleBook): Promise<void> {
  await navigator.locks.request(LOCK, async () => {
    const before = await loadRules();
    const after = change(before);
    if (after !== before) await saveRules(after);
  });
}

/** Calls `changed` with the new book after each change, from whichever page. Returns how to stop that. */
export function onRulesChanged(changed: (book: RuleBook) => void): () => void {
  const listen = (changes: Record<string, { newValue?: unknown }>, area: string): void => {
    const change = changes[KEY];
    if (area === "local" && change) changed(parseRuleBook(change.newValue));
  };
  browser.storage.onChanged.addListener(listen);
  return () => browser.storage.onChanged.removeListener(listen);
}
