/**
 * `npm run bench:kernels`: times each kernel that a prompt and a decoded token take, beside a copy that moves as many bytes.
 * Standard output carries the result and nothing else; `--help` tells the options.
 */
import { parseArgs } from "node:util";
import { Stop } from "./lib/log.mjs";
import { loadTypeScript, runScript } from "./lib/typescript.mjs";

const HELP = `npm run --silent bench:kernels -- [options]

Runs a model library in Node, and times each of its kernels beside a copy of as many bytes.

  --gpu software|card   Chromium's SwiftShader (the default), or this machine's graphics card
  --library NAME        which one of assets/model-lib (gemma3-270m-q8-f32)
  --prompt N            tokens of the prompt, 2 to 512 (32)
  --json                the last line on standard output is one JSON object
  --help                this text

compiler/README.md says how to read the result.`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      gpu: { type: "string", default: "software" },
      library: { type: "string", default: "gemma3-270m-q8-f32" },
      prompt: { type: "string", default: "32" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { gpu } = values;
  if (gpu !== "software" && gpu !== "card") throw new Stop(`--gpu is software or card, not "${gpu}".`);
  const prompt = Number(values.prompt);
  if (!Number.isInteger(prompt) || prompt < 2 || prompt > 512)
    throw new Stop(`--prompt takes a whole number from 2 to 512, not "${values.prompt}".`);
  return { ...values, gpu, prompt };
}

await runScript(async () => {
  const options = readOptions();
  if (options.help) return void process.stdout.write(`${HELP}\n`);
  const { main } = await loadTypeScript(() => import("./bench/kernels.ts"));
  await main(options);
});
