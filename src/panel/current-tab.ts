/** The tab in front of this panel's window, as a signal. */
import { type ReadonlySignal, signal } from "@preact/signals";
import browser from "webextension-polyfill";
import { menus } from "../messages/menus.ts";
import type { Tab } from "./view.ts";

export interface TabEvents {
  /** The tab begins to load a page, the same one again included. */
  onLeave(tabId: number): void;
  /** The tab has loaded a page. */
  onLoaded?(tabId: number): void;
  onClosed(tabId: number): void;
  /** The user pressed the toolbar button or our entry in the menu on this tab, which opens its page to us. */
  onGranted(tabId: number): void;
}

/** Watches until the page it runs in is closed. */
export function watchCurrentTab(events: TabEvents): ReadonlySignal<Tab | null> {
  const current = signal<Tab | null>(null);
  const ownWindow = browser.windows.getCurrent().then((window) => window.id);
  let asked = 0;

  const look = async (): Promise<void> => {
    const turn = ++asked;
    const windowId = await ownWindow;
    const [tab] = await browser.tabs.query({ active: true, ...(windowId === undefined ? {} : { windowId }) });
    // Answers may overtake each other; the last question counts.
    if (turn === asked) current.value = tab ? asTab(tab) : null;
  };

  browser.tabs.onActivated.addListener(() => void look());
  browser.tabs.onUpdated.addListener((tabId, change) => {
    if (change.status === "loading") events.onLeave(tabId);
    if (change.status === "complete") events.onLoaded?.(tabId);
    if (tabId === current.value?.id) void look();
  });
  browser.tabs.onReplaced.addListener(() => void look());
  browser.tabs.onRemoved.addListener((tabId) => {
    events.onClosed(tabId);
    void look();
  });
  const granted = (tab: browser.Tabs.Tab | undefined): void => {
    if (tab?.id !== undefined) events.onGranted(tab.id);
    void look();
  };
  browser.action.onClicked.addListener(granted);
  menus().onClicked.addListener((_info, tab) => granted(tab));
  void look();
  return current;
}

function asTab(tab: browser.Tabs.Tab): Tab | null {
  if (tab.id === undefined) return null;
  return { id: tab.id, url: tab.url ?? null, title: tab.title ?? null };
}
