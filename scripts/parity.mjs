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
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { capture } from "./lib/capture.mjs";
import { Stop, say } from "./lib/log.mjs";
import { ensurePython } from "./lib/python.mjs";
import { ROOT, run, tool } from "./lib/run.mjs";
import { loadTypeScript, runScript } from "./lib/typescript.mjs";

const LIBRARIES = join(ROOT, "assets", "model-lib");
const WEB_LLM = tool("@mlc-ai/web-llm/lib/index.js");
const MINIMUM_COSINE = 0.9995;
/** In nats. */
const MAXIMUM_DIVERGENCE = 0.01;
const INDIFFERENT = 0.1;
const SPEED_PROMPT = 128;
const TITLES = { chromium: "Chromium (SwiftShader)", firefox: "Firefox (lavapipe)" };
const { values: options } = parseArgs({
  options: {
    library: { type: "string", default: "gemma3-270m-q8-f32" },
    cpu: { type: "boolean" },
    gpu: { type: "boolean" },
    long: { type: "boolean" },
  },
});

async function main() {
  const [{ cacheFolder }, { ensureModel }, { openPage }] = await loadTypeScript(() =>
    Promise.all([import("./model-cache.ts"), import("./fetch-model.ts"), import("./parity/pages.ts")]),
  );
  const library = await readLibrary();
  const gguf = (await ensureModel({ quiet: !process.stderr.isTTY })).path;
  const cache = join(cacheFolder(), "parity");
  await mkdir(cache, { recursive: true });
  const model = await convert(gguf, library.params, cache);
  const python = await ensurePython("parity", [
    "compiler/requirements.txt",
    "compiler/parity/requirements.txt",
  ]);
  const env = { ...process.env, PYTHONPATH: join(ROOT, "compiler"), PYTHONDONTWRITEBYTECODE: "1" };
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
    return (await inBrowser(library, model, compared, openPage)) && onCpu;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The manifest of the library that was asked for.
 * @returns {Promise<{name: string, params: unknown, features: string[]}>}
 */
async function readLibrary() {
  const path = join(LIBRARIES, `${options.library}.json`);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) throw new Stop(`There is no library ${options.library} in assets/model-lib.`);
  return JSON.parse(text);
}

/**
 * The folder of the converted model, made when there is none for this file, this library's parameters and this converter.
 * @param {string} gguf
 * @param {unknown} params
 * @param {string} cache
 */
async function convert(gguf, params, cache) {
  const { size } = await stat(gguf);
  const key = createHash("sha256")
    .update(JSON.stringify([params, basename(gguf), size, await hashSources("src/model")]))
    .digest("hex");
  const folder = join(cache, `model-${key.slice(0, 12)}`);
  // The converter writes its manifest last.
  if (await stat(join(folder, "postil.json")).catch(() => null)) return folder;
  say("Converting the weights");
  await run(process.execPath, [tool("tsx/dist/cli.mjs"), "scripts/convert.ts", gguf, folder]);
  return folder;
}

/**
 * sha256 of the code in a folder, names and bytes.
 * @param {string} folder path from the project's folder
 * @returns {Promise<string>}
 */
async function hashSources(folder) {
  const names = await readdir(join(ROOT, folder), { recursive: true });
  const sources = names.filter((name) => /(?<!\.test)\.ts$/.test(name)).sort();
  const hash = createHash("sha256");
  for (const name of sources) hash.update(`${name}\n`).update(await readFile(join(ROOT, folder, name)));
  return hash.digest("hex");
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
 * @param {{name: string, features: string[]}} library
 * @param {string} model folder of the converted model
 * @param {{prompts: Record<string, number[]>, greedy: number[], margins: number[], tops: Record<string, number>}} compared
 * @param {typeof import("./parity/pages.ts").openPage} openPage
 */
async function inBrowser(library, model, { prompts, greedy, margins, tops }, openPage) {
  const server = await serve(library.name, model);
  const browser = library.features.includes("shader-f16") ? "firefox" : "chromium";
  const page = await openPage(browser, `http://127.0.0.1:${server.address().port}/parity.html`);
  try {
    console.log(`\nWebGPU build of ${library.name} in ${TITLES[browser]}, through WebLLM`);
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
    const { dispatches, submits, writes } = short.calls;
    console.log(`a token takes   ${dispatches} dispatches, ${submits} submits, ${writes} buffer writes`);
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
    server.close();
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

/**
 * Serves the page, WebLLM, the library and the model on this machine.
 * @param {string} library
 * @param {string} model
 * @returns {Promise<import("node:http").Server>}
 */
async function serve(library, model) {
  const files = {
    "/parity.html": join(ROOT, "test", "gpu", "parity.html"),
    "/parity.js": join(ROOT, "test", "gpu", "parity.js"),
    "/parity-worker.js": join(ROOT, "test", "gpu", "parity-worker.js"),
    "/web-llm.js": WEB_LLM,
    "/library.wasm": join(LIBRARIES, `${library}.wasm`),
  };
  const types = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".json": "application/json",
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = files[pathname] ?? (pathname.startsWith("/model/") ? join(model, basename(pathname)) : "");
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) return response.writeHead(404).end();
    const type = types[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-length": found.size });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

await runScript(async () => {
  process.exitCode = (await main()) ? 0 : 1;
});
