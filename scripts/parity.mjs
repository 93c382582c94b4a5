/**
 * `npm run parity` proves a model library against Hugging Face transformers on the same weights:
 *   1. the CPU build's logits at several prompt lengths: cosine at least 0.9995 and the same most probable token;
 *   2. the WebGPU build, in a browser on a software GPU through WebLLM: the most probable token after each of the reference's
 *      greedy tokens is the reference's next, except where the reference itself hardly prefers it.
 * Exit status 1 when either fails. Options, after `--`:
 *   --library NAME   which one; without, gemma3-270m-q8-f32. Chromium's SwiftShader has no 16-bit floats, so a library that
 *                    needs them runs in Firefox on Mesa's lavapipe
 *   --cpu            leaves out 2
 *   --gpu            leaves out 1
 *   --long           also compares the token after the longer prompts on WebGPU, which takes some minutes
 *   --model FILE     another GGUF; without, the one that `npm run fetch-model` names, for a library of 4-bit weights with its
 *                    body rounded to Q4_0 (scripts/q4-gguf.ts)
 *
 * `npm run parity -- --all` compares the WebGPU build instead, all logits of it and 32 greedy tokens after each prompt, at
 * eleven lengths from 1 to 4,000 tokens, in the chunks of 512 in which the extension computes them and in uneven ones. It prints
 * a table, which compiler/README.md explains, and exits with 0 only when all holds: cosine at least 0.9995, divergence at most
 * 0.01 nats, no NaN, and greedy tokens like the reference's up to one that it prefers to ours by less than 0.1 logit. On two
 * cores it takes half an hour; what is known already is kept in the cache, so that it goes on where it was stopped, and
 * begins anew with another wasm, other weights or other code. Options:
 *   --lengths 1,6    only these, in tokens
 *   --no-llama       without llama.cpp, the second witness, which is otherwise fetched into the cache (90 MB)
 *   --library, --model  as above
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { capture } from "./lib/capture.mjs";
import { Stop, say } from "./lib/log.mjs";
import { ensurePython } from "./lib/python.mjs";
import { ROOT, run } from "./lib/run.mjs";
import { loadTypeScript, runScript } from "./lib/typescript.mjs";

const MINIMUM_COSINE = 0.9995;
/** In nats. */
const MAXIMUM_DIVERGENCE = 0.01;
const INDIFFERENT = 0.1;
const SPEED_PROMPT = 128;
const { values: options } = parseArgs({
  options: {
    library: { type: "string", default: "gemma3-270m-q8-f32" },
    cpu: { type: "boolean" },
    gpu: { type: "boolean" },
    long: { type: "boolean" },
    model: { type: "string" },
    all: { type: "boolean" },
    lengths: { type: "string" },
    "no-llama": { type: "boolean" },
  },
});

