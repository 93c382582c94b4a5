/**
 * The library of the bench's peer, which no extension carries: TVM's stock operators and default schedules on our parameters
 * (compiler/baseline/). Built when there is none of the present sources, and kept in the scripts' cache.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ensureEmscripten } from "../lib/emscripten.mjs";
import { say } from "../lib/log.mjs";
import { ensurePython } from "../lib/python.mjs";
import { ROOT, run } from "../lib/run.mjs";
import { cacheFolder } from "../model-cache.ts";

/** What its bytes depend on. */
const SOURCES = ["compiler/baseline", "compiler/postil_compiler", "compiler/runtime"];
const REQUIREMENTS = "compiler/requirements.txt";

/** The folder in which the wasm and its manifest lie. */
export async function ensureBaseline(name: string): Promise<string> {
  const hash = createHash("sha256").update(await readFile(join(ROOT, REQUIREMENTS)));
  for (const folder of SOURCES) await hashFolder(folder, hash);
  const cache = join(cacheFolder(), "bench");
  const out = join(cache, `default-schedule-${hash.digest("hex").slice(0, 12)}`);
  // The manifest is written last.
  if (await stat(join(out, `${name}.json`)).catch(() => null)) return out;
  await ensureEmscripten();
  say("Building the library of TVM's default schedules");
  const python = await ensurePython("compiler", [REQUIREMENTS]);
  await mkdir(cache, { recursive: true });
  const env = { ...process.env, PYTHONPATH: join(ROOT, "compiler"), PYTHONDONTWRITEBYTECODE: "1" };
  const args = ["-m", "baseline.build", "--out", out, "--cache", join(cache, "objects")];
  await run(python, args, { env });
  return out;
}

async function hashFolder(folder: string, hash: ReturnType<typeof createHash>): Promise<void> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  for (const path of paths.filter((each) => /\.(py|cc|h)$/.test(each)).sort())
    hash.update(`${path.slice(ROOT.length)}\n`).update(await readFile(path));
}
