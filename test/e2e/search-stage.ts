/** Search engines for the end-to-end tests of the filter: fixtures at their own addresses, and an extension that may filter them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { PATIENCE_MS, until } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { type BrowserName, ensureBuild, extensionDir } from "../../scripts/lib/setup.mjs";
import type { FilterCommand, TabFilter } from "../../src/messages/filter-protocol.ts";
import type { Settings } from "../../src/settings/settings.ts";
import type { Rule, RuleBook } from "../../src/tasks/filter/rules.ts";
import { SEARCH_FIXTURES } from "../fixtures/search/pages.ts";
import { openStage, type Stage } from "./harness.ts";

export { SOON } from "./harness.ts";

export interface FilterStage extends Stage {
  /** Sets the engine and the rules for what is opened from now on. */
  begin(book: Partial<RuleBook>, settings?: Partial<Settings>): Promise<void>;
  /** Opens an engine's fixture at its address, or `html` there. */
  openSearch(name: string, html?: string): Promise<View>;
  /** What the filter says it does in the tab in front. */
  state(): Promise<TabFilter | null>;
  /** Commands the filter in the tab in front, as the panel does. */
  command(type: FilterCommand["type"]): Promise<TabFilter | null>;
  waitFor(fits: (state: TabFilter) => boolean): Promise<TabFilter>;
  badge(): Promise<string>;
}

/** The engine of the tests. */
export const SCRIPTED: Partial<Settings> = { engine: "scripted", scriptedDelayMs: 1 };

export const hide = (text: string): Rule => ({
  id: `hide ${text}`.slice(0, 64),
  text,
  kind: "hide",
  on: true,
  sites: "everywhere",
});

export const fixtureOf = (name: string): string => readFileSync(`test/fixtures/search/${name}.html`, "utf8");

/** The titles that a reader of the page sees, in its order. */
export function shown(page: View): Promise<string[]> {
  return page.call(() => {
    const titles = Array.from(document.querySelectorAll<HTMLElement>("h2, h3, a > .title"));
    return titles.filter((title) => title.getClientRects().length > 0).map((title) => title.innerText.trim());
  });
}

/** Nothing was asked of any host but the engines', and nobody complained. */
export async function expectCalm(stage: Stage, ...views: readonly View[]): Promise<void> {
  const engines = new Set(SEARCH_FIXTURES.map(({ url }) => new URL(url).hostname));
  expect(stage.web.foreignRequests.filter(({ host }) => !engines.has(host))).toEqual([]);
  for (const view of views) expect(await view.errors()).toEqual([]);
}

/**
 * A stage for all tests of a suite whose extension has been granted every engine that it may ask for, as no program can
 * answer the browser's question: the build with its optional hosts as granted ones.
 */
export function useFilterStage(name: BrowserName, { granted = true } = {}): FilterStage {
  let stage: Stage | undefined;
  let folder = "";
  const open = (): Stage => {
    if (!stage) throw new Error("the stage is open while tests run");
    return stage;
  };
  const pages = new Map<string, string>();
  beforeAll(async () => {
    await ensureBuild(name);
    folder = mkdtempSync(join(tmpdir(), "postil-granted-"));
    cpSync(extensionDir(name), folder, { recursive: true });
    if (granted) grantAll(folder);
    stage = await openStage(name, { extension: folder });
    for (const host of new Set(SEARCH_FIXTURES.map(({ url }) => new URL(url).hostname)))
      stage.web.putHost(host, (request, response) => {
        const html = pages.get(host + (request.url ?? ""));
        if (html === undefined) response.writeHead(404).end();
        else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
      });
  });
  afterAll(async () => {
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const command = async (type: FilterCommand["type"]): Promise<TabFilter | null> => {
    const background = await open().browser.background();
    try {
      return await background.call(async (wanted: string) => {
        const tabs = await chrome.tabs.query({ active: true });
        const ask = (id = -1): Promise<TabFilter | null> =>
          chrome.tabs.sendMessage(id, { target: "filter", type: wanted }).catch(() => null);
        return (await Promise.all(tabs.map(({ id }) => ask(id)))).find(Boolean) ?? null;
      }, type);
    } finally {
      await background.detach();
    }
  };
  const state = (): Promise<TabFilter | null> => command("look");
  return {
    get web() {
      return open().web;
    },
    get postil() {
      return open().postil;
    },
    get browser() {
      return open().browser;
    },
    reset: (settings) => open().reset(settings),
    close: () => open().close(),
    async begin(book, settings = SCRIPTED) {
      await open().reset(settings);
      const rules: RuleBook = { version: 1, rules: [], siteRules: "", corrections: [], ...book };
      await open().postil.inExtension((stored) => chrome.storage.local.set({ rules: stored }), rules);
    },
    async openSearch(name, html = fixtureOf(name)) {
      const fixture = SEARCH_FIXTURES.find((one) => one.name === name);
      if (!fixture) throw new Error(`no fixture ${name}`);
      const { hostname, pathname, search } = new URL(fixture.url);
      pages.set(hostname + pathname + search, html);
      return open().postil.openPage(fixture.url);
    },
    command,
    state,
    async waitFor(fits) {
      let seen: TabFilter | null = null;
      const look = async (): Promise<TabFilter | null> => {
        seen = await state();
        return seen !== null && fits(seen) ? seen : null;
      };
      return until(look, PATIENCE_MS, "such a state of the filter").catch((thrown: Error) => {
        throw new Error(`${thrown.message}; the last one is ${JSON.stringify(seen)}`, { cause: thrown });
      });
    },
    async badge() {
      const background = await open().browser.background();
      try {
        return await background.call(async () => {
          const tabs = await chrome.tabs.query({ active: true });
          const texts = await Promise.all(
            tabs.map(({ id = -1 }) => chrome.action.getBadgeText({ tabId: id })),
          );
          return texts.join("");
        });
      } finally {
        await background.detach();
      }
    },
  };
}

function grantAll(folder: string): void {
  const path = join(folder, "manifest.json");
  const { optional_host_permissions: hosts, ...manifest } = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...manifest, host_permissions: hosts }));
}
