/** One `manifest.json`, written for Chromium, and what Firefox wants in its place. */

/** A manifest, as far as it is looked at here. Keys that are not named pass through. */
export interface Manifest {
  readonly permissions: readonly string[];
  readonly background: { readonly service_worker: string; readonly type: "module" };
  readonly side_panel: { readonly default_path: string };
  readonly icons: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** Firefox has no such keys: https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/manifest.json */
const CHROMIUM_ONLY = [
  "minimum_chrome_version",
  "side_panel",
  "cross_origin_embedder_policy",
  "cross_origin_opener_policy",
];

/** What a permission is called in Firefox; null where there is no such thing, or it needs no permission there. */
const PERMISSIONS: Readonly<Record<string, string | null>> = {
  contextMenus: "menus",
  offscreen: null,
  sidePanel: null,
};

/** Identifies the add-on to Firefox; never an address that anyone could own. */
const ID = "postil@postil.invalid";
/** The first Firefox for desktop and Android that knows all keys used here, `data_collection_permissions` the latest. */
const MINIMUM_VERSION = "142.0";

/**
 * The manifest of the Firefox add-on: an event page in place of the service worker, a sidebar in place of the side panel, and
 * what only Firefox asks for. A pure function.
 * https://extensionworkshop.com/documentation/develop/firefox-builtin-data-consent/
 */
export function forFirefox(manifest: Manifest): Record<string, unknown> {
  const kept = Object.entries(manifest).filter(([key]) => !CHROMIUM_ONLY.includes(key));
  return {
    ...Object.fromEntries(kept),
    background: { scripts: [manifest.background.service_worker], type: manifest.background.type },
    sidebar_action: {
      default_panel: manifest.side_panel.default_path,
      default_title: "Postil",
      default_icon: manifest.icons,
      // It belongs to a page that the user asks about, and is opened by the button.
      open_at_install: false,
    },
    permissions: manifest.permissions.flatMap((name) => {
      const known = PERMISSIONS[name];
      if (known === undefined) return [name];
      return known === null ? [] : [known];
    }),
    browser_specific_settings: {
      gecko: {
        id: ID,
        strict_min_version: MINIMUM_VERSION,
        data_collection_permissions: { required: ["none"] },
      },
    },
  };
}
