/**
 * `npm run walk`: records the walk through the extension that the README shows, as pictures in `docs/screens/`, in light and
 * dark: first run, import of the model, loading, streaming, done. The real model writes the notes, which takes minutes without
 * a graphics card; `--engine scripted` has the scripted engine of the tests write them.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type HostState, resultOf } from "../src/messages/protocol.ts";
import { composeScreenshot } from "./driver/compose.ts";
import { Postil } from "./driver/postil.ts";
import type { View } from "./driver/view.ts";
import { Web } from "./driver/web.ts";
import { ensureModel } from "./fetch-model.ts";
import { ensureChrome } from "./lib/chrome.mjs";
import { Stop, say } from "./lib/log.mjs";
import { ROOT } from "./lib/run.mjs";
import { EXTENSION, ensureBuild } from "./lib/setup.mjs";

const SCREENS = join(ROOT, "docs", "screens");
const SCHEMES = ["light", "dark"] as const;
/** Small enough for pictures that a README shows at their own size. */
const WINDOW = { width: 1120, height: 720 };
/** Milliseconds between two pieces of the scripted engine's text: slow enough to be photographed. */
const SCRIPT_DELAY_MS = 150;
const PATIENCE_MS = 30 * 60_000;

/** The command. Throws `Stop` when an option is wrong, or something that is needed cannot be had. */
export async function main(): Promise<void> {
  const { values } = parseArgs({ options: { engine: { type: "string", default: "webllm" } } });
  if (values.engine !== "scripted" && values.engine !== "webllm")
    throw new Stop(`--engine is webllm or scripted, not "${values.engine}"`);
  await mkdir(SCREENS, { recursive: true });
  const program = await ensureChrome();
  await ensureBuild();
  const model = await ensureModel({ quiet: true });
  const web = await Web.start();
  const browser = { program, extension: EXTENSION, headless: true, proxy: web.proxy, size: WINDOW };
  try {
    const { postil } = await Postil.launchWithWebGpu("chromium", browser);
    try {
      await walk(postil, web, model.path, values.engine);
    } finally {
      await postil.close();
    }
  } finally {
    await web.close();
  }
}

async function walk(postil: Postil, web: Web, model: string, engine: "webllm" | "scripted"): Promise<void> {
  const picture = photographer(postil);
  await postil.setSettings({ engine: "webllm" });
  const { page, panel } = await postil.openOn(web.putFile(join(ROOT, "test", "fixtures", "sample.html")));
  await panel.waitForText(postil.words.of("welcome_title"));
  // The sample page is to be seen, not its cookie notice; its buttons have no script behind them.
  await page.evaluate("document.querySelector('[role=dialog]').remove()");
  await picture(panel, "first-run");

  await panel.click({ role: "checkbox", name: postil.words.of("terms_accept") });
  await panel.chooseFile({ role: "button", name: postil.words.of("use_file") }, model);
  const half = ({ model: { install } }: HostState): boolean =>
    install !== null && install.phase === "convert" && install.done > install.total * 0.4;
  await postil.waitForState(panel, (state) => half(state) || state.model.status === "ready", PATIENCE_MS);
  await picture(panel, "importing");
  await postil.waitForState(panel, ({ model: { status } }) => status === "ready", PATIENCE_MS);

  if (engine === "scripted") {
    await postil.setSettings({ engine: "scripted", scriptedDelayMs: SCRIPT_DELAY_MS });
    await postil.browser.destroyHost();
  }
  await postil.press(panel, "summarise", 30_000);
  await postil.waitForState(
    panel,
    ({ engine: { progress } }) => (progress?.fraction ?? 0) > 0.3,
    PATIENCE_MS,
  );
  await picture(panel, "loading");
  const writing = ({ jobs }: HostState): boolean => {
    const result = resultOf(jobs.at(-1), "notes");
    return result !== null && result.points.length > 0 && result.draft.length > 20;
  };
  await postil.waitForState(
    panel,
    (state) => writing(state) || state.jobs.at(-1)?.status === "done",
    PATIENCE_MS,
  );
  await picture(panel, "streaming", page);
  const job = await postil.waitForJob(panel, ["done", "failed", "cancelled"], PATIENCE_MS);
  if (job.status !== "done")
    throw new Error(`the notes were not written: ${job.error?.message ?? job.status}`);
  await panel.waitForText(postil.words.pattern("took"));
  await picture(panel, "done", page);
}

/** Photographs the panel, beside the page if given, in light and dark. */
function photographer(postil: Postil): (panel: View, name: string, page?: View) => Promise<void> {
  return async (panel, name, page) => {
    const views = page ? [page, panel] : [panel];
    for (const scheme of SCHEMES) {
      for (const view of views) await view.setColorScheme(scheme);
      const path = join(SCREENS, `${name}-${scheme}.png`);
      if (page) await composeScreenshot(postil.browser, { page, panel }, path);
      else await panel.screenshot(path);
      say(path);
    }
    for (const view of views) await view.setColorScheme("light");
  };
}
