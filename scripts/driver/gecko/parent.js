/**
 * Runs inside Firefox, in the parent process, in the sandbox of the browser's window that Marionette keeps: what the driver asks
 * of tabs, toolbar, sidebar and add-ons. It is sent as it stands, so it may use nothing around it but Firefox's own interfaces:
 * https://searchfox.org/mozilla-esr140/source/browser/base/content/browser.js
 */
/* global BrowsingContext, ChromeUtils, Components, CustomizableUI, gBrowser, Services, SidebarController, WebExtensionPolicy */

/** The longest time that Firefox takes for a timeout of a script; "none" would end each at once. */
const NEVER_MS = 2_000_000_000;
/** Milliseconds between two looks at something that changes without an event. */
const PAUSE_MS = 20;
/** Milliseconds after which a right-click that has opened no menu is taken for one that came too early. */
const UNDRAWN_MS = 3_000;

globalThis.postil = {
  /** Runs a function of `child.js` in the document that is shown under this id. */
  async inChild(browserId, source, name, args) {
    const context = BrowsingContext.getCurrentTopByBrowserId(browserId);
    if (!context?.currentWindowGlobal) throw new Error("the view is gone");
    // Marionette's own actor, which exists in every document: tabs, sidebar, background page.
    const actor = context.currentWindowGlobal.getActor("MarionetteCommands");
    const script = `${source}; return postil[${JSON.stringify(name)}](...arguments)`;
    const options = { sandboxName: "system", newSandbox: false, timeout: NEVER_MS, async: false };
    return actor.executeScript(script, args, options);
  },

  /** Opens a tab in front and returns its id, which stays the same wherever the tab goes. */
  openTab(url) {
    const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
    const tab = gBrowser.addTab(url, { triggeringPrincipal });
    gBrowser.selectedTab = tab;
    return tab.linkedBrowser.browserId;
  },

  /** From now on ends the browser when the driver has gone, killed for instance: the session's actor goes with it. */
  quitWithDriver() {
    window.setInterval(() => {
      try {
        window.browsingContext.currentWindowGlobal.getActor("MarionetteCommands");
      } catch {
        Services.startup.quit(Services.startup.eForceQuit);
      }
    }, 2000);
  },

  /** From now on closes whatever a page pops up (alert, confirm, prompt), which would hold everything else. */
  dismissDialogs() {
    const observe = ({ Dialog: { ui } }) => {
      const { button0, button1 } = ui;
      // It is told of before it can be closed.
      Services.tm.dispatchToMainThread(() => (button1 && !button1.hidden ? button1 : button0).click());
    };
    Services.obs.addObserver(observe, "common-dialog-loaded");
  },

  /** Loads an address as if it had been typed. */
  navigate(browserId, url) {
    const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
    const uri = Services.io.newURI(url);
    BrowsingContext.getCurrentTopByBrowserId(browserId).loadURI(uri, { triggeringPrincipal });
  },

  reload(browserId) {
    BrowsingContext.getCurrentTopByBrowserId(browserId).reload(Ci.nsIWebNavigation.LOAD_FLAGS_NONE);
  },

  /** Tabs from left to right. */
  tabs() {
    return gBrowser.tabs.map(({ linkedBrowser, selected }) => ({
      id: linkedBrowser.browserId,
      url: linkedBrowser.currentURI.spec,
      active: selected,
    }));
  },

  tab(browserId) {
    return gBrowser.tabs.find(({ linkedBrowser }) => linkedBrowser.browserId === browserId);
  },

  activate(browserId) {
    gBrowser.selectedTab = this.tab(browserId);
  },

  /** Closes a tab, or the sidebar, without asking the page. */
  close(browserId) {
    const tab = this.tab(browserId);
    if (tab) gBrowser.removeTab(tab, { animate: false, skipPermitUnload: true });
    else SidebarController.hide();
  },

  closeOtherTabs() {
    const kept = gBrowser.selectedTab;
    for (const tab of [...gBrowser.tabs])
      if (tab !== kept) gBrowser.removeTab(tab, { animate: false, skipPermitUnload: true });
  },

  extension(addonId) {
    const { extension } = WebExtensionPolicy.getByID(addonId) ?? {};
    if (!extension) throw new Error(`no add-on ${addonId}`);
    return extension;
  },

  /** The add-on's documents: "background", "sidebar", "tab" or "popup" each. */
  extensionViews(addonId) {
    return [...this.extension(addonId).views].flatMap(({ viewType, uri, xulBrowser }) =>
      xulBrowser ? [{ kind: viewType, url: uri.spec, id: xulBrowser.browserId }] : [],
    );
  },

  /** Presses the add-on's button in the toolbar; only a press grants the page. Pins the button first, as a user may. */
  async pressToolbarButton(addonId) {
    const { makeWidgetId } = ChromeUtils.importESModule(
      "resource://gre/modules/ExtensionCommon.sys.mjs",
    ).ExtensionCommon;
    const id = `${makeWidgetId(addonId)}-browser-action`;
    if (CustomizableUI.getPlacementOfWidget(id)?.area !== CustomizableUI.AREA_NAVBAR)
      CustomizableUI.addWidgetToArea(id, CustomizableUI.AREA_NAVBAR);
    const button = document.getElementById(id)?.querySelector(".unified-extensions-item-action-button");
    if (!button) throw new Error(`no button of ${addonId} in the toolbar`);
    await window.promiseDocumentFlushed(() => undefined);
    const { event } = ChromeUtils.importESModule("chrome://remote/content/shared/webdriver/Event.sys.mjs");
    const { x, y, width, height } = button.getBoundingClientRect();
    for (const type of ["mousemove", "mousedown", "mouseup"]) {
      const details = { type, button: 0, clickCount: type === "mousemove" ? 0 : 1 };
      await event.synthesizeMouseAtPoint(x + width / 2, y + height / 2, details, window);
    }
  },

  /**
   * Chooses the add-on's entry of this id in the menu of the page in front, which a right-click has opened: as with the
   * button, only a press grants the page.
   */
  async chooseInMenu(addonId, entry, below) {
    const { makeWidgetId } = ChromeUtils.importESModule(
      "resource://gre/modules/ExtensionCommon.sys.mjs",
    ).ExtensionCommon;
    const { event } = ChromeUtils.importESModule("chrome://remote/content/shared/webdriver/Event.sys.mjs");
    const menu = document.getElementById("contentAreaContextMenu");
    const shown = new Promise((resolve) => menu.addEventListener("popupshown", resolve, { once: true }));
    const { x, y, width } = gBrowser.selectedBrowser.getBoundingClientRect();
    // By default at the page's top edge, where no link is.
    const details = { type: "contextmenu", button: 2, clickCount: 1 };
    let isShown = false;
    // What is pressed before the page has been drawn reaches nobody.
    while (!isShown) {
      await event.synthesizeMouseAtPoint(x + width / 2, y + below, details, window);
      isShown = await Promise.race([shown.then(() => true), this.pause(UNDRAWN_MS).then(() => false)]);
    }
    const item = document.getElementById(`${makeWidgetId(addonId)}-menuitem-_${entry}`);
    if (!item) throw new Error(`no entry ${entry} of ${addonId} in the page's menu`);
    const hidden = new Promise((resolve) => menu.addEventListener("popuphidden", resolve, { once: true }));
    menu.activateItem(item);
    await hidden;
  },

  /** Resolves when the event page has run once: from then on Firefox knows what wakes it. */
  async backgroundStarted(addonId) {
    await this.extension(addonId).promiseBackgroundStarted();
  },

  /** Ends the add-on's event page as if it had been idle, whatever it does; resolves when it is gone. */
  async stopBackground(addonId) {
    const extension = this.extension(addonId);
    if (extension.backgroundState === "stopped") return;
    await extension.promiseBackgroundStarted();
    const page = extension.backgroundContext;
    let isStopped = !page;
    extension.once("shutdown-background-script", () => {
      isStopped = true;
    });
    // An event that comes while the page is told of its end keeps it running.
    while (!isStopped) {
      await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
      if (!isStopped) await this.pause(PAUSE_MS);
    }
    // Its document goes later, and would else be taken for the next one's.
    while (page && !page.unloaded) await this.pause(PAUSE_MS);
  },

  pause(ms) {
    return new Promise((resolve) => window.setTimeout(resolve, ms));
  },

  /** "running", "starting", "suspending" or "stopped". */
  backgroundState(addonId) {
    return this.extension(addonId).backgroundState;
  },

  setPreference(name, value) {
    if (typeof value === "number") Services.prefs.setIntPref(name, value);
    else if (typeof value === "boolean") Services.prefs.setBoolPref(name, value);
    else Services.prefs.setStringPref(name, value);
  },

  readClipboard() {
    return navigator.clipboard.readText();
  },

  /** base64 of a PNG of what a document shows. */
  async screenshot(browserId, { width, height, ratio }) {
    const context = BrowsingContext.getCurrentTopByBrowserId(browserId);
    const area = new DOMRect(0, 0, width, height);
    const bitmap = await context.currentWindowGlobal.drawSnapshot(area, ratio, "rgb(255,255,255)");
    const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    return canvas.toDataURL("image/png").replace(/^[^,]*,/u, "");
  },

  setColorScheme(browserId, scheme) {
    BrowsingContext.getCurrentTopByBrowserId(browserId).prefersColorSchemeOverride = scheme;
  },
};
