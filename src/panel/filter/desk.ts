/** What the panel knows of the filter in the tab in front, and what it has it do there. */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { asPostilError, type ErrorReport, PostilError } from "../../errors.ts";
import * as filterClient from "../../messages/filter-client.ts";
import type { FilterCommand, TabFilter } from "../../messages/filter-protocol.ts";
import type { SearchSiteId } from "../../sites/search-site.ts";
import type { RuleBook } from "../../tasks/filter/rules.ts";
import type { EngineSwitches } from "../../ui/rules/engine-switches.ts";
import type { KeptRules } from "../../ui/rules/kept-rules.ts";
import type { TabEvents } from "../current-tab.ts";
import type { Tab } from "../view.ts";

/** Milliseconds after the last change of the rules in which the page is judged by them. */
const SETTLE_MS = 400;

export interface FilterSeen {
  /** Null where no filter runs in the tab in front. */
  readonly tab: TabFilter | null;
  /** Whether the filter runs by itself on this page; null until the browser has said. */
  readonly runsHere: boolean | null;
  /** Why the last thing that was asked for did not happen. */
  readonly error: ErrorReport | null;
}

export interface FilterMeans {
  watchTab(events: TabEvents): ReadonlySignal<Tab | null>;
  readonly rules: Pick<KeptRules, "book">;
  readonly switches: Pick<EngineSwitches, "on" | "refused" | "set">;
  readonly client?: Pick<typeof filterClient, "commandFilter" | "runsAt" | "startFilter" | "watchFilter">;
}

export class FilterDesk {
  readonly #client: NonNullable<FilterMeans["client"]>;
  readonly #switches: FilterMeans["switches"];
  readonly #tab: ReadonlySignal<Tab | null>;
  readonly #state = signal<TabFilter | null>(null);
  readonly #runsHere = signal<boolean | null>(null);
  readonly #refused = signal<ErrorReport | null>(null);
  readonly seen: ReadonlySignal<FilterSeen>;
  /** Counts what was heard of the tab: an answer that was overtaken is dropped. */
  #heard = 0;

  constructor({ watchTab, rules, switches, client = filterClient }: FilterMeans) {
    this.#client = client;
    this.#switches = switches;
    this.#tab = watchTab({
      onLeave: (tabId) => {
        if (tabId === this.#tab.peek()?.id) this.#hear(null);
      },
      onClosed: () => undefined,
      onGranted: (tabId) => {
        if (tabId === this.#tab.peek()?.id) void this.#ask(() => client.commandFilter(tabId, "look"));
      },
    });
    this.seen = computed(() => ({
      tab: this.#state.value,
      runsHere: this.#runsHere.value,
      error: this.#refused.value ?? switches.refused.value,
    }));
    const tabId = computed(() => this.#tab.value?.id);
    const url = computed(() => this.#tab.value?.url ?? "");
    effect(() => {
      const id = tabId.value;
      untracked(() => this.#hear(null));
      if (id === undefined) return undefined;
      void untracked(() => this.#ask(() => client.commandFilter(id, "look")));
      return client.watchFilter(id, (state) => this.#hear(state));
    });
    effect(() => {
      // Asked anew when a switch moves, whoever moved it.
      switches.on.value;
      const page = url.value;
      void client.runsAt(page).then((runs) => {
        if (page === url.peek()) this.#runsHere.value = runs;
      });
    });
    this.#followRules(rules.book);
  }

  /** Runs the filter on the page in front, by itself or not, then has it do something. */
  async start(then?: "pick" | "biggest"): Promise<void> {
    const id = this.#tab.peek()?.id;
    if (id === undefined) return;
    await this.#ask(async () => {
      const state = await this.#client.startFilter(id);
      // Software that anyone installs is known as an engine only once the page has been looked at; then there is nothing to point at.
      const isEngine =
        state !== null && state.place !== null && state.place !== "list" && state.isAsDescribed;
      if (then === undefined || isEngine) return state;
      const next = await this.#client.commandFilter(id, then);
      if (then === "biggest" && next?.place !== "list") throw new PostilError("page-without-list");
      return next;
    });
  }

  async command(type: FilterCommand["type"]): Promise<void> {
    const id = this.#tab.peek()?.id;
    if (id !== undefined) await this.#ask(() => this.#client.commandFilter(id, type));
  }

  /** To be called inside the user's own event, as the browser then asks the user. */
  async switch(site: SearchSiteId, on: boolean): Promise<boolean> {
    const url = this.#tab.peek()?.url ?? undefined;
    const done = this.#switches.set(site, on, url);
    this.#refused.value = null;
    if (!(await done)) return false;
    if (on) await this.start();
    return true;
  }

  async #ask(question: () => Promise<TabFilter | null>): Promise<void> {
    const heard = ++this.#heard;
    this.#refused.value = null;
    try {
      const state = await question();
      if (heard === this.#heard) this.#hear(state);
    } catch (thrown) {
      if (heard === this.#heard) this.#refused.value = asPostilError(thrown).toReport();
    }
  }

  #hear(state: TabFilter | null): void {
    this.#heard += 1;
    this.#state.value = state;
  }

  /** A page that is being filtered is judged anew when the rules have changed; what is left alone stays so. */
  #followRules(book: ReadonlySignal<RuleBook | null>): void {
    let known: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      if (book.value === null) return;
      const { rules, siteRules } = book.value;
      const now = JSON.stringify([rules, siteRules]);
      const isNews = known !== null && known !== now;
      known = now;
      if (!isNews) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const state = this.#state.peek();
        if (state !== null && state.place !== null && !["undone", "picking"].includes(state.status))
          void this.command("again");
      }, SETTLE_MS);
    });
  }
}
