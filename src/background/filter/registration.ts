/// <reference types="@crxjs/vite-plugin/client" />
/**
 * On which search engines the filter runs by itself: on those that the user has granted, and nowhere else. The grant is the
 * one thing that says so; the script is registered after it, also when it was given or taken back in the browser's own
 * settings. A new version of the extension finds no scripts registered:
 * https://developer.chrome.com/docs/extensions/reference/api/scripting
 */
import browser from "webextension-polyfill";
import filter from "../../content/filter.ts?script&iife";
import { SEARCH_SITES } from "../../sites/search/registry.ts";

const ID = "filter";
const KNOWN: ReadonlySet<string> = new Set(SEARCH_SITES.flatMap(({ matches }) => matches));

/** Called once, while the background starts. */
export function registerWhereGranted(): void {
  let last: Promise<void> = Promise.resolve();
  const register = (): void => {
    last = last.then(registerNow).catch((thrown: unknown) => {
      console.error("postil: the filter cannot be registered:", thrown);
    });
  };
  browser.runtime.onInstalled.addListener(register);
  browser.runtime.onStartup.addListener(register);
  browser.permissions.onAdded.addListener(register);
  browser.permissions.onRemoved.addListener(register);
}

async function registerNow(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const matches = origins.filter((origin) => KNOWN.has(origin));
  const [registered] = await browser.scripting.getRegisteredContentScripts({ ids: [ID] });
  if (matches.length === 0) {
    if (registered) await browser.scripting.unregisterContentScripts({ ids: [ID] });
    return;
  }
  const script = { id: ID, matches, js: [filter.replace(/^\//u, "")], runAt: "document_idle" as const };
  if (registered) await browser.scripting.updateContentScripts([script]);
  else await browser.scripting.registerContentScripts([script]);
}
