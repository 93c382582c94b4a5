/** What the end-to-end tests share: the built extension in a browser whose whole web is this process. */
import { afterAll, beforeAll, expect } from "vitest";
import type { Browser, BrowserOptions } from "../../scripts/driver/browser.ts";
import { Postil } from "../../scripts/driver/postil.ts";
import type { View } from "../../scripts/driver/view.ts";
import { Web } from "../../scripts/driver/web.ts";
import { ensureChrome } from "../../scripts/lib/chrome.mjs";
import { ensureFirefox, ensureVulkan } from "../../scripts/lib/firefox.mjs";
import { type BrowserName, ensureBuild, extensionDir } from "../../scripts/lib/setup.mjs";
import { resultOf } from "../../src/messages/protocol.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { FERRY } from "./pages.ts";

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
    async reset(settings = { engine: "scripted", scriptedDelayMs: 10 }) {
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

/** Opens a page, begins a job on it, and waits until it writes. */
export async function inTheMiddle(stage: Stage): Promise<{ page: View; panel: View; jobId: string }> {
  const opened = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
  await stage.postil.press(opened.panel, "summarise");
  const { jobs } = await stage.postil.waitForState(
    opened.panel,
    (state) => (resultOf(state.jobs.at(-1), "notes")?.draft ?? "") !== "",
  );
  return { ...opened, jobId: jobs.at(-1)?.id ?? "" };
}

/** No part of the extension went to the network, and none complained into its console. */
export async function expectQuiet(stage: Stage, ...views: readonly View[]): Promise<void> {
  expect(stage.web.foreignRequests).toEqual([]);
  for (const view of views) expect(await view.errors()).toEqual([]);
}
