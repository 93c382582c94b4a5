/**
 * `npm run demo`: sets up what it needs, opens the built extension on a page in a browser, presses the toolbar button and runs a
 * task as a person would. Standard output carries the result and nothing else; `--help` tells the options.
 */
import { parseArgs } from "node:util";
import { ensureChrome } from "./lib/chrome.mjs";
import { ensureFirefox, ensureVulkan } from "./lib/firefox.mjs";
import { Stop, say } from "./lib/log.mjs";
import { BROWSERS, ensureBuild, ensureDependencies, extensionDir, requireNode } from "./lib/setup.mjs";

/** As in scripts/driver/demo/tasks.ts, which needs what is not installed yet. */
const TASKS = ["summarise", "reply", "filter"];
/** As in src/tasks/reply/input.ts. */
const INTENTS = ["answer", "accept", "decline", "thank", "ask", "postpone"];

const HELP = `npm run --silent demo -- [options]

Runs a task of the extension on a page, in a browser of its own.

  --task TASK           what to do: ${TASKS.join(", ")} (the first is the default)
  --page FILE_OR_URL    the page; by default a sample page of the project's for this task
  --intent INTENT       what the reply is to do: ${INTENTS.join(", ")}
  --rule WORDS          what the filter is to hide, in plain words
  --headless            show no window, and end when the task has
  --browser chromium|firefox
                        where (Chromium is the default)
  --engine webllm|cpu|fake
                        the model on the graphics card (the default) or on the processor, or the scripted engine of the tests
  --json                the last line on standard output is one JSON object
  --screenshot FILE.png the page and the panel, when the task has ended
  --help                this text

Without --headless, and with a display, the browser stays open until you close it or press Ctrl+C.
The exit status is 0 only when a result came out.`;

const ENGINES = ["webllm", "cpu", "fake"];

/** Exit statuses: the usual ones for a failure, a wrong command line, and Ctrl+C. */
const FAILED = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

/** @param {readonly string[]} args */
function readOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      task: { type: "string", default: "summarise" },
      page: { type: "string" },
      intent: { type: "string" },
      rule: { type: "string" },
      headless: { type: "boolean", default: false },
      browser: { type: "string", default: "chromium" },
      engine: { type: "string", default: "webllm" },
      json: { type: "boolean", default: false },
      screenshot: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (!TASKS.includes(values.task))
    throw new Error(`there is no task "${values.task}"; there are: ${TASKS.join(", ")}`);
  if (values.intent !== undefined && !INTENTS.includes(values.intent))
    throw new Error(`there is no intent "${values.intent}"; there are: ${INTENTS.join(", ")}`);
  if (!BROWSERS.some((name) => name === values.browser))
    throw new Error(`--browser is ${BROWSERS.join(" or ")}, not "${values.browser}"`);
  if (!ENGINES.includes(values.engine))
    throw new Error(`--engine is ${ENGINES.join(" or ")}, not "${values.engine}"`);
  if (values.screenshot !== undefined && !values.screenshot.toLowerCase().endsWith(".png"))
    throw new Error("--screenshot takes the name of a .png file");
  return values;
}

/** A window needs somewhere to be; Windows and macOS have that always. */
function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Makes sure of all that the demo needs.
 * @param {ReturnType<typeof readOptions>} options
 */
async function setUp(options) {
  requireNode();
  if (!options.headless && !hasDisplay()) {
    say("There is no display here: the browser runs without a window (--headless).");
    options.headless = true;
  }
  await ensureDependencies();
  const { browser, engine } = options;
  const program = await (browser === "firefox" ? ensureFirefox() : ensureChrome());
  if (browser === "firefox" && engine === "webllm") await ensureVulkan();
  await ensureBuild(browser);
  // What follows is TypeScript, and needs the dependencies that have just been made sure of.
  const { register } = await import("tsx/esm/api");
  register();
  const { findPage, runDemo } = await import("./driver/demo.ts");
  const page = await findPage(options.page, options.task);
  const model = engine === "fake" ? null : await fetchModel();
  const extension = extensionDir(browser);
  return () => runDemo({ ...options, program, extension, page, model }, interrupt.signal);
}

async function fetchModel() {
  const { ensureModel } = await import("./fetch-model.ts");
  return (await ensureModel({ quiet: !process.stderr.isTTY })).path;
}

let options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  say(`demo: ${error.message}\n\n${HELP}`);
  process.exit(MISUSED);
}
if (options.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}

const interrupt = new AbortController();
const interrupted = new Promise((_, reject) => {
  interrupt.signal.addEventListener("abort", () => reject(new Stop("interrupted")));
});
interrupted.catch(() => undefined);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => interrupt.abort());
try {
  // The set-up can be left at any point; the browser cannot, and ends in order when the signal tells it to.
  const demo = await Promise.race([setUp(options), interrupted]);
  await demo();
} catch (error) {
  if (interrupt.signal.aborted) process.exit(INTERRUPTED);
  process.exitCode = FAILED;
  say(`demo: ${error instanceof Stop ? error.message : (error.stack ?? error)}`);
}
