/** Long work in steps: lets the thread take in messages ("stop") now and then. */
import { PostilError } from "../../errors.ts";

/** Milliseconds of work between two pauses: shorter than anybody notices. */
const WORK_MS = 25;

/**
 * A function to call after every step. It gives back a promise when it is time to pause, else undefined, as awaiting
 * nothing a hundred thousand times takes time too.
 * @throws PostilError `cancelled` (a rejection) when `signal` was aborted before or in the pause
 */
export function makeRest(signal: AbortSignal): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < WORK_MS) return undefined;
    return nextTask().then(() => {
      if (signal.aborted) throw new PostilError("cancelled");
      since = performance.now();
    });
  };
}

/** Resolves in a task of its own. Not a timer: browsers make those wait in pages that are not shown. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
