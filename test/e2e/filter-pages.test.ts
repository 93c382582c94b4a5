/** The filter where it runs once, on a click: on software that anyone installs, and on lists of any page; and how still it keeps a page. */
import { beforeEach, describe, expect, test } from "vitest";
import type { CdpView } from "../../scripts/driver/cdp-view.ts";
import type { Firefox } from "../../scripts/driver/firefox.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import type { TabFilter } from "../../src/messages/filter-protocol.ts";
import { bing } from "../../src/sites/search/bing.ts";
import { hide, SOON, shown, useFilterStage } from "./search-stage.ts";

/** As `src/messages/filter-client.ts` does it, from a page of the extension. */
function command(panel: View, type: string): Promise<TabFilter> {
  return panel.call(async (wanted: string) => {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    const tabId = tab?.id ?? -1;
    if (wanted === "start")
      await chrome.scripting.executeScript({ target: { tabId }, files: ["/src/content/filter.js"] });
    return chrome.tabs.sendMessage(tabId, { target: "filter", type: wanted === "start" ? "look" : wanted });
  }, type);
}

const story = (title: string, n: number): string =>
  `<li class="story story-${n}"><h3><a href="/story/${n}">${title}</a></h3><p>Some words about number ${n}.</p></li>`;
const FRONT_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>The Harrow Gazette</title>
<nav><ul>${["Home", "Sport", "Letters", "Weather"].map((name) => `<li><a href="/${name}">${name}</a></li>`).join("")}</ul></nav>
<main><ul>${[
  "A second ferry for the island line",
  "Celebrity gossip from the harbour festival",
  "The bridge is closed until the summer",
  "Apple trees find new owners in the vale",
]
  .map(story)
  .join("")}</ul></main></html>`;

describe.each(BROWSERS)("%s, without any site granted", (browser) => {
  const stage = useFilterStage(browser, { granted: false });
  beforeEach(() => stage.begin({ rules: [hide("celebrity gossip")], siteRules: "site:museum.example" }));

  test("nothing runs by itself", async () => {
    const page = await stage.openSearch("bing");
    expect(await shown(page)).toContain("Ovens of the village museum");
    const registered = await stage.postil.inExtension(() => chrome.scripting.getRegisteredContentScripts());
    expect(registered).toEqual([]);
  });

  test("a click filters a page of SearXNG once", async () => {
    const page = await stage.openSearch("searxng");
    await stage.postil.pressButton(page);
    const panel = await stage.postil.panel();
    await command(panel, "start");
    await expect
      .poll(() => command(panel, "look"), SOON)
      .toMatchObject({ place: "searxng", folded: 1, status: "done" });
    expect(await shown(page)).not.toContain("תנורי מוזיאון הכפר");
  });

  test("a list of any page is found by its structure and filtered", async () => {
    const page = await stage.postil.openPage(stage.web.put("/front", { body: FRONT_PAGE }));
    await stage.postil.pressButton(page);
    const panel = await stage.postil.panel();
    expect(await command(panel, "start")).toMatchObject({ place: null, status: "idle" });
    await command(panel, "biggest");
    await expect
      .poll(() => command(panel, "look"), SOON)
      .toMatchObject({ place: "list", folded: 1, of: 4, status: "done" });
    expect(await shown(page)).not.toContain("Celebrity gossip from the harbour festival");
    expect(await shown(page)).toHaveLength(3);
  });

  test("a list that the user points at is filtered, and the click follows no link", async () => {
    const page = await stage.postil.openPage(stage.web.put("/front", { body: FRONT_PAGE }));
    await stage.postil.pressButton(page);
    const panel = await stage.postil.panel();
    await command(panel, "start");
    await command(panel, "pick");
    await page.find({ role: "status", name: /.*/ });
    await page.click({ role: "link", name: "The bridge is closed until the summer" });
    await expect
      .poll(() => command(panel, "look"), SOON)
      .toMatchObject({ place: "list", of: 4, folded: 1, status: "done" });
    expect(await page.evaluate("location.pathname")).toBe("/front");
    // Pointing at another list ends with nothing changed when it is given up.
    expect(await command(panel, "pick")).toMatchObject({ status: "picking" });
    await command(panel, "stop");
    await expect.poll(() => command(panel, "look"), SOON).toMatchObject({ status: "done", folded: 1 });
  });
});

// Firefox can be told to answer its own question; Chromium's belongs to a window that no program reaches.
describe("firefox, asked for a site", () => {
  const stage = useFilterStage("firefox", { granted: false });
  const prompts = (shown: boolean): Promise<void> =>
    (stage.browser as Firefox).ask("setPreference", "extensions.webextOptionalPermissionPrompts", shown);
  beforeEach(() => stage.begin({ siteRules: "site:museum.example" }));

  test("runs where it was granted, by itself, until the grant is taken back", async () => {
    await prompts(false);
    const change = (how: "request" | "remove"): Promise<boolean> =>
      stage.postil.inExtension(
        (verb: "request" | "remove", origins: string[]) => chrome.permissions[verb]({ origins }),
        how,
        [...bing.matches],
      );
    expect(await change("request")).toBe(true);
    const registered = (): Promise<number> =>
      stage.postil.inExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).length);
    await expect.poll(registered, SOON).toBe(1);
    await stage.openSearch("bing");
    await stage.waitFor(({ folded, status }) => folded === 1 && status === "done");
    expect(await change("remove")).toBe(true);
    await expect.poll(registered, SOON).toBe(0);
    const page = await stage.openSearch("bing");
    expect(await shown(page)).toContain("Ovens of the village museum");
    expect(await stage.state()).toBeNull();
  });
});

// The mouse is moved by DevTools, without a button.
describe("chromium, while results fold", () => {
  const stage = useFilterStage("chromium");
  const item = (n: number): string =>
    `<li class="b_algo" style="height:200px;overflow:hidden"><h2><a href="https://${n % 2 ? "museum" : "bread"}.example/${n}">Result ${n}</a></h2></li>`;
  const html = `<!doctype html><html lang="en"><title>x</title><body style="margin:0"><ol id="b_results" style="margin:0">${Array.from({ length: 20 }, (_, n) => item(n)).join("")}</ol><a class="sb_pagN" href="/search?q=x&first=11">Next</a>`;
  const topOf = (page: View, n: number): Promise<number> =>
    page.call((index: number) => {
      const box = document.querySelectorAll<HTMLElement>("li.b_algo")[index];
      return box?.getBoundingClientRect().top ?? Number.NaN;
    }, n);
  const point = (page: View, x: number, y: number): Promise<unknown> =>
    (page as CdpView).send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
  beforeEach(() => stage.begin({}));

  test("what lies under the mouse stays where it is, and is folded once the mouse has left", async () => {
    const page = await stage.openSearch("bing", html);
    await stage.waitFor(({ status }) => status === "off");
    await page.call(() => scrollTo(0, 1500));
    // Over result 9, which is to be folded.
    await point(page, 300, 350);
    const before = await topOf(page, 9);
    await stage.postil.inExtension(() =>
      chrome.storage.local.set({
        rules: { version: 1, rules: [], siteRules: "site:museum.example", corrections: [] },
      }),
    );
    await stage.browser.activate(page);
    await point(page, 301, 350);
    await stage.command("again");
    await stage.waitFor(({ folded }) => folded === 9);
    expect(Math.abs((await topOf(page, 9)) - before)).toBeLessThanOrEqual(1);
    expect(await shown(page)).toContain("Result 9");
    await point(page, 301, 20);
    await stage.waitFor(({ folded }) => folded === 10);
  });

  test("what has the focus is not folded, and what is read stays where it is", async () => {
    const page = await stage.openSearch("bing", html);
    await stage.waitFor(({ status }) => status === "off");
    await page.call(() => {
      document.querySelectorAll<HTMLElement>("li.b_algo a")[3]?.focus();
      scrollTo(0, 1450);
    });
    const before = await topOf(page, 8);
    await stage.postil.inExtension(() =>
      chrome.storage.local.set({
        rules: { version: 1, rules: [], siteRules: "site:museum.example", corrections: [] },
      }),
    );
    await stage.browser.activate(page);
    await stage.command("again");
    await stage.waitFor(({ folded }) => folded === 9);
    expect(await shown(page)).toContain("Result 3");
    expect(Math.abs((await topOf(page, 8)) - before)).toBeLessThanOrEqual(1);
    await page.call(() => (document.activeElement as HTMLElement).blur());
    await stage.waitFor(({ folded }) => folded === 10);
  });
});
