/**
 * `npm run bench:engine`: measures the engines in the built extension, in a browser of its own, by the bench that the settings
 * page has. Standard output carries the result and nothing else; `--help` tells the options.
 */
import { parseArgs } from "node:util";
import { Stop } from "./lib/log.mjs";
import { loadTypeScript, runScript } from "./lib/typescript.mjs";

/** As in src/messages/bench-protocol.ts, which needs what is not installed yet; the slowest last. */
const ENGINES = ["webllm", "cpu", "webllm-default-schedule"];
const PROMPTS = [32, 256, 1024];

const HELP = `npm run --silent bench:engine -- [options]

Measures Gemma 3 270M in the built extension: load, prompts, decoding, and what a decoded token asks of WebGPU.

  --engines LIST     with commas between: ${ENGINES.join(", ")}; all by default
  --prompts LIST     lengths in tokens: ${PROMPTS.join(", ")}; all by default
  --repeat N         how often a figure is measured at most (3); what takes long is measured less often
  --browser chromium|firefox
                     where (Chromium is the default)
  --json             the last line on standard output is one JSON object
  --write            writes table and plot into docs/bench/
  --help             this text

"webllm-default-schedule" is built for it by the compiler, once, and needs what "npm run compile" needs. docs/bench/README.md says
how to read the result.`;

/**
 * @param {string | undefined} list
 * @param {readonly string[]} known
 * @param {string} option
 */
function listOf(list, known, option) {
  if (list === undefined) return [...known];
  const chosen = list.split(",").map((name) => name.trim());
  for (const name of chosen)
    if (!known.includes(name)) throw new Stop(`${option} knows ${known.join(", ")}, not "${name}".`);
  return known.filter((name) => chosen.includes(name));
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      engines: { type: "string" },
      prompts: { type: "string" },
      repeat: { type: "string", default: "3" },
      browser: { type: "string", default: "chromium" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const repeat = Number(values.repeat);
  if (!Number.isInteger(repeat) || repeat < 1 || repeat > 20)
    throw new Stop(`--repeat takes a whole number from 1 to 20, not "${values.repeat}".`);
  const { browser } = values;
  if (browser !== "chromium" && browser !== "firefox")
    throw new Stop(`--browser is chromium or firefox, not "${browser}".`);
  return {
    ...values,
    browser,
    plan: {
      engines: listOf(values.engines, ENGINES, "--engines"),
      prompts: listOf(values.prompts, PROMPTS.map(String), "--prompts").map(Number),
      repeat,
    },
  };
}

await runScript(async () => {
  const options = readOptions();
  if (options.help) return void process.stdout.write(`${HELP}\n`);
  const { main } = await loadTypeScript(() => import("./bench/engine.ts"));
  await main(options);
});
