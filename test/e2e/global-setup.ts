/** Once before the end-to-end tests, which run side by side: the browsers and a build for each. */
import { ensureChrome } from "../../scripts/lib/chrome.mjs";
import { ensureFirefox } from "../../scripts/lib/firefox.mjs";
import { BROWSERS, ensureBuild } from "../../scripts/lib/setup.mjs";

export default async function setup(): Promise<void> {
  await ensureChrome();
  await ensureFirefox();
  for (const browser of BROWSERS) await ensureBuild(browser);
}
