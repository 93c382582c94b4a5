/** Finds emscripten, by which the model libraries are linked, or installs Debian's package where it may. */
import { install, mayInstall } from "./debian.mjs";
import { Stop } from "./log.mjs";
import { findProgram } from "./program.mjs";

/** @throws {Stop} when there is none, and none may be installed */
export async function ensureEmscripten() {
  if (await findProgram(["emcc"])) return;
  // Other versions give other bytes, and are refused (compiler/postil_compiler/link.py).
  if (!(await mayInstall("12")))
    throw new Stop("emcc was not found: install emscripten 3.1.6 (Debian 12's package emscripten).");
  await install("emscripten", "emscripten");
}
