/** Starts a script that is written in TypeScript on a machine where the dependencies may not have been installed yet. */
import { Stop, say } from "./log.mjs";
import { ensureDependencies, requireNode } from "./setup.mjs";

/**
 * Sets up the dependencies and loads TypeScript modules, which have to be imported after that and not before.
 * @template T
 * @param {() => Promise<T>} load imports them
 * @returns {Promise<T>}
 */
export async function loadTypeScript(load) {
  requireNode();
  await ensureDependencies();
  const { register } = await import("tsx/esm/api");
  const unregister = register();
  try {
    return await load();
  } finally {
    await unregister();
  }
}

/**
 * Runs a script to its end; a reason to stop, or a wrong option, is told in a sentence, and makes the exit status 1.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    const isPlain = error instanceof Stop || String(error.code).startsWith("ERR_PARSE_ARGS");
    say(isPlain ? error.message : (error.stack ?? String(error)));
  }
}
