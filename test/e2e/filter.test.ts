/** The filter on pages of search engines: what is folded, what the line does, and that all stays visible when anything fails. */
import { readFileSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import type { Settings } from "../../src/settings/settings.ts";
import { SEARCH_SITES } from "../../src/sites/search/registry.ts";
import { SEARCH_FIXTURES } from "../fixtures/search/pages.ts";
import { expectCalm, hide, SCRIPTED, SOON, shown, useFilterStage } from "./search-stage.ts";

interface Result {
  readonly title: string;
  readonly url: string;
}
const resultsOf = (name: string): [Result, Result] =>
  JSON.parse(readFileSync(`test/fixtures/search/${name}.json`, "utf8"));

/** Those that the filter runs on by itself once they are switched on. */
const BY_THEMSELVES = SEARCH_FIXTURES.map(({ name }) => name).filter((name) =>
  SEARCH_SITES.some(({ id, matches }) => id === name && matches.length > 0),
);
const MUSEUM = "Ovens of the village museum";
const BREAD = "Build a bread oven from clay";
const crowd = (count: number): string =>
  `<!doctype html><html lang="en"><title>x</title><body><ol id="b_results">${[
    BREAD,
    MUSEUM,
    ...Array.from({ length: count - 2 }, (_, n) => `Result ${n}`),
  ]
    .map((title, n) => `<li class="b_algo"><h2><a href="https://site${n}.example/">${title}</a></h2></li>`)
    .join("")}</ol><a class="sb_pagN" href="/search?q=x&first=11">Next</a>`;
/** So many results that judging them takes many seconds, and something can happen in the middle. */
const CROWD = crowd(42);
/** Milliseconds for a result. */
const UNHURRIED: Partial<Settings> = { ...SCRIPTED, scriptedDelayMs: 300 };

/** A rule for one result of each engine. */
const ONE_EACH = Array.from(new Set(BY_THEMSELVES.map((name) => resultsOf(name)[1].title)), hide);

describe.each(BROWSERS)("%s", (browser) => {
  const stage = useFilterStage(browser);
  const button = (key: string) => ({ role: "button", name: stage.postil.words.pattern(key) });

  describe("each engine", () => {
    // Set once for all of them, as resetting takes longer than a page does.
    beforeAll(() => stage.begin({ rules: ONE_EACH }));

    test.each(BY_THEMSELVES)("%s: what the rule says is folded, and nothing else", async (name) => {
      const [kept, folded] = resultsOf(name);
      const page = await stage.openSearch(name);
      const state = await stage.waitFor(({ status, place }) => status === "done" && place === name);
      expect(state).toMatchObject({ isAsDescribed: true, folded: 1, error: null });
      expect(state.of).toBe(resultsOf(name).length);
      const seen = (await shown(page)).join("\n");
      expect(seen).toContain(kept.title.slice(0, 12));
      expect(seen).not.toContain(folded.title);
      const label = stage.postil.words.of("fold_label").replace("$TITLE$", folded.title);
      await page.find({ role: "group", name: label });
      await page.find(button("fold_stay"));
      await expect.poll(() => stage.badge(), SOON).toBe("1");
      await expectCalm(stage, page);
      await page.close();
    });
  });

  describe("each engine, when nothing can judge", () => {
    beforeAll(() => stage.begin({ rules: ONE_EACH }, { engine: "auto" }));

    test.each(BY_THEMSELVES)("%s: every result stays", async (name) => {
      const page = await stage.openSearch(name);
      const { error, folded } = await stage.waitFor(
        ({ status, place }) => status === "failed" && place === name,
      );
      expect([error?.code, folded]).toEqual(["model-missing", 0]);
      const seen = await page.text();
      for (const { title } of resultsOf(name)) expect(seen).toContain(title.slice(0, 12));
      await page.close();
    });
  });

  describe("a page", () => {
    beforeEach(() => stage.begin({ rules: [hide(MUSEUM)] }));

    test("shows a result and folds it again", async () => {
      const page = await stage.openSearch("bing");
      await page.click(button("fold_show"));
      expect(await shown(page)).toContain(MUSEUM);
      await stage.waitFor(({ folded }) => folded === 0);
      await expect.poll(() => stage.badge(), SOON).toBe("");
      await page.click(button("fold_hide"));
      await stage.waitFor(({ folded }) => folded === 1);
      expect(await shown(page)).not.toContain(MUSEUM);
    });

    test("has a folded result on one line where a page is as wide as engines' are", async () => {
      const page = await stage.openSearch("bing");
      await page.find(button("fold_show"));
      const height = (width: number): Promise<number> =>
        page.call((pixels: number) => {
          const list = document.querySelector<HTMLElement>("#b_results");
          if (list) list.style.cssText = `width: ${pixels}px; padding: 0; font-family: sans-serif`;
          const box = [...document.querySelectorAll<HTMLElement>("li.b_algo")].find(
            (one) => one.style.display === "none",
          );
          return box?.previousElementSibling?.getBoundingClientRect().height ?? Number.NaN;
        }, width);
      expect(await height(652)).toBeLessThan(45);
      expect(await height(300)).toBeLessThan(120);
    });

    test("keeps what should stay, also as an example for the rule", async () => {
      const page = await stage.openSearch("bing");
      await page.click(button("fold_stay"));
      expect(await shown(page)).toContain(MUSEUM);
      const rules = (): Promise<string> =>
        stage.postil.inExtension(async () => JSON.stringify(await chrome.storage.local.get("rules")));
      await expect.poll(rules, SOON).toContain('"fold":false');
    });

    test("never folds a site again that the user has freed, on this page or the next", async () => {
      const page = await stage.openSearch("bing");
      await page.click(button("fold_never"));
      expect(await shown(page)).toContain(MUSEUM);
      await expect
        .poll(
          () => stage.postil.inExtension(async () => JSON.stringify(await chrome.storage.local.get("rules"))),
          SOON,
        )
        .toContain("@*://*.museum.example/*");
      const next = await stage.openSearch("google");
      await stage.waitFor(({ status, place }) => status === "done" && place === "google");
      expect(await shown(next)).toContain(MUSEUM);
    });

    test("folds by address without any engine, and shows the rest when there is none", async () => {
      await stage.begin({ rules: [hide(BREAD)], siteRules: "site:museum.example" }, { engine: "auto" });
      const page = await stage.openSearch("bing");
      const { error, folded } = await stage.waitFor(({ status }) => status === "failed");
      expect([error?.code, folded]).toEqual(["model-missing", 1]);
      const titles = await shown(page);
      expect(titles).toContain(BREAD);
      expect(titles).not.toContain(MUSEUM);
    });

    test("shows everything when the engine is lost in the middle", async () => {
      await stage.begin({ rules: [hide(BREAD), hide(MUSEUM)] }, UNHURRIED);
      const page = await stage.openSearch("bing", CROWD);
      await stage.waitFor(({ judged, status }) => judged > 0 && status === "judging");
      await stage.postil.setSettings(SCRIPTED);
      await stage.browser.destroyHost();
      if (browser === "chromium") {
        await stage.waitFor(({ status }) => status === "failed");
        expect(await shown(page)).toEqual(expect.arrayContaining([BREAD, MUSEUM]));
      } else {
        // There the background goes with its engine, and the page asks the next one.
        await stage.waitFor(({ status, folded }) => status === "done" && folded === 2);
      }
    });

    test("of 500 results is judged whole, and folds what it should", async () => {
      await stage.begin({ rules: [hide(MUSEUM)] }, { ...SCRIPTED, scriptedDelayMs: 0 });
      const page = await stage.openSearch("bing", crowd(500));
      const state = await stage.waitFor(({ status, of }) => status === "done" && of === 500);
      expect(state).toMatchObject({ folded: 1, error: null });
      const titles = await shown(page);
      expect(titles).toContain("Result 497");
      expect(titles).not.toContain(MUSEUM);
    });

    test("asks again when the background was stopped in the middle", async () => {
      await stage.begin({ rules: [hide(MUSEUM)] }, UNHURRIED);
      await stage.openSearch("bing", CROWD);
      await stage.waitFor(({ status }) => status === "judging");
      await stage.browser.stopBackground();
      await stage.waitFor(({ status, folded }) => status === "done" && folded === 1);
    });

    test("folds what endless scrolling brings, and keeps what is folded", async () => {
      const page = await stage.openSearch("duckduckgo");
      await stage.waitFor(({ folded }) => folded === 1);
      await page.call(
        (titles: string[]) => {
          const list = document.querySelector(".react-results--main");
          const item = list?.querySelector("li:has([data-testid='result'])");
          for (const title of titles) {
            const copy = item?.cloneNode(true) as Element;
            const link = copy.querySelector("a") as HTMLAnchorElement;
            link.href = "https://other.example/";
            link.textContent = title;
            list?.append(copy);
          }
        },
        [MUSEUM, "A third page"],
      );
      const state = await stage.waitFor(({ of, status }) => of === 4 && status === "done");
      expect(state.folded).toBe(2);
      expect(await shown(page)).toContain("A third page");
    });

    test("follows a page that goes on to other results without loading", async () => {
      const page = await stage.openSearch("duckduckgo");
      await stage.waitFor(({ folded }) => folded === 1);
      await page.call((museum: string) => {
        history.pushState(null, "", "?q=other&ia=web");
        const [first, second] = document.querySelectorAll("article[data-testid='result'] h2 a");
        if (first) first.textContent = museum;
        if (second) second.textContent = "Another page";
      }, MUSEUM);
      await expect.poll(() => shown(page), SOON).toContain("Another page");
      await expect.poll(() => shown(page), SOON).not.toContain(MUSEUM);
      // A page of pictures is none of results.
      await page.call(() => {
        history.pushState(null, "", "?q=other&ia=images");
        document.body.append("x");
      });
      await expect.poll(() => shown(page), SOON).toContain(MUSEUM);
    });

    test("unfolds everything when it is told to, and leaves the page alone", async () => {
      const page = await stage.openSearch("bing");
      await stage.waitFor(({ folded }) => folded === 1);
      await stage.command("undo");
      await stage.waitFor(({ status, folded }) => status === "undone" && folded === 0);
      expect(await shown(page)).toContain(MUSEUM);
      await stage.command("again");
      await stage.waitFor(({ status, folded }) => status === "done" && folded === 1);
    });

    test("says that a page is not built as described, and touches nothing", async () => {
      const html =
        "<title>x</title><main><div class=new><h2><a href='https://museum.example/'>Ovens</a></h2></div></main>";
      const page = await stage.openSearch("bing", html);
      const state = await stage.waitFor(({ place }) => place === "bing");
      expect(state).toMatchObject({ isAsDescribed: false, of: 0, status: "idle" });
      expect(await page.evaluate("document.querySelector('main').outerHTML")).not.toContain("style");
    });

    test("does nothing without rules", async () => {
      await stage.begin({});
      await stage.openSearch("bing");
      await stage.waitFor(({ status }) => status === "off");
    });
  });
});
