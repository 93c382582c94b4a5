/** Python environments of the project's own, under `.venv/`, each made from a file of pinned requirements. */
import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Stop, say } from "./log.mjs";
import { ROOT, run, status } from "./run.mjs";

/**
 * Path of the Python of an environment that holds what the requirement files name; made when there is none for exactly them.
 * @param {string} name of the environment
 * @param {readonly string[]} files of requirements, paths from the project's folder
 * @returns {Promise<string>}
 */
export async function ensurePython(name, files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(await readFile(join(ROOT, file)));
  const folder = join(ROOT, ".venv", `${name}-${hash.digest("hex").slice(0, 12)}`);
  const python = join(
    folder,
    ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
  );
  const complete = join(folder, "complete");
  if (await exists(complete)) return python;
  say(`Setting up Python packages (${files.join(", ")})`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(ROOT, ".venv"), { recursive: true });
  if ((await status("python3", ["-m", "venv", folder]).catch(() => 1)) !== 0)
    throw new Stop(
      "python3 -m venv failed: install Python 3.11 or later with its venv module (Debian: apt-get install python3-venv).",
    );
  const requirements = files.flatMap((file) => ["-r", file]);
  await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...requirements]);
  await writeFile(complete, "");
  return python;
}

/** @param {string} path */
async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
