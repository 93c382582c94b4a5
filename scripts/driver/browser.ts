/** A browser with the extension in it, as the driver uses it; `launch.ts` starts one by name. */
import type { BrowserName } from "../lib/setup.mjs";
import type { Realm, View } from "./view.ts";

/**
 * Where WebGPU runs: on the graphics card, in software where there is none or results must not depend on one, or wherever the
 * browser likes, when nothing depends on it.
 */
export type Gpu = "card" | "software" | "none";

export interface BrowserOptions {
  /** Path of the browser's program. */
  readonly program: string;
  /** Folder of the extension as it is built for this browser. */
  readonly extension: string;
  readonly headless: boolean;
  readonly gpu: Gpu;
  /** False for a browser without WebAssembly, as one that is too old. */
  readonly wasm?: boolean | undefined;
  /** "http://127.0.0.1:PORT": every request of every part of the browser goes there, those to this machine included. */
  readonly proxy?: string;
  /** base64 of the sha256 of a public key: certificates with it are taken for valid, whatever else is wrong with them. */
  readonly trust?: string;
  /** BCP 47 language of the interface; by default English. */
  readonly language?: string;
  /** Of the window, in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
}

/**
 * Where the few requests are sent that a browser makes for itself and that no switch turns off (is anyone signed in, are
 * there updates). With a name of their own they cannot be taken for the extension's.
 */
export const BROWSERS_OWN_HOST = "browser.invalid";

/**
 * Where Chromium fetches the dictionary of its spell checker from, some time after something is written into the first text field.
 * Neither a switch nor a preference turns that off.
 */
export const DICTIONARY_HOST = "redirector.gvt1.com";

/** Paths of the extension's pages in its build. */
export const PANEL_PAGE = "src/panel/panel.html";
export const OPTIONS_PAGE = "src/options/options.html";

/** Id of its entry in the menu of pages (`src/background/menu.ts`), which is made when it is installed. */
export const MENU_ENTRY = "summarise";

export interface Browser {
  readonly name: BrowserName;
  /** Where the extension's own files are, such as "chrome-extension://ID/". */
  readonly extensionUrl: string;

  /** Opens a tab in front, without waiting for its page; what the page pops up is closed at once. */
  openTab(url: string): Promise<View>;

  /** Addresses of all tabs. */
  tabs(): Promise<readonly string[]>;

  /** Closes the panel and all tabs but a new, empty one. */
  closeTabs(): Promise<void>;

  /** Brings a tab to the front. */
  activate(page: View): Promise<void>;

  /** Presses the extension's toolbar button on the tab in front: only a press grants its page. */
  pressToolbarButton(): Promise<void>;

  /** The panel beside the page, once it is open. */
  panel(timeoutMs: number): Promise<View>;

  isPanelOpen(): Promise<boolean>;

  /** Closes the panel as its ✕ does, and waits until it can be opened again. */
  closePanel(panel: View): Promise<void>;

  /** The text on the clipboard, read by way of a page if need be. */
  readClipboard(page: View): Promise<string>;

  /** The service worker, or the event page, while it runs. Detach from it, or it may not end by itself. */
  background(): Promise<Realm & { detach(): Promise<void> }>;

  isBackgroundRunning(): Promise<boolean>;

  /** Stops it as the browser stops idle ones, whatever it does. In Firefox the engine goes with it. */
  stopBackground(): Promise<void>;

  /** What owns the engine's worker: the offscreen document, or the event page. */
  host(): Promise<Realm & { detach(): Promise<void> }>;

  /** Destroys it, if there is one, and everything in it. */
  destroyHost(): Promise<void>;

  /** Has the engine's worker end by an error that nothing catches; its owner stays. */
  crashWorker(): Promise<void>;

  /** Resolves when the browser has ended, by the user's hand or ours. */
  ended(): Promise<void>;

  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}
