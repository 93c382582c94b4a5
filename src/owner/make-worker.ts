/** Where the build puts `src/engine/worker.ts` (see vite.config.ts). */
const SCRIPT = "/engine-worker.js";

/** A worker with the engine in it. It is a file of the extension's own: the security policy allows no other. */
export function makeWorker(): Worker {
  return new Worker(SCRIPT, { type: "module", name: "postil engine" });
}
