import browser from "webextension-polyfill";

/** The interface for entries in context menus, which goes by two names. */
export function menus(): browser.Menus.Static {
  // Chrome has no `menus`, whatever the types say.
  return (browser.menus as browser.Menus.Static | undefined) ?? browser.contextMenus;
}
