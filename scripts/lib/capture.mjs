/** Runs programs for what they print. */
import { spawn } from "node:child_process";
import { Stop } from "./log.mjs";
import { ROOT } from "./run.mjs";

/**
 * The standard output of a program that must succeed; its standard error is shown.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export function capture(program, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.on("error", (error) => reject(new Stop(`${program} cannot be run: ${error.message}`)));
    child.on("close", (code) =>
      code === 0
        ? resolve(output)
        : reject(new Stop(`${program} ${args.join(" ")} failed (exit status ${code}).`)),
    );
  });
}
