/**
 * The scorecard's rules with forty results each, all of our own writing: a file a rule in `cases/`, with `rule:` and `kind:`,
 * and a line a result, `title | address | text`. "+" stands before those of which the rule's words are right, "-" before the
 * others; whether that folds a result depends on the rule's kind. Those in `held-out/` were written when all numbers of the
 * filter stood, and nothing is fitted or chosen on them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FilterItem } from "../../../src/tasks/filter/input.ts";
import type { Rule } from "../../../src/tasks/filter/rules.ts";

const FITTED = join(import.meta.dirname, "cases");
const HELD_OUT = join(import.meta.dirname, "held-out");

export interface Case {
  readonly name: string;
  /** True where nothing may be fitted on it. */
  readonly isHeldOut: boolean;
  readonly rule: Rule;
  readonly results: readonly LabelledResult[];
}

export interface LabelledResult {
  readonly item: FilterItem;
  /** Whether the rule's words are right for it. */
  readonly matches: boolean;
  /** Whether the rule should fold it. */
  readonly fold: boolean;
}

/** All cases, those that are held out last; or, if a number is given, that many, evenly taken from the list. */
export function loadCases(limit = Number.POSITIVE_INFINITY): Case[] {
  const cases = [FITTED, HELD_OUT].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".txt"))
      .sort()
      .map((file) => {
        const text = readFileSync(join(folder, file), "utf8");
        return { ...parseCase(file.replace(/\.txt$/, ""), text), isHeldOut: folder === HELD_OUT };
      }),
  );
  const count = Math.min(limit, cases.length);
  return Array.from(
    { length: count },
    (_, index) => cases[Math.floor((index * cases.length) / count)],
  ).filter((one) => one !== undefined);
}

/** @throws Error when the text has no rule, no kind, or a line that is none of a result */
export function parseCase(name: string, text: string): Omit<Case, "isHeldOut"> {
  const field = (key: string): string | undefined =>
    new RegExp(`^${key}:[ \\t]*(\\S.*)$`, "m").exec(text)?.[1]?.trim();
  const words = field("rule");
  const kind = field("kind");
  if (words === undefined || (kind !== "hide" && kind !== "only"))
    throw new Error(`${name}: a rule and its kind are needed`);
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^(?:rule|kind):/.test(line));
  const results = lines.map((line, index): LabelledResult => {
    // A title may have the divider in it; an address and a text have not.
    const [, mark, title, url, snippet] = /^([+-]) (.+) \| (\S+) \| ([^|]+)$/.exec(line.trim()) ?? [];
    if (title === undefined || url === undefined || snippet === undefined)
      throw new Error(`${name}: no result: ${line}`);
    const matches = mark === "+";
    const item = { id: `${index}`, title: title.trim(), url, snippet: snippet.trim() };
    return { item, matches, fold: matches === (kind === "hide") };
  });
  return { name, rule: { id: name, text: words, kind, on: true, sites: "everywhere" }, results };
}
