/**
 * How well a rule's words fit a result, by the model: the log-probability of the words as the continuation of
 * "Title: … This page is one of the", minus that of the same words when the result says nothing. The result is the context
 * and the words are the continuation, since the model's engines tell the likelihood of continuations only, and those of a
 * few tokens at little cost: one pass computes the result for all rules, and each further token of a rule's words is a pass.
 * Zhao et al., "Calibrate Before Use", 2021 (content-free inputs); Holtzman et al., "Surface Form Competition", 2021.
 */
import type { Prompt } from "../../engine/engine.ts";
import type { TaskContext } from "../task.ts";
import type { FilterItem } from "./input.ts";
import type { Reading } from "./phrases.ts";

/** How much of a result is looked at. */
export type View = "title" | "text";

/** Characters of a title and of a snippet that the model gets: what tells the kind of a page comes first. */
const MAX_TITLE = 160;
const MAX_TEXT = 320;
/** Scores that are kept; one takes a few hundred bytes. */
const MAX_KEPT = 10_000;

/** Titles that say nothing: their mean is how likely the words are by themselves. */
const NOTHING = ["", "N/A", "..."] as const;

export interface Asked {
  readonly id: string;
  readonly reading: Reading;
}

/** Scores of earlier jobs, the most recently used last. */
const kept = new Map<string, number>();

/** As if nothing had been asked before. */
export function forgetScores(): void {
  kept.clear();
}

/** Asks the model; counts what that costs; remembers. */
export class Scorer {
  readonly #context: Pick<TaskContext, "score">;
  /** By rule: the log-probability of each phrase after titles that say nothing. */
  readonly #bases = new Map<string, readonly number[]>();
  #passes = 0;
  #tokens = 0;

  constructor(context: Pick<TaskContext, "score">) {
    this.#context = context;
  }

  get cost(): { readonly passes: number; readonly tokens: number } {
    return { passes: this.#passes, tokens: this.#tokens };
  }

  /**
   * Nats by rule: of a rule that names several things, the one that fits best. Rules in one language cost one context.
   * @throws PostilError what `TaskContext.score` throws
   */
  async scores(
    item: Pick<FilterItem, "title" | "url" | "snippet">,
    rules: readonly Asked[],
    view: View,
  ): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    for (const group of byLanguage(rules)) {
      const [first] = group;
      if (!first) continue;
      await this.#learnBases(group);
      const bases = group.flatMap(({ id }) => this.#bases.get(id) ?? []);
      const prompt = promptFor(item, first.reading, view);
      const phrases = group.flatMap(({ reading }) => reading.phrases);
      const logs = await this.#known(prompt, phrases, bases);
      let at = 0;
      for (const { id, reading } of group) {
        const ratios = reading.phrases.map((_, i) => (logs[at + i] ?? 0) - (bases[at + i] ?? 0));
        at += ratios.length;
        found.set(id, Math.max(...ratios));
      }
    }
    return found;
  }

  /** Asked anew in each job, since they also tell whether what is kept is from the same weights. */
  async #learnBases(group: readonly Asked[]): Promise<void> {
    const unknown = group.filter(({ id }) => !this.#bases.has(id));
    const [first] = unknown;
    if (!first) return;
    const phrases = unknown.flatMap(({ reading }) => reading.phrases);
    const sums = phrases.map(() => 0);
    for (const title of NOTHING) {
      const prompt = promptFor({ title, url: "", snippet: "" }, first.reading, "title");
      for (const [i, log] of (await this.#ask(prompt, phrases)).entries()) sums[i] = (sums[i] ?? 0) + log;
    }
    let at = 0;
    for (const { id, reading } of unknown) {
      const own = sums.slice(at, at + reading.phrases.length);
      at += own.length;
      this.#bases.set(
        id,
        own.map((sum) => sum / NOTHING.length),
      );
    }
  }

  /**
   * As `#ask`, but what an earlier job asked is not asked again.
   * @param bases of the phrases: they tell one model's scores from another's
   */
  async #known(
    prompt: Prompt,
    phrases: readonly string[],
    bases: readonly number[],
  ): Promise<readonly number[]> {
    const keys = phrases.map((phrase, i) =>
      JSON.stringify([prompt.prefix, prompt.input, phrase, (bases[i] ?? 0).toFixed(2)]),
    );
    const missing = new Map(
      keys.map((key, i) => [key, phrases[i] ?? ""] as const).filter(([key]) => !kept.has(key)),
    );
    const logs = missing.size === 0 ? [] : await this.#ask(prompt, Array.from(missing.values()));
    for (const [i, key] of Array.from(missing.keys()).entries())
      kept.set(key, logs[i] ?? Number.NEGATIVE_INFINITY);
    const found = keys.map((key) => {
      const log = kept.get(key) ?? Number.NEGATIVE_INFINITY;
      kept.delete(key);
      kept.set(key, log);
      return log;
    });
    for (const key of kept.keys()) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(key);
    }
    return found;
  }

  async #ask(prompt: Prompt, phrases: readonly string[]): Promise<readonly number[]> {
    return this.#context.score(
      prompt,
      phrases.map((phrase) => ` ${phrase}`),
      ({ passes, computedTokens }) => {
        this.#passes += passes;
        this.#tokens += computedTokens;
      },
    );
  }
}

/** The result as the model sees it: a title, where it is from, and its text, each on one line. */
export function promptFor(
  { title, url, snippet }: Pick<FilterItem, "title" | "url" | "snippet">,
  { wording }: Reading,
  view: View,
): Prompt {
  const { labels, kind } = wording;
  const host = hostOf(url);
  const lines = [`${labels.title}: ${oneLine(title, MAX_TITLE)}`];
  if (host !== "") lines.push(`Site: ${host}`);
  const text = view === "text" ? oneLine(snippet, MAX_TEXT) : "";
  if (text !== "") lines.push(`${labels.text}: ${text}`);
  return { instruction: "", examples: [], labels: null, input: lines.join("\n"), prefix: kind };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
}

function oneLine(text: string, max: number): string {
  const line = text.replace(/[\s\p{C}]+/gu, " ").trim();
  // By characters as people count them, so that none is cut in two.
  return line.length <= max ? line : Array.from(line).slice(0, max).join("").trimEnd();
}

/** Rules that are asked about by the same sentence. */
function byLanguage(rules: readonly Asked[]): readonly (readonly Asked[])[] {
  const groups = new Map<Reading["wording"], Asked[]>();
  for (const rule of rules) {
    const group = groups.get(rule.reading.wording);
    if (group) group.push(rule);
    else groups.set(rule.reading.wording, [rule]);
  }
  return Array.from(groups.values());
}
