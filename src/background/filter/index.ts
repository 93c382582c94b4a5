/** The background's part of the filter: answers pages' scripts, keeps what the user says of results, and counts on the button. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError, PostilError } from "../../errors.ts";
import { PortCall } from "../../messages/called-port.ts";
import type { HostRoute } from "../../messages/client.ts";
import {
  FILTER_PORT,
  FilterAsk,
  FilterNews,
  FilterWish,
  type TabFilter,
} from "../../messages/filter-protocol.ts";
import type { Answer } from "../../messages/protocol.ts";
import { isOwnScript, type OwnScript } from "../../messages/sender.ts";
import { loadRules } from "../../settings/rules.ts";
import { judge } from "./judging.ts";
import { PageFilter } from "./page-filter.ts";
import { registerWhereGranted } from "./registration.ts";
import { findVerdicts, keepVerdicts } from "./verdict-cache.ts";
import { grant } from "./wishes.ts";

/** Dark enough for white digits in both of a browser's themes. */
const BADGE_COLOUR = "#5b5346";

/** Called once, while the background starts. */
export function offerFilter(host: HostRoute): void {
  registerWhereGranted();
  void browser.action.setBadgeBackgroundColor({ color: BADGE_COLOUR });
  void browser.action.setBadgeTextColor({ color: "#ffffff" });

  const serve = (port: browser.Runtime.Port, sender: OwnScript): void => {
    const filter = new PageFilter({
      loadRules,
      judge: (request) => judge(host, request),
      cache: { find: findVerdicts, keep: keepVerdicts },
      tell(answer) {
        try {
          port.postMessage(answer);
        } catch {
          // Gone a moment ago; its onDisconnect is about to come.
        }
      },
      tabId: sender.tab.id,
      page: { url: (sender.url ?? "").slice(0, 8192), title: (sender.tab.title ?? "").slice(0, 2000) },
    });
    port.onMessage.addListener((raw: unknown) => {
      const ask = v.safeParse(FilterAsk, raw);
      if (ask.success) filter.ask(ask.output);
      else filter.refuse(new PostilError("message-invalid", { reason: ask.issues[0].message }));
    });
    port.onDisconnect.addListener(() => filter.end());
  };

  browser.runtime.onMessage.addListener((raw: unknown, sender: browser.Runtime.MessageSender) => {
    if (!isOwnScript(sender)) return undefined;
    const news = v.safeParse(FilterNews, raw);
    if (news.success) void showCount(sender.tab.id, news.output.state);
    const call = v.safeParse(PortCall, raw);
    if (call.success && call.output.name.startsWith(FILTER_PORT)) {
      serve(browser.tabs.connect(sender.tab.id, { name: call.output.name, frameId: 0 }), sender);
      return Promise.resolve({ ok: true } satisfies Answer);
    }
    const wish = v.safeParse(FilterWish, raw);
    if (!wish.success) return undefined;
    return grant(wish.output).then(
      (): Answer => ({ ok: true }),
      (thrown: unknown): Answer => ({ ok: false, error: asPostilError(thrown).toReport() }),
    );
  });
}

/** A tab that is gone has no button: no error. */
async function showCount(tabId: number, { folded }: TabFilter): Promise<void> {
  const text = folded === 0 ? "" : String(folded);
  await browser.action.setBadgeText({ tabId, text }).catch(() => undefined);
}
