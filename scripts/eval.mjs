/**
 * `npm run eval`: sets up what it needs and runs the scorecard of a task with the real model. Standard output carries the
 * result and nothing else; `--help` tells the options.
 */
import { parseArgs } from "node:util";
import { Stop } from "./lib/log.mjs";
import { loadTypeScript, runScript } from "./lib/typescript.mjs";

const HELP = `npm run --silent eval -- [options]

Runs a task on the cases in test/eval/ and says what its results are worth, beside simpler ways to get them.

  --task NAME           which: summarise (the default); scripts/eval.ts has them all
  --cases N             only N of the cases, evenly taken (all of them take hours)
  --engine cpu          the model on the processor, in Chromium (the default); "llama" runs it by node-llama-cpp, see
                        scripts/eval-models.ts
  --model FILE.gguf     with "llama": another model
  --style completion|chat
                        with "llama": how it wants to be asked
  --systems LIST        some of what the task compares, with commas between; all by default
  --resume FILE         notes each result in FILE, and takes from there what an earlier run of the same code has noted
  --json                the last line on standard output is one JSON object
  --help                this text`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      task: { type: "string", default: "summarise" },
      cases: { type: "string" },
      engine: { type: "string", default: "cpu" },
      model: { type: "string" },
      style: { type: "string" },
      systems: { type: "string" },
      resume: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { engine, style } = values;
  const cases = values.cases === undefined ? undefined : Number(values.cases);
  if (engine !== "cpu" && engine !== "llama") throw new Stop(`--engine is cpu or llama, not "${engine}".`);
  if (style !== undefined && style !== "chat" && style !== "completion")
    throw new Stop(`--style is chat or completion, not "${style}".`);
  if (cases !== undefined && (!Number.isInteger(cases) || cases < 1))
    throw new Stop("--cases takes a whole number from 1 on.");
  return {
    ...values,
    model: values.model,
    resume: values.resume,
    engine,
    style,
    cases,
    systems: values.systems?.split(","),
  };
}

await runScript(async () => {
  const options = readOptions();
  if (options.help) return void process.stdout.write(`${HELP}\n`);
  // TypeScript is only read while this runs: the task's modules are loaded here too.
  const { task, runEval } = await loadTypeScript(async () => {
    const { findEval, runEval } = await import("./eval.ts");
    return { task: await findEval(options.task, options.systems), runEval };
  });
  await runEval(task, options, options.json);
  // llama.cpp and the browser's connection keep the process alive.
  process.exit();
});
