/**
 * `npm run compile` builds the model library and its manifest into assets/model-lib/, from compiler/. Options, after `--`:
 *   --check       build into a temporary folder; exit status 1 when the wasm is not the one the manifest names
 *   --wgsl FILE   also write the shaders, for reading
 *   --test        run the compiler's tests instead (needs no emscripten)
 */
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Stop, say } from "./lib/log.mjs";
import { ensurePython } from "./lib/python.mjs";
import { ROOT, status } from "./lib/run.mjs";
import { requireNode } from "./lib/setup.mjs";

const LIBRARY = "gemma3-270m-q8-f32";
const TARGET = join(ROOT, "assets", "model-lib");
const { values: options } = parseArgs({
  options: { check: { type: "boolean" }, test: { type: "boolean" }, wgsl: { type: "string" } },
});

async function main() {
  // It needs Node and Python alone: none of the dependencies.
  requireNode();
  const python = await ensurePython("compiler", ["compiler/requirements.txt"]);
  // No __pycache__ beside the sources; no order of sets that differs from run to run.
  const env = {
    ...process.env,
    PYTHONPATH: join(ROOT, "compiler"),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONHASHSEED: "0",
  };
  if (options.test)
    return status(python, ["-m", "pytest", "-q", "-p", "no:cacheprovider", "compiler/tests"], { env });
  const before = await manifestSha();
  const folder = await mkdtemp(join(tmpdir(), "postil-compile-"));
  try {
    const cache = join(ROOT, "compiler", "build");
    const args = ["-m", "postil_compiler", "wasm", "--out", folder, "--cache", cache];
    if (options.wgsl !== undefined) args.push("--wgsl", resolve(options.wgsl));
    const code = await status(python, args, { env });
    if (code !== 0) throw new Stop("The model library was not built; what is in assets/model-lib stays.");
    const { wasm } = JSON.parse(await readFile(join(folder, `${LIBRARY}.json`), "utf8"));
    const same = wasm.sha256 === before;
    if (before === undefined) say("There was no library before.");
    else say(same ? "The same bytes as the manifest named." : `Not the bytes the manifest named: ${before}`);
    if (options.check) return same ? 0 : 1;
    await cp(folder, TARGET, { recursive: true });
    say(`Written to assets/model-lib/${LIBRARY}.wasm and .json`);
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The hash in the manifest that is there, if one is. */
async function manifestSha() {
  const text = await readFile(join(TARGET, `${LIBRARY}.json`), "utf8").catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).wasm.sha256;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exitCode = 1;
}
