/** The entry in the context menu of pages. Choosing it grants the page (activeTab), as the toolbar button does. */
import browser from "webextension-polyfill";
import { menus } from "../messages/menus.ts";
import { leaveRequest } from "../messages/panel-request.ts";
import { MAX_SELECTED_TEXT } from "../page/selected-text.ts";
import { openPanel } from "./panel.ts";

const SUMMARISE = "summarise";

/** Called once, while the background starts. */
export function offerInMenu(): void {
  // The browser keeps entries, but not for each new version, nor in another language.
  browser.runtime.onInstalled.addListener(() => void fillMenu());
  browser.runtime.onStartup.addListener(() => void fillMenu());
  menus().onClicked.addListener((info, tab) => {
    if (info.menuItemId !== SUMMARISE || tab?.id === undefined || tab.windowId === undefined) return;
    openPanel(tab.windowId);
    const selection = info.selectionText?.slice(0, MAX_SELECTED_TEXT);
    void leaveRequest(tab.windowId, {
      task: "summarise",
      tabId: tab.id,
      ...(selection ? { selection } : {}),
    });
  });
}

async function fillMenu(): Promise<void> {
  await menus().removeAll();
  menus().create({
    id: SUMMARISE,
    title: browser.i18n.getMessage("menu_summarise"),
    contexts: ["page", "selection"],
    documentUrlPatterns: ["http://*/*", "https://*/*", "file:///*"],
  });
}
