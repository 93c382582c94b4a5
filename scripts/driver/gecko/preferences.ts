/** The preferences of a profile that is used by a program: https://firefox-source-docs.mozilla.org/modules/libpref/ */

export type Preferences = Readonly<Record<string, string | number | boolean>>;

export interface ProfileOptions {
  /** "http://127.0.0.1:PORT": every request goes there, those to this machine included. */
  readonly proxy?: string | undefined;
  /** Also in software, and on systems where Firefox has it turned off. */
  readonly webGpu: boolean;
  /** True when it is left out. */
  readonly wasm?: boolean | undefined;
  /** UUID of each add-on by its id; Firefox makes one up for those that are not named. */
  readonly uuids: Readonly<Record<string, string>>;
  /** BCP 47 language of the interface. */
  readonly language: string;
}

/**
 * What a browser does by itself and for itself: updates, reports, first-run pages, suggestions, checks of the network. Marionette
 * turns much of it off when it starts; these are what it leaves on, and what is done before it starts.
 */
const QUIET: Preferences = {
  "app.normandy.enabled": false,
  "app.update.auto": false,
  "browser.aboutwelcome.enabled": false,
  "browser.contentblocking.category": "custom",
  "browser.newtabpage.enabled": false,
  "browser.safebrowsing.provider.google4.updateURL": "",
  "browser.safebrowsing.provider.mozilla.updateURL": "",
  "browser.search.suggest.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage": "about:blank",
  "browser.startup.page": 0,
  "browser.urlbar.quicksuggest.enabled": false,
  // Else JSON is shown in a page of the browser's own instead of as what it is.
  "devtools.jsonview.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.push.serverURL": "",
  "extensions.blocklist.enabled": false,
  "extensions.systemAddon.update.enabled": false,
  "media.gmp-manager.updateEnabled": false,
  "messaging-system.rsexperimentloader.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "network.http.speculative-parallel-limit": 0,
  "network.prefetch-next": false,
  "network.trr.mode": 5,
  "privacy.query_stripping.enabled": false,
  "privacy.trackingprotection.enabled": false,
  "security.OCSP.enabled": 0,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "sidebar.main.tools": "",
  "toolkit.telemetry.enabled": false,
  "toolkit.telemetry.server": "data:,",
};

/** All that a profile needs. The port of Marionette is one that is free; Firefox writes which into the profile. */
export function preferences({ wasm = true, ...options }: ProfileOptions): Preferences {
  return {
    ...QUIET,
    "marionette.port": 0,
    "intl.locale.requested": options.language,
    "intl.accept_languages": options.language,
    "extensions.webextensions.uuids": JSON.stringify(options.uuids),
    "dom.webgpu.enabled": options.webGpu,
    "gfx.webgpu.ignore-blocklist": options.webGpu,
    "javascript.options.wasm": wasm,
    // Else add-ons have it all the same.
    "javascript.options.wasm_trustedprincipals": wasm,
    ...(options.proxy === undefined ? {} : proxied(new URL(options.proxy))),
  };
}

function proxied({ hostname, port }: URL): Preferences {
  const of = (scheme: string): Preferences => ({
    [`network.proxy.${scheme}`]: hostname,
    [`network.proxy.${scheme}_port`]: Number(port),
  });
  return {
    "network.proxy.type": 1,
    ...of("http"),
    ...of("ssl"),
    "network.proxy.no_proxies_on": "",
    // Else requests to this machine go past the proxy, and all do when the proxy refuses one.
    "network.proxy.allow_hijacking_localhost": true,
    "network.proxy.failover_direct": false,
  };
}

/** The text of a profile's `user.js`. */
export function userJs(fields: Preferences): string {
  return Object.entries(fields)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join("");
}
