/**
 * `npm run compile` builds the model libraries and their manifests into assets/model-lib/, from compiler/. Options, after
 * `--`:
 *   --check         build into a temporary folder; exit status 1 when a wasm is not the one that its manifest names
 *   --wgsl FOLDER   also write the shaders, for reading
 *   --test          run the compiler's tests instead (needs no emscripten)
 */
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureEmscripten } from "./lib/emscripten.mjs";
import { Stop, say } from "./lib/log.mjs";
import { ensurePython } from "./lib/python.mjs";
import { ROOT, status } from "./lib/run.mjs";
import { requireNode } from "./lib/setup.mjs";

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
  await ensureEmscripten();
  const before = await hashes(TARGET);
  const folder = await mkdtemp(join(tmpdir(), "postil-compile-"));
  try {
    const cache = join(ROOT, "compiler", "build");
    const args = ["-m", "postil_compiler", "wasm", "--out", folder, "--cache", cache];
    if (options.wgsl !== undefined) args.push("--wgsl", resolve(options.wgsl));
    const code = await status(python, args, { env });
    if (code !== 0) throw new Stop("The model libraries were not built; what is in assets/model-lib stays.");
    const after = await hashes(folder);
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (name) => before.get(name) !== after.get(name),
    );
    for (const name of changed) say(`${name}: the manifest named ${before.get(name) ?? "no library"}`);
    if (changed.length === 0) say("The same bytes as the manifests named.");
    if (options.check) return changed.length === 0 ? 0 : 1;
    await cp(folder, TARGET, { recursive: true });
    say(`Written to assets/model-lib: ${[...after.keys()].join(", ")}`);
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The hash that each manifest in a folder names, by library.
 * @param {string} folder
 * @returns {Promise<Map<string, string>>}
 */
async function hashes(folder) {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const manifests = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8"))),
  );
  return new Map(manifests.map(({ name, wasm }) => [name, wasm.sha256]));
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exitCode = 1;
}
