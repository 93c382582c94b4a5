/**
 * What runs in a page to filter it: registered for the search engines that the user has switched on, or put into the page in
 * front once. A second time it judges anew.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { FilterCommand } from "../messages/filter-protocol.ts";
import { FilterInTab } from "./tab-filter.ts";

declare global {
  var postilFilter: FilterInTab | undefined;
}

if (globalThis.postilFilter) globalThis.postilFilter.again();
else {
  const filter = new FilterInTab();
  globalThis.postilFilter = filter;
  browser.runtime.onMessage.addListener((raw: unknown, sender: browser.Runtime.MessageSender) => {
    const command = v.safeParse(FilterCommand, raw);
    if (!command.success || sender.id !== browser.runtime.id) return undefined;
    return Promise.resolve(filter.command(command.output.type));
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) filter.comeBack();
  });
}
