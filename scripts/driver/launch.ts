/** Starts a browser by its name. */
import type { BrowserName } from "../lib/setup.mjs";
import type { Browser, BrowserOptions } from "./browser.ts";
import { Chromium } from "./chromium.ts";
import { Firefox } from "./firefox.ts";

/** Throws when the program cannot be started or ends at once, with what it said. */
export function launch(name: BrowserName, options: BrowserOptions): Promise<Browser> {
  return name === "firefox" ? Firefox.launch(options) : Chromium.launch(options);
}
