/**
 * Makes sure that the engine host runs. In Chrome it is an offscreen document: it has WebGPU and outlives the service worker.
 * https://developer.chrome.com/docs/extensions/reference/api/offscreen
 */
import { PostilError } from "../errors.ts";
import { loadSettings } from "../settings/settings.ts";

const PAGE = "src/engine/offscreen.html";

let opening: Promise<void> | null = null;

/** Resolves when a host listens. Rejects with `engine-gone` when none can be made. Two calls at once make one host. */
export function ensureHost(): Promise<void> {
  opening ??= open().finally(() => {
    opening = null;
  });
  return opening;
}

async function open(): Promise<void> {
  const contexts = await chrome.runtime.getContexts({
    contextTypes: ["OFFSCREEN_DOCUMENT" as chrome.runtime.ContextType],
  });
  if (contexts.length > 0) return;
  // An offscreen document cannot read settings; what it must know travels in its address.
  const { engine, scriptedDelayMs } = await loadSettings();
  const query = new URLSearchParams({ engine, delay: String(scriptedDelayMs) });
  try {
    await chrome.offscreen.createDocument({
      url: `${PAGE}?${query}`,
      reasons: ["WORKERS" as chrome.offscreen.Reason],
      justification: "Runs the language model on the graphics card, for as long as a job lasts.",
    });
  } catch (thrown) {
    throw new PostilError("engine-gone", {
      reason: thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
}
