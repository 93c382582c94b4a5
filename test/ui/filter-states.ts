/** Fixed states of the panel's filter, for the gallery, its screenshots and tests. */
import { type ErrorCode, PostilError } from "../../src/errors.ts";
import type { TabFilter } from "../../src/messages/filter-protocol.ts";
import type { FilterPart } from "../../src/panel/filter/filter-context.ts";
import type { Known, Tab } from "../../src/panel/view.ts";
import type { Rule, RuleBook } from "../../src/tasks/filter/rules.ts";
import { hostWithoutModel, install, known, onProcessor, TAB } from "./states.ts";

export interface FilterState {
  readonly known: Known;
  readonly part: Omit<FilterPart, "actions">;
}

export function rule(change: Partial<Rule> = {}): Rule {
  return { id: "shops", text: "shopping pages", kind: "hide", on: true, sites: "everywhere", ...change };
}

export const BOOK: RuleBook = {
  version: 1,
  rules: [
    rule(),
    rule({ id: "lists", text: "lists of the ten best", sites: ["google", "bing"] }),
    rule({ id: "tests", text: "tests with measurements", kind: "only", on: false, sites: ["list"] }),
  ],
  siteRules: "# shops\n*://*.deskhaus.example/*\n@*://*.library.example/*",
  corrections: [
    { rule: "shops", title: "A desk of one’s own", snippet: "", url: "https://a.example/", fold: false },
    { rule: "lists", title: "Three desks measured", snippet: "", url: "https://b.example/", fold: false },
  ],
};

const EMPTY: RuleBook = { version: 1, rules: [], siteRules: "", corrections: [] };

export const SEARCH_TAB: Tab = {
  id: TAB.id,
  url: "https://www.google.de/search?q=standing+desk",
  title: "standing desk - Google Search",
};

export function tabFilter(change: Partial<TabFilter> = {}): TabFilter {
  return {
    place: "google",
    isAsDescribed: true,
    status: "done",
    folded: 3,
    judged: 10,
    of: 10,
    error: null,
    ...change,
  };
}

interface Change {
  readonly tab?: TabFilter | null;
  readonly book?: RuleBook;
  readonly runsHere?: boolean;
  readonly error?: ErrorCode;
  readonly known?: Partial<Known>;
}

/** A page of Google's on which the filter has done its work, with changes. */
export function filtered(change: Change = {}): FilterState {
  const { tab = tabFilter(), book = BOOK, runsHere = true, error, known: other } = change;
  return {
    known: known({ tab: SEARCH_TAB, ...other }),
    part: { book, seen: { tab, runsHere, error: error ? new PostilError(error).toReport() : null } },
  };
}

/** The filter on a page that is none of a search engine. */
function elsewhere(tab: TabFilter | null): FilterState {
  const chosen = new Map([[TAB.id, "filter" as const]]);
  return filtered({ tab, runsHere: false, known: { tab: TAB, chosen } });
}

/** Name → what is known, and what is known of the filter. */
export const FILTER_STATES: Readonly<Record<string, FilterState>> = {
  "filter-first": filtered({ tab: null, runsHere: false, book: EMPTY }),
  "filter-ready": filtered({ tab: null, runsHere: false }),
  "filter-judging": filtered({ tab: tabFilter({ status: "judging", judged: 4, folded: 1 }) }),
  "filter-judging-on-processor": filtered({
    tab: tabFilter({ status: "judging", judged: 0, folded: 0 }),
    known: { host: onProcessor("gpu-missing") },
  }),
  "filter-done": filtered(),
  "filter-done-none": filtered({ tab: tabFilter({ folded: 0 }) }),
  "filter-no-results": filtered({ tab: tabFilter({ folded: 0, judged: 0, of: 0 }) }),
  "filter-stopped": filtered({ tab: tabFilter({ status: "stopped", judged: 4, folded: 1 }) }),
  "filter-undone": filtered({ tab: tabFilter({ status: "undone", folded: 0 }) }),
  "filter-off": filtered({ tab: tabFilter({ status: "off", folded: 0, judged: 0 }), book: EMPTY }),
  "filter-failed": filtered({
    tab: tabFilter({ status: "failed", error: new PostilError("gpu-lost").toReport() }),
  }),
  "filter-unlike": filtered({
    tab: tabFilter({ isAsDescribed: false, status: "idle", folded: 0, judged: 0, of: 0 }),
  }),
  "filter-refused": filtered({ tab: null, runsHere: false, error: "permission-refused" }),
  "filter-without-model": filtered({
    tab: tabFilter({ status: "failed", folded: 1, error: new PostilError("model-missing").toReport() }),
    known: { host: hostWithoutModel() },
  }),
  "filter-fetching": filtered({ tab: null, known: { host: hostWithoutModel({ install: install() }) } }),
  "filter-elsewhere": elsewhere(null),
  "filter-picking": elsewhere(tabFilter({ place: null, status: "picking", folded: 0, judged: 0, of: 0 })),
  "filter-list": elsewhere(tabFilter({ place: "list", folded: 2, judged: 24, of: 24 })),
  "filter-list-gone": elsewhere(tabFilter({ place: "list", isAsDescribed: false, folded: 0, of: 0 })),
  "filter-faults": filtered({ book: { ...BOOK, siteRules: "shop.example\nnot an address\n/(/" } }),
  "filter-hostile": filtered({
    book: {
      ...BOOK,
      rules: [
        rule({ text: "<img src=x onerror=alert(1)> ".repeat(8) }),
        rule({ id: "long", text: "a".repeat(400), sites: ["an-engine-of-later"] }),
      ],
      siteRules: `${"b".repeat(300)}\n`,
    },
  }),
};
