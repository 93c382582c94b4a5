/**
 * The engine host in Chrome: a worker of an offscreen document, which has WebGPU and outlives the service worker.
 * https://developer.chrome.com/docs/extensions/reference/api/offscreen
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { PostilError } from "../../errors.ts";
import type { OwnerRequest } from "../../messages/owner-protocol.ts";
import { Answer, HOST_PORT } from "../../messages/protocol.ts";
import type { EngineHost } from "./engine-host.ts";
import { engineSettings } from "./settings.ts";

const PAGE = "src/owner/offscreen.html";

export function offscreenHost(): EngineHost {
  let ensuring: Promise<void> | null = null;
  return {
    ensure() {
      ensuring ??= ensure().finally(() => {
        ensuring = null;
      });
      return ensuring;
    },
    connect: () => browser.runtime.connect({ name: HOST_PORT }),
  };
}

async function ensure(): Promise<void> {
  try {
    await openDocument();
    const settings = await engineSettings();
    const request: OwnerRequest = { target: "owner", type: "host.ensure", settings };
    const answer = v.parse(Answer, await browser.runtime.sendMessage(request));
    if (!answer.ok) throw PostilError.fromReport(answer.error);
  } catch (thrown) {
    if (thrown instanceof PostilError) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new PostilError("engine-gone", { reason });
  }
}

/** Only one such document may exist. Its listeners are there when `createDocument` resolves. */
async function openDocument(): Promise<void> {
  const contexts = await chrome.runtime.getContexts({
    contextTypes: ["OFFSCREEN_DOCUMENT" as chrome.runtime.ContextType],
  });
  if (contexts.length > 0) return;
  await chrome.offscreen.createDocument({
    url: PAGE,
    reasons: ["WORKERS" as chrome.offscreen.Reason],
    justification: "Runs the language model in a worker, for as long as a job lasts.",
  });
}
