/** What the filter's screen is drawn from, besides the view: handed down past screens that know nothing of it. */
import { createContext } from "preact";
import type { FilterCommand } from "../../messages/filter-protocol.ts";
import type { SearchSiteId } from "../../sites/search-site.ts";
import type { RuleBook } from "../../tasks/filter/rules.ts";
import type { ChangeRules } from "../../ui/rules/kept-rules.ts";
import type { FilterSeen } from "./desk.ts";

export interface FilterActions {
  start(then?: "pick" | "biggest"): Promise<void>;
  command(type: FilterCommand["type"]): Promise<void>;
  /** Resolves with whether the switch now stands so. */
  switch(site: SearchSiteId, on: boolean): Promise<boolean>;
  readonly change: ChangeRules;
}

export interface FilterPart {
  readonly seen: FilterSeen;
  /** Null until the rules are read. */
  readonly book: RuleBook | null;
  readonly actions: FilterActions;
}

export const FilterContext = createContext<FilterPart | null>(null);
