/** Runs programs, with their output on standard error. */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stop } from "./log.mjs";

/** The project's folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit status; 1 when a signal ended it
 */
export function status(program, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    // npm is a script of the shell's on Windows.
    const shell = process.platform === "win32" && program === "npm";
    const child = spawn(program, args, {
      cwd: ROOT,
      env,
      shell,
      stdio: ["ignore", process.stderr, process.stderr],
    });
    child.on("error", (error) => reject(new Stop(`${program} cannot be run: ${error.message}`)));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program that must succeed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 */
export async function run(program, args, options) {
  const code = await status(program, args, options);
  if (code !== 0) throw new Stop(`${program} ${args.join(" ")} failed (exit status ${code}).`);
}

/**
 * Path of a program that a dependency brought, to be run with `process.execPath`.
 * @param {string} file under `node_modules`
 */
export function tool(file) {
  return join(ROOT, "node_modules", file);
}
