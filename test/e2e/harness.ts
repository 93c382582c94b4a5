/** What the end-to-end tests share: the built extension in a browser whose whole web is this process. */
import { expect } from "vitest";
import type { BrowserOptions } from "../../scripts/driver/browser.ts";
import { Postil } from "../../scripts/driver/postil.ts";
import type { View } from "../../scripts/driver/view.ts";
import { Web } from "../../scripts/driver/web.ts";
import { ensureChrome } from "../../scripts/lib/chrome.mjs";
import { EXTENSION, ensureBuild } from "../../scripts/lib/setup.mjs";
import type { Settings } from "../../src/settings/settings.ts";

export interface Stage {
  readonly web: Web;
  readonly postil: Postil;
  /** Closes all tabs but one empty one, forgets the jobs, and sets the engine for the next ones. */
  reset(settings?: Partial<Settings>): Promise<void>;
  close(): Promise<void>;
}

/** Starts a browser without a window, with the production build in it and every host but this process refused. */
export async function openStage(options: Partial<BrowserOptions> = {}): Promise<Stage> {
  const program = await ensureChrome();
  await ensureBuild();
  const web = await Web.start();
  const postil = await Postil.launch({
    program,
    extension: EXTENSION,
    headless: true,
    gpu: "none",
    proxy: web.proxy,
    trust: web.fingerprint,
    ...options,
  });
  return {
    web,
    postil,
    async reset(settings = { engine: "scripted", scriptedDelayMs: 10 }) {
      await postil.closeTabs();
      await postil.destroyHost();
      await postil.setSettings(settings);
    },
    async close() {
      await postil.close();
      await web.close();
    },
  };
}

/** No part of the extension went to the network, and none complained into its console. */
export function expectQuiet(stage: Stage, ...views: readonly View[]): void {
  expect(stage.web.foreignRequests).toEqual([]);
  for (const view of views) expect(view.errors).toEqual([]);
}
