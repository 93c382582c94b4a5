/** Python environments of the project's own, under `.venv/`, each made from a file of pinned requirements. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { install, mayInstall } from "./debian.mjs";
import { Stop, say } from "./log.mjs";
import { ROOT, run } from "./run.mjs";

/** Windows' installer names it without the 3. */
const PYTHON = process.platform === "win32" ? "python" : "python3";

/**
 * Path of the Python of an environment that holds pip and what the requirement files name; made when there is none for exactly
 * them.
 * @param {string} name of the environment
 * @param {readonly string[]} files of requirements, paths from the project's folder
 * @returns {Promise<string>}
 * @throws {Stop} when there is no Python, or none that can make an environment, or a package cannot be had
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
  say(files.length > 0 ? `Setting up Python packages (${files.join(", ")})` : "Setting up pip");
  await ensureVenv();
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(ROOT, ".venv"), { recursive: true });
  await run(PYTHON, ["-m", "venv", folder]);
  const requirements = files.flatMap((file) => ["-r", file]);
  if (files.length > 0)
    await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...requirements]);
  await writeFile(complete, "");
  return python;
}

/** Debian's python3 comes without the module that puts pip into an environment; its package python3-venv brings it. */
async function ensureVenv() {
  if (await hasVenv()) return;
  if ((await hasPython()) && (await mayInstall())) await install("python3-venv", "Python's venv");
  if (!(await hasVenv()))
    throw new Stop(
      "Python 3.11 or later with its venv module is needed (Debian: apt-get install python3-venv).",
    );
}

const hasPython = () => succeeds("pass");
const hasVenv = () => succeeds("import ensurepip, venv");

/**
 * Whether Python is there and runs these lines without an error.
 * @param {string} code
 * @returns {Promise<boolean>}
 */
function succeeds(code) {
  return new Promise((resolve) => {
    const child = spawn(PYTHON, ["-c", code], { stdio: "ignore" });
    child.on("error", () => resolve(false));
    child.on("exit", (status) => resolve(status === 0));
  });
}

/** @param {string} path */
async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
