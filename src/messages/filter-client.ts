/// <reference types="@crxjs/vite-plugin/client" />
/** The filter as the panel and the settings page work it: on which engines it runs by itself, and what it does in a tab. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import filter from "../content/filter.ts?script&iife";
import { PostilError } from "../errors.ts";
import { matchesPattern } from "../sites/registry.ts";
import { SEARCH_SITES } from "../sites/search/registry.ts";
import type { SearchSiteId } from "../sites/search-site.ts";
import { type FilterCommand, FilterNews, TabFilter } from "./filter-protocol.ts";

/** Addresses that are asked for in one question; an engine with more of them has one for every country. */
const MAX_ASKED_FOR = 5;

/** The match patterns that the user is asked for. Software that anyone installs has none: it is filtered on a click. */
export function patternsOf(site: SearchSiteId, pageUrl = ""): readonly string[] {
  const matches = SEARCH_SITES.find(({ id }) => id === site)?.matches ?? [];
  if (matches.length <= MAX_ASKED_FOR) return matches;
  const own = matches.find((pattern) => matchesPattern(pattern, pageUrl));
  return [...new Set([...matches.slice(0, 1), ...(own === undefined ? [] : [own])])];
}

/**
 * Asks the user to let the filter run by itself on an engine. To be called inside the user's own event, before anything is
 * awaited, or the browser refuses. Resolves with what the user says; the background does the rest.
 * @param pageUrl the page in front, which says which of an engine's countries is meant
 */
export function switchOn(site: SearchSiteId, pageUrl?: string): Promise<boolean> {
  const origins = patternsOf(site, pageUrl);
  if (origins.length === 0) return Promise.resolve(false);
  return browser.permissions.request({ origins: [...origins] });
}

/** Gives the permission back. Pages that are open stay as they are. */
export async function switchOff(site: SearchSiteId): Promise<void> {
  const origins = (await granted()).filter((origin) => belongsTo(site, origin));
  if (origins.length > 0) await browser.permissions.remove({ origins });
}

/** The engines on which the filter runs by itself. */
export async function switchedOn(): Promise<ReadonlySet<SearchSiteId>> {
  const origins = await granted();
  const on = SEARCH_SITES.filter(({ id }) => origins.some((origin) => belongsTo(id, origin)));
  return new Set(on.map(({ id }) => id));
}

/** Whether the filter runs by itself on this page: an engine may be switched on in one of its countries only. */
export async function runsAt(pageUrl: string): Promise<boolean> {
  const origins = await granted();
  const matches = SEARCH_SITES.flatMap((site) => site.matches);
  return matches.some((pattern) => origins.includes(pattern) && matchesPattern(pattern, pageUrl));
}

/** Calls `changed` when an engine was switched on or off, here or in the browser's settings. Returns how to stop that. */
export function onSwitched(changed: () => void): () => void {
  const { onAdded, onRemoved } = browser.permissions;
  for (const event of [onAdded, onRemoved]) event.addListener(changed);
  return () => {
    for (const event of [onAdded, onRemoved]) event.removeListener(changed);
  };
}

async function granted(): Promise<readonly string[]> {
  return (await browser.permissions.getAll()).origins ?? [];
}

function belongsTo(site: SearchSiteId, origin: string): boolean {
  return SEARCH_SITES.some(({ id, matches }) => id === site && matches.includes(origin));
}

/**
 * Runs the filter once on the page in front, which the user must have opened to Postil, and tells what it does there.
 * @throws PostilError `page-forbidden` when the browser keeps the page closed
 */
export async function startFilter(tabId: number): Promise<TabFilter | null> {
  try {
    await browser.scripting.executeScript({ target: { tabId }, files: [`/${filter.replace(/^\//u, "")}`] });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new PostilError("page-forbidden", { reason });
  }
  return commandFilter(tabId, "look");
}

/** Commands the filter of a tab, and resolves with what it does then; null where no filter runs. */
export async function commandFilter(tabId: number, type: FilterCommand["type"]): Promise<TabFilter | null> {
  const command: FilterCommand = { target: "filter", type };
  try {
    const state = v.safeParse(TabFilter, await browser.tabs.sendMessage(tabId, command, { frameId: 0 }));
    return state.success ? state.output : null;
  } catch {
    // Nobody is there to hear it.
    return null;
  }
}

/** Calls `changed` with each state of a tab's filter from now on. Returns how to stop that. */
export function watchFilter(tabId: number, changed: (state: TabFilter) => void): () => void {
  const listen = (raw: unknown, sender: browser.Runtime.MessageSender): undefined => {
    const news = v.safeParse(FilterNews, raw);
    if (news.success && sender.id === browser.runtime.id && sender.tab?.id === tabId)
      changed(news.output.state);
  };
  browser.runtime.onMessage.addListener(listen);
  return () => browser.runtime.onMessage.removeListener(listen);
}
