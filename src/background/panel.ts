import browser from "webextension-polyfill";

/**
 * Opens the panel of a window: the side panel in Chrome, the sidebar in Firefox. To be called inside the user's own event,
 * before anything is awaited, or the browser refuses.
 */
export function openPanel(windowId: number | undefined): void {
  const opened =
    __BROWSER__ === "firefox"
      ? browser.sidebarAction.open()
      : // Opening it by `openPanelOnActionClick` would not grant the page (activeTab):
        // https://developer.chrome.com/docs/extensions/reference/api/sidePanel
        chrome.sidePanel.open({ windowId: windowId ?? chrome.windows.WINDOW_ID_CURRENT });
  opened.catch((thrown: unknown) => console.error("postil: the panel cannot be opened:", thrown));
}
