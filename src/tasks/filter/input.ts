/** What the filter gets: rules, results, and what the user said of earlier ones. All texts of results are strangers'. */
import * as v from "valibot";
import { Correction, MAX_CORRECTIONS, Rule } from "./rules.ts";

/** One result as the page shows it. */
export const FilterItem = v.object({
  /** The page's own mark, given back in the verdict. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** May be empty. */
  title: v.pipe(v.string(), v.maxLength(500)),
  /** May be empty or no address at all. */
  url: v.pipe(v.string(), v.maxLength(4096)),
  snippet: v.pipe(v.string(), v.maxLength(2000)),
});
export type FilterItem = v.InferOutput<typeof FilterItem>;

export const FilterInput = v.object({
  /** Those that are to be asked; `checkRules` says by name what is wrong with one. Those that are not on are left out. */
  rules: v.pipe(v.array(Rule), v.minLength(1), v.maxLength(100)),
  /** In the order in which they are to be judged: the most visible first. */
  items: v.pipe(v.array(FilterItem), v.maxLength(1000)),
  corrections: v.pipe(v.array(Correction), v.maxLength(MAX_CORRECTIONS)),
});
export type FilterInput = v.InferOutput<typeof FilterInput>;
