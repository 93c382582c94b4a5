/** Finds emscripten, by which the model libraries are linked, or installs Debian's package where it may. */
import { install, mayInstall } from "./debian.mjs";
import { Stop } from "./log.mjs";
import { findProgram } from "./program.mjs";

/** @throws {Stop} when there is none, and none may be installed */
export async function ensureEmscripten() {
  if (await findProgram(["emcc"])) return;
  if (!(await mayInstall()))
    throw new Stop(
      "emcc was not found: install emscripten (on Debian and Ubuntu: apt-get install emscripten).",
    );
  await install("emscripten", "emscripten");
}
