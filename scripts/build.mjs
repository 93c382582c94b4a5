/** `npm run build`: the extension for one browser, in `dist/chromium` or `dist/firefox`. */
import { parseArgs } from "node:util";
import { Stop, say } from "./lib/log.mjs";
import { BROWSERS, build, extensionDir, requireNode } from "./lib/setup.mjs";

const HELP = `npm run build -- [--browser chromium|firefox]

Builds the extension for Chromium and Chrome (the default) into dist/chromium, or for Firefox into dist/firefox.`;

try {
  const { values } = parseArgs({
    options: { browser: { type: "string", default: "chromium" }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
  } else {
    const browser = BROWSERS.find((name) => name === values.browser);
    if (!browser) throw new Stop(`--browser is ${BROWSERS.join(" or ")}, not "${values.browser}"\n\n${HELP}`);
    requireNode();
    await build(browser);
    say(`Built: ${extensionDir(browser)}`);
  }
} catch (error) {
  process.exitCode = 1;
  say(`build: ${error instanceof Stop ? error.message : (error.stack ?? error)}`);
}
