/**
 * What one page's script is answered: lines about addresses first, which need no model, then what is known from earlier, then
 * the model. What comes while the model works waits, as a tab has one such job at a time.
 */
import { asPostilError, type PostilError } from "../../errors.ts";
import {
  type FilterAnswer,
  type FilterAsk,
  type FilteredPlace,
  MAX_ASKED,
  type PageVerdict,
} from "../../messages/filter-protocol.ts";
import type { FilterItem } from "../../tasks/filter/input.ts";
import {
  checkRules,
  parseSiteRules,
  type Rule,
  type RuleBook,
  rulesFor,
  type SiteRules,
  siteVerdict,
} from "../../tasks/filter/rules.ts";
import type { Verdict } from "../../tasks/task.ts";
import type { JudgeRequest } from "./judging.ts";
import type { findVerdicts, keepVerdicts } from "./verdict-cache.ts";

/** Messages that one job answers: the task takes no more than 1000 results. */
const ASKS_AT_ONCE = 1000 / MAX_ASKED;

export interface PageFilterMeans {
  loadRules(): Promise<RuleBook>;
  /** Resolves with what tells the model from others. */
  judge(request: JudgeRequest): Promise<string>;
  /** Of verdicts of earlier; see `verdict-cache.ts`. */
  readonly cache: { readonly find: typeof findVerdicts; readonly keep: typeof keepVerdicts };
  /** Tells the page's script; one that is gone hears nothing. */
  tell(answer: FilterAnswer): void;
  readonly tabId: number;
  readonly page: { readonly url: string; readonly title: string };
}

export class PageFilter {
  readonly #means: PageFilterMeans;
  readonly #gone = new AbortController();
  #waiting: FilterAsk[] = [];
  #working = false;
  #asked = 0;
  /** The lines about addresses as they were last: a page that scrolls on and on is asked about many times. */
  #lines: { readonly text: string; readonly rules: SiteRules } | null = null;

  constructor(means: PageFilterMeans) {
    this.#means = means;
  }

  ask(ask: FilterAsk): void {
    this.#waiting.push(ask);
    this.#asked += ask.items.length;
    if (!this.#working) void this.#work();
  }

  /** Something was asked that is not understood: its results would wait for ever. */
  refuse(error: PostilError): void {
    this.#waiting = [];
    this.#means.tell({ type: "error", error: error.toReport() });
  }

  /** The page's script is gone: what it has asked nobody waits for. */
  end(): void {
    this.#waiting = [];
    this.#gone.abort();
  }

  async #work(): Promise<void> {
    this.#working = true;
    try {
      while (this.#waiting.length > 0) {
        const [first] = this.#waiting;
        const place = (first as FilterAsk).place;
        const asks = this.#waiting.filter((ask) => ask.place === place).slice(0, ASKS_AT_ONCE);
        this.#waiting = this.#waiting.filter((ask) => !asks.includes(ask));
        const goesOn = await this.#answer(
          place,
          asks.flatMap(({ items }) => items),
        );
        if (!goesOn) this.#waiting = [];
      }
      if (!this.#gone.signal.aborted) this.#means.tell({ type: "done", of: this.#asked });
    } catch (thrown) {
      this.#waiting = [];
      if (this.#gone.signal.aborted) return;
      this.#means.tell({ type: "error", error: asPostilError(thrown).toReport() });
    } finally {
      this.#working = false;
    }
  }

  /** @returns false when there is nothing to filter by */
  async #answer(place: FilteredPlace, items: readonly FilterItem[]): Promise<boolean> {
    const book = await this.#means.loadRules();
    const rules = rulesFor(book.rules, place);
    const siteRules = this.#rulesIn(book.siteRules);
    if (rules.length === 0 && siteRules.count === 0) {
      this.#means.tell({ type: "off" });
      return false;
    }
    const open: FilterItem[] = [];
    const byAddress: PageVerdict[] = [];
    for (const item of items) {
      const verdict = siteVerdict(siteRules, item.url, item.title);
      if (verdict === undefined && rules.length > 0) open.push(item);
      else byAddress.push(addressVerdict(item.id, verdict));
    }
    this.#tell(byAddress);
    if (open.length > 0) await this.#askModel(rules, book, open);
    return true;
  }

  #rulesIn(text: string): SiteRules {
    if (this.#lines?.text !== text) this.#lines = { text, rules: parseSiteRules(text).rules };
    return this.#lines.rules;
  }

  async #askModel(rules: readonly Rule[], book: RuleBook, items: readonly FilterItem[]): Promise<void> {
    checkRules(rules);
    const { cache, judge, tabId, page } = this.#means;
    const ids = new Set(rules.map(({ id }) => id));
    const corrections = book.corrections.filter(({ rule }) => ids.has(rule));
    const asked = { rules: [...rules], corrections };
    const known = await cache.find(asked, items).catch((thrown: unknown) => {
      console.warn("postil: kept verdicts cannot be read:", thrown);
      return [];
    });
    this.#tell(known.map((verdict) => ruleVerdict(verdict, rules)));
    const knownIds = new Set(known.map(({ id }) => id));
    const unknown = items.filter(({ id }) => !knownIds.has(id));
    if (unknown.length === 0) return;
    const final = new Map<string, Verdict>();
    const model = await judge({
      tabId,
      page,
      input: { ...asked, items: unknown },
      onVerdicts: (verdicts) => {
        for (const verdict of verdicts) final.set(verdict.id, verdict);
        this.#tell(verdicts.map((verdict) => ruleVerdict(verdict, rules)));
      },
      signal: this.#gone.signal,
    });
    // Only what a job has come to the end with: a first, cheap look may be overruled by a second.
    await cache.keep(asked, unknown, [...final.values()], model).catch((thrown: unknown) => {
      // They are in the page; the next page asks again.
      console.warn("postil: verdicts cannot be kept:", thrown);
    });
  }

  #tell(verdicts: readonly PageVerdict[]): void {
    if (verdicts.length > 0) this.#means.tell({ type: "verdicts", verdicts: [...verdicts] });
  }
}

function addressVerdict(id: string, verdict: "fold" | "keep" | undefined): PageVerdict {
  return verdict === "fold"
    ? { id, fold: true, why: { by: "address" } }
    : { id, fold: false, why: { by: "none" } };
}

function ruleVerdict({ id, rule, probability, fold }: Verdict, rules: readonly Rule[]): PageVerdict {
  const named = rules.find((one) => one.id === rule);
  if (!named) return { id, fold: false, why: { by: "none" } };
  const { kind, text } = named;
  return { id, fold, why: { by: "rule", rule: named.id, kind, text: text.trim(), probability } };
}
