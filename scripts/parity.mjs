/**
 * `npm run parity` proves the model library against Hugging Face transformers on the same weights:
 *   1. the CPU build's logits at several prompt lengths: cosine at least 0.9995 and the same most probable token;
 *   2. the WebGPU build, in Chromium on a software GPU through WebLLM: the most probable token after each of the reference's
 *      greedy tokens is the reference's next, except where the reference itself hardly prefers it.
 * Exit status 1 when either fails. Options, after `--`: `--cpu` leaves out 2; `--long` also compares the token after the
 * longest prompt on WebGPU, which takes some minutes.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { capture } from "./lib/capture.mjs";
import { ensureChrome } from "./lib/chrome.mjs";
import { say } from "./lib/log.mjs";
import { ensurePython } from "./lib/python.mjs";
import { ROOT, run, tool } from "./lib/run.mjs";
import { loadTypeScript, runScript } from "./lib/typescript.mjs";

const LIBRARY = join(ROOT, "assets", "model-lib", "gemma3-270m-q8-f32");
const WEB_LLM = tool("@mlc-ai/web-llm/lib/index.js");
const MINIMUM_COSINE = 0.9995;
const INDIFFERENT = 0.1;
const SPEED_PROMPT = 128;
const { values: options } = parseArgs({ options: { cpu: { type: "boolean" }, long: { type: "boolean" } } });

async function main() {
  const [{ cacheFolder }, { ensureModel }] = await loadTypeScript(() =>
    Promise.all([import("./model-cache.ts"), import("./fetch-model.ts")]),
  );
  const gguf = (await ensureModel({ quiet: !process.stderr.isTTY })).path;
  const cache = join(cacheFolder(), "parity");
  await mkdir(cache, { recursive: true });
  const model = await convert(gguf, cache);
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
    say("Compiling for the CPU");
    await run(python, ["-m", "postil_compiler", "host", "--out", host], { env });
    const compared = JSON.parse(
      await capture(python, ["compiler/parity/host.py", host, model, reference], { env }),
    );
    const onCpu = reportCpu(compared.rows);
    if (options.cpu) return onCpu;
    return (await inBrowser(model, compared)) && onCpu;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The folder of the converted model, made when there is none for this file, this library's parameters and this converter.
 * @param {string} gguf
 * @param {string} cache
 */
async function convert(gguf, cache) {
  const { params } = JSON.parse(await readFile(`${LIBRARY}.json`, "utf8"));
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

/** @param {{tokens: number, cosine: number, difference: number, top: {ours: number[], theirs: number[]}}[]} rows */
function reportCpu(rows) {
  console.log("CPU build against transformers");
  console.log("tokens  cosine      largest difference  most probable (ours, theirs)");
  let good = true;
  for (const { tokens, cosine, difference, top } of rows) {
    const passes = cosine >= MINIMUM_COSINE && top.ours[0] === top.theirs[0];
    good &&= passes;
    const cells = [`${tokens}`.padEnd(7), cosine.toFixed(8).padEnd(11), difference.toFixed(3).padEnd(19)];
    console.log(`${cells.join(" ")} ${top.ours[0]}, ${top.theirs[0]}${passes ? "" : "  FAILED"}`);
  }
  return good;
}

/**
 * @param {string} model folder of the converted model
 * @param {{prompts: Record<string, number[]>, greedy: number[], margins: number[], rows: {tokens: number, top: {theirs: number[]}}[]}} compared
 */
async function inBrowser(model, { prompts, greedy, margins, rows }) {
  const { chromium } = await import("playwright-core");
  const server = await serve(model);
  const browser = await chromium.launch({
    executablePath: await ensureChrome(),
    chromiumSandbox: false,
    args: [
      "--enable-unsafe-webgpu",
      "--use-webgpu-adapter=swiftshader",
      "--enable-features=Vulkan,WebGPU",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on("pageerror", (error) => say(error.message));
    await page.goto(`http://127.0.0.1:${server.address().port}/parity.html`);
    await page.waitForFunction(() => globalThis.parity !== undefined);
    console.log("\nWebGPU build in Chromium (SwiftShader), through WebLLM");
    const loading = await page.evaluate(() => globalThis.parity.load());
    const [shortest, long] = [Math.min(...Object.keys(prompts).map(Number)), prompts[200]];
    const go = (ids, given) =>
      page.evaluate(([prompt, rest]) => globalThis.parity.predict(prompt, rest), [ids, given]);
    const short = await go(prompts[shortest], greedy.slice(0, -1));
    let good = reportGreedy(short.tokens, greedy, margins);
    const speed = await go(long.slice(0, SPEED_PROMPT), []);
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
    if (options.long) {
      const longest = rows.reduce((a, b) => (a.tokens > b.tokens ? a : b));
      const { tokens, prompt } = await go(prompts[longest.tokens], []);
      const passes = tokens[0] === longest.top.theirs[0];
      good &&= passes;
      console.log(
        `${longest.tokens} tokens     ${tokens[0]}, the reference ${longest.top.theirs[0]}${passes ? "" : "  FAILED"} (${(prompt / 1000).toFixed(0)} s)`,
      );
    }
    return good;
  } finally {
    await browser.close();
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
 * @param {string} model
 * @returns {Promise<import("node:http").Server>}
 */
async function serve(model) {
  const files = {
    "/parity.html": join(ROOT, "test", "gpu", "parity.html"),
    "/parity.js": join(ROOT, "test", "gpu", "parity.js"),
    "/web-llm.js": WEB_LLM,
    "/library.wasm": `${LIBRARY}.wasm`,
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
