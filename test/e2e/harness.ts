/** What the end-to-end tests share: the built extension in a browser whose whole web is this process. */
import { afterAll, beforeAll, expect } from "vitest";
import type { Browser, BrowserOptions } from "../../scripts/driver/browser.ts";
import { Postil } from "../../scripts/driver/postil.ts";
import { PATIENCE_MS } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { Web } from "../../scripts/driver/web.ts";
import { ensureChrome } from "../../scripts/lib/chrome.mjs";
import { ensureFirefox, ensureVulkan } from "../../scripts/lib/firefox.mjs";
import { type BrowserName, ensureBuild, extensionDir } from "../../scripts/lib/setup.mjs";
import { resultOf } from "../../src/messages/protocol.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { FERRY } from "./pages.ts";

/** How long is waited for what comes by itself. */
export const SOON = { timeout: PATIENCE_MS };

/** As slow that a job is in its middle for half a minute: whatever happens there does so in time, also on a busy machine. */
export const SLOW_MS = 300;
export const SLOW: Partial<Settings> = { engine: "scripted", scriptedDelayMs: SLOW_MS };

export interface Stage {
  readonly web: Web;
  readonly postil: Postil;
  readonly browser: Browser;
  /** Closes all tabs but one empty one, forgets the jobs, and sets the engine for the next ones. */
  reset(settings?: Partial<Settings>): Promise<void>;
  close(): Promise<void>;
}

/** Starts a browser without a window, with the production build in it and every host but this process refused. */
export async function openStage(name: BrowserName, options: Partial<BrowserOptions> = {}): Promise<Stage> {
  const program = await (name === "firefox" ? ensureFirefox() : ensureChrome());
  if (name === "firefox" && (options.gpu ?? "none") !== "none") await ensureVulkan();
  await ensureBuild(name);
  const web = await Web.start();
  const postil = await Postil.launch(name, {
    program,
    extension: extensionDir(name),
    headless: true,
    gpu: "none",
    proxy: web.proxy,
    trust: web.fingerprint,
    ...options,
  });
  const { browser } = postil;
  return {
    web,
    postil,
    browser,
    async reset(settings = { engine: "scripted", scriptedDelayMs: QUICK_MS }) {
      await browser.closeTabs();
      await browser.destroyHost();
      await postil.forgetJobs();
      await postil.setSettings(settings);
    },
    async close() {
      await postil.close();
      await web.close();
    },
  };
}

/** A stage for all tests of the suite that this is called in: there while they run. */
export function useStage(name: BrowserName, options?: Partial<BrowserOptions>): Stage {
  let stage: Stage | undefined;
  const open = (): Stage => {
    if (!stage) throw new Error("the stage is open while tests run");
    return stage;
  };
  beforeAll(async () => {
    stage = await openStage(name, options);
  });
  afterAll(() => stage?.close());
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
  };
}

/** Opens a page, begins a job on it, and waits until something is written. */
export async function inTheMiddle(stage: Stage): Promise<{ page: View; panel: View; jobId: string }> {
  const opened = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
  await stage.postil.press(opened.panel, "summarise");
  const { jobs } = await stage.postil.waitForState(opened.panel, ({ jobs }) => {
    const notes = resultOf(jobs.at(-1), "notes");
    // Between two points no draft is there.
    return (
      jobs.at(-1)?.status === "running" && ((notes?.draft ?? "") !== "" || (notes?.points.length ?? 0) > 0)
    );
  });
  return { ...opened, jobId: jobs.at(-1)?.id ?? "" };
}

/** Milliseconds for a piece of text where nothing happens in the middle. */
export const QUICK_MS = 10;
/** Milliseconds for a piece of text of the next host of the engine; the one that there is goes on as it does. */
export async function setPace(panel: View, scriptedDelayMs: number): Promise<void> {
  // By the panel: another tab in front would be another scenario.
  await panel.call(async (delayMs: number) => {
    const { settings } = (await chrome.storage.local.get("settings")) as { settings: object };
    await chrome.storage.local.set({ settings: { ...settings, scriptedDelayMs: delayMs } });
  }, scriptedDelayMs);
}

/** No part of the extension went to the network, and none complained into its console. */
export async function expectQuiet(stage: Stage, ...views: readonly View[]): Promise<void> {
  expect(stage.web.foreignRequests).toEqual([]);
  for (const view of views) expect(await view.errors()).toEqual([]);
}
