/** Waiting for something to become true. */

/** Milliseconds between two looks. */
const PAUSE_MS = 25;

/**
 * Milliseconds for what a quiet machine does in one second. Nothing is measured by it: only what will never come should fail,
 * and machines that run tests are shared by many.
 */
export const PATIENCE_MS = 60_000;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Looks again and again until `look` gives something other than null, false or undefined, and returns it.
 * Throws after `timeoutMs`, with `look`'s last error as the cause; an error of `look` before that counts as not yet.
 */
export async function until<T>(
  look: () => T | null | false | undefined | Promise<T | null | false | undefined>,
  timeoutMs = PATIENCE_MS,
  what = "what was waited for",
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const seen = await look();
      if (seen !== null && seen !== false && seen !== undefined) return seen;
      cause = undefined;
    } catch (thrown) {
      cause = thrown;
    }
    await sleep(PAUSE_MS);
  } while (Date.now() < deadline);
  throw new Error(`${what} did not come in ${timeoutMs} ms`, { cause });
}