async function main() {
  const misplaced = ["lengths", "no-llama"].filter((name) => options[name] !== undefined && !options.all);
  if (misplaced.length > 0) throw new Stop(`--${misplaced[0]} goes with --all.`);
  const [
    { cacheFolder },
    { ensureModel },
    { ensureQ4 },
    { convertModel, needsQ4, readLibrary },
    serving,
    { compareAll, parseLengths },
  ] = await loadTypeScript(() =>
    Promise.all([
      import("./model-cache.ts"),
      import("./fetch-model.ts"),
      import("./q4-gguf.ts"),
      import("./parity/model.ts"),
      import("./parity/serve.ts"),
      import("./parity/all.ts"),
    ]),
  );
  const library = await readLibrary(options.library);
  const lengths = parseLengths(options.lengths, library.model.contextWindow);
  const quiet = !process.stderr.isTTY;
  const own = async () => (needsQ4(library) ? ensureQ4(quiet) : (await ensureModel({ quiet })).path);
  const gguf = options.model ?? (await own());
  const cache = join(cacheFolder(), "parity");
  await mkdir(cache, { recursive: true });
  const model = await convertModel(gguf, library, cache);
  const python = await ensurePython("parity", [
    "compiler/requirements.txt",
    "compiler/parity/requirements.txt",
  ]);
  const env = { ...process.env, PYTHONPATH: join(ROOT, "compiler"), PYTHONDONTWRITEBYTECODE: "1" };
  if (options.all) {
    const llama = !options["no-llama"];
    return compareAll({ library, gguf, model, python: { program: python, env }, cache, lengths, llama });
  }
  const reference = join(cache, `${basename(gguf, ".gguf")}.npz`);
  await run(python, ["compiler/parity/reference.py", gguf, join(model, "tokenizer.json"), reference], {
    env,
  });
  const folder = await mkdtemp(join(cache, "host-"));
  try {
    const host = join(folder, "host.so");
    if (!options.gpu) {
      say("Compiling for the CPU");
      const build = ["-m", "postil_compiler", "host", "--library", library.name, "--out", host];
      await run(python, build, { env });
    }
    const compared = JSON.parse(
      await capture(python, ["compiler/parity/host.py", options.gpu ? "-" : host, model, reference], { env }),
    );
    const onCpu = reportCpu(compared.rows);
    if (options.cpu) return onCpu;
    return (await inBrowser(library, model, compared, serving)) && onCpu;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {{tokens: number, cosine: number, divergence: number, difference: number, top: {ours: number[], theirs: number[]}}[]} rows */
function reportCpu(rows) {
  if (rows.length === 0) return true;
  console.log("CPU build against transformers");
  console.log("tokens  cosine      divergence  largest difference  most probable (ours, theirs)");
  let good = true;
  for (const { tokens, cosine, divergence, difference, top } of rows) {
    const passes =
      cosine >= MINIMUM_COSINE && divergence <= MAXIMUM_DIVERGENCE && top.ours[0] === top.theirs[0];
    good &&= passes;
    const cells = [
      `${tokens}`.padEnd(7),
      cosine.toFixed(8).padEnd(11),
      divergence.toFixed(6).padEnd(11),
      difference.toFixed(3).padEnd(19),
    ];
    console.log(`${cells.join(" ")} ${top.ours[0]}, ${top.theirs[0]}${passes ? "" : "  FAILED"}`);
  }
  return good;
}

/**
 * @param {import("./parity/model.ts").ParityLibrary} library
 * @param {string} model folder of the converted model
 * @param {{prompts: Record<string, number[]>, greedy: number[], margins: number[], tops: Record<string, number>}} compared
 * @param {typeof import("./parity/serve.ts")} serving
 */
async function inBrowser(library, model, { prompts, greedy, margins, tops }, serving) {
  const { BROWSER_TITLES, browserFor, openParityPage } = serving;
  const page = await openParityPage(library, model);
  try {
    console.log(
      `\nWebGPU build of ${library.name} in ${BROWSER_TITLES[browserFor(library)]}, through WebLLM`,
    );
    const loading = await page.call("load", [library.features]);
    const lengths = Object.keys(prompts).map(Number);
    const go = (ids, given) => page.call("predict", [ids, given]);
    const short = await go(prompts[Math.min(...lengths)], greedy.slice(0, -1));
    let good = reportGreedy(short.tokens, greedy, margins);
    const speed = await go(prompts[200].slice(0, SPEED_PROMPT), []);
    const steps = [...short.steps].sort((a, b) => a - b);
    console.log(`load            ${(loading / 1000).toFixed(1)} s`);
    console.log(
      `decode          ${(steps[Math.floor(steps.length / 2)] / 1000).toFixed(2)} s a token (median)`,
    );
    console.log(
      `prompt of ${SPEED_PROMPT}   ${(SPEED_PROMPT / (speed.prompt / 1000)).toFixed(1)} tokens a second`,
    );
    const { dispatches, passes, submits, writes } = short.calls;
    console.log(
      `a token takes   ${dispatches} dispatches in ${passes} passes, ${submits} submits, ${writes} buffer writes`,
    );
    for (const length of options.long ? lengths.slice(1) : []) {
      const { tokens, prompt } = await go(prompts[length], []);
      const passes = tokens[0] === tops[length];
      good &&= passes;
      console.log(
        `${length} tokens`.padEnd(16) +
          `${tokens[0]}, the reference ${tops[length]}${passes ? "" : "  FAILED"} (${(prompt / 1000).toFixed(0)} s)`,
      );
    }
    return good;
  } finally {
    await page.close();
  }
}

/**
 * @param {number[]} ours
 * @param {number[]} theirs
 * @param {number[]} margins of the reference's tokens over their runners-up, in logits
 */
function reportGreedy(ours, theirs, margins) {
  console.log(`ours            ${ours.join(" ")}`);
  console.log(`transformers    ${theirs.join(" ")}`);
  const different = theirs.flatMap((token, index) => (ours[index] === token ? [] : [index]));
  for (const index of different) {
    const allowed = margins[index] < INDIFFERENT;
    const margin = margins[index].toFixed(3);
    console.log(
      `token ${index} differs; the reference prefers its own by ${margin}${allowed ? "" : "  FAILED"}`,
    );
  }
  return different.every((index) => margins[index] < INDIFFERENT);
}

await runScript(async () => {
  process.exitCode = (await main()) ? 0 : 1;
});
