/** Starts Firefox with a fresh profile and the add-on loaded, and does by Marionette what the driver asks. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserOptions, MENU_ENTRY } from "./browser.ts";
import { BrowserProcess } from "./browser-process.ts";
import { type GeckoDocument, PARENT_SOURCE } from "./gecko/functions.ts";
import { preferences, userJs } from "./gecko/preferences.ts";
import { type AskParent, GeckoView } from "./gecko-view.ts";
import { Marionette } from "./marionette.ts";
import { PATIENCE_MS, until } from "./until.ts";
import type { View } from "./view.ts";

/** A script of the driver's may wait as long as it likes; "none" would end it at once. */
const SCRIPT_MS = 2_000_000_000;
/** Makes a released Firefox heed the preference of where its own settings are fetched, which Marionette points nowhere. */
const ENVIRONMENT = { MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" };
/** Milliseconds without an event after which Firefox stops an event page. */
const IDLE_PREFERENCE = "extensions.background.idle.timeout";
/** Of the add-on in every profile, so that its addresses are known. */
const UUID = "7c4b2f7e-52a5-4a4b-9d7c-b0571100a001";

export class Firefox implements Browser {
  readonly name = "firefox";
  readonly #process: BrowserProcess;
  readonly #marionette: Marionette;
  /** As the add-on's manifest gives it. */
  readonly #extensionId: string;
  readonly extensionUrl = `moz-extension://${UUID}/`;

  private constructor(process: BrowserProcess, marionette: Marionette, extensionId: string) {
    this.#process = process;
    this.#marionette = marionette;
    this.#extensionId = extensionId;
  }

  /** Starts a browser. Throws when the program cannot be started or ends at once, with what it said. */
  static async launch(options: BrowserOptions): Promise<Firefox> {
    const extensionId = await readId(options.extension);
    const profile = await BrowserProcess.makeProfile();
    const { proxy, gpu, wasm, language = "en-US" } = options;
    const uuids = { [extensionId]: UUID };
    const fields = preferences({ proxy, webGpu: gpu !== "none", wasm, language, uuids });
    await writeFile(join(profile, "user.js"), userJs(fields));
    const args = [...flags(options), "-profile", profile];
    const env = { ...process.env, ...ENVIRONMENT };
    const browser = BrowserProcess.start(options.program, args, profile, { env });
    let marionette: Marionette | undefined;
    try {
      return await browser.during(
        (async () => {
          const port = join(profile, "MarionetteActivePort");
          const number = await until(
            async () => Number(await readFile(port, "utf8")) || null,
            PATIENCE_MS,
            "Firefox",
          );
          marionette = await Marionette.connect(number);
          await marionette.send("WebDriver:NewSession", {
            acceptInsecureCerts: options.trust !== undefined,
            timeouts: { script: SCRIPT_MS },
            unhandledPromptBehavior: "ignore",
          });
          await marionette.send("Marionette:SetContext", { value: "chrome" });
          await marionette.send("Addon:Install", { path: options.extension, temporary: true });
          const firefox = new Firefox(browser, marionette, extensionId);
          await firefox.ask("quitWithDriver");
          await firefox.ask("dismissDialogs");
          await firefox.#settled();
          return firefox;
        })(),
      );
    } catch (thrown) {
      marionette?.end();
      browser.kill();
      await browser.end();
      throw thrown;
    }
  }

  /** Asks the parent process. */
  readonly ask: AskParent = async (name, ...args) => {
    const script = `${PARENT_SOURCE}; return postil[${JSON.stringify(name)}](...arguments)`;
    const params = { script, args, sandbox: "system", newSandbox: false };
    const { value } = await this.#marionette.send("WebDriver:ExecuteScript", params);
    // Checked where it is asked: the functions are declared beside their source.
    return value as never;
  };

  async openTab(url: string): Promise<GeckoView> {
    return new GeckoView(this.ask, await this.ask("openTab", url));
  }

  async tabs(): Promise<readonly string[]> {
    return (await this.ask("tabs")).map(({ url }) => url);
  }

  async closeTabs(): Promise<void> {
    if (await this.isPanelOpen()) await this.closePanel(await this.panel(PATIENCE_MS));
    await this.ask("openTab", "about:blank");
    await this.ask("closeOtherTabs");
  }

  activate(page: View): Promise<void> {
    return this.ask("activate", (page as GeckoView).id);
  }

  pressToolbarButton(): Promise<void> {
    return this.ask("pressToolbarButton", this.#extensionId);
  }

  /** Chooses the extension's entry of this id in the menu of the page in front, opened so many CSS pixels below its top. */
  chooseInMenu(entry: string, below = 4): Promise<void> {
    return this.ask("chooseInMenu", this.#extensionId, entry, below);
  }

  /** The sidebar. */
  panel(timeoutMs: number): Promise<GeckoView> {
    return this.#extensionView("sidebar", timeoutMs);
  }

  async isPanelOpen(): Promise<boolean> {
    return (await this.#extensionViews("sidebar")).length > 0;
  }

  async closePanel(panel: View): Promise<void> {
    await panel.close();
    await until(async () => !(await this.isPanelOpen()), PATIENCE_MS, "the sidebar's end");
  }

  readClipboard(): Promise<string> {
    return this.ask("readClipboard");
  }

  /** The event page. Looking at it does not keep it running. */
  background(): Promise<GeckoView> {
    return this.#extensionView("background", PATIENCE_MS);
  }

  async isBackgroundRunning(): Promise<boolean> {
    return (await this.ask("backgroundState", this.#extensionId)) !== "stopped";
  }

  stopBackground(): Promise<void> {
    return this.ask("stopBackground", this.#extensionId);
  }

  /** The event page: it owns the engine's worker. */
  host(): Promise<GeckoView> {
    return this.background();
  }

  destroyHost(): Promise<void> {
    return this.stopBackground();
  }

  async crashWorker(): Promise<void> {
    await (await this.host()).crashWorkers();
  }

  /** Milliseconds without an event after which the event page is stopped; Firefox's own choice is 30 s. */
  setIdleTimeout(ms: number): Promise<void> {
    return this.ask("setPreference", IDLE_PREFERENCE, ms);
  }

  /** Waits until the add-on has done what it does once: before that a press may find no listener, and the menu no entry. */
  async #settled(): Promise<void> {
    await this.ask("backgroundStarted", this.#extensionId);
    const page = await this.background();
    const isInMenu = `browser.menus.update(${JSON.stringify(MENU_ENTRY)}, { enabled: true }).then(() => true)`;
    await until(() => page.evaluate<boolean>(isInMenu), PATIENCE_MS, "the add-on's entry in the menu");
  }

  async #extensionViews(wanted: string): Promise<readonly GeckoDocument[]> {
    return (await this.ask("extensionViews", this.#extensionId)).filter(({ kind }) => kind === wanted);
  }

  async #extensionView(wanted: string, timeoutMs: number): Promise<GeckoView> {
    const look = async (): Promise<GeckoDocument | undefined> => (await this.#extensionViews(wanted))[0];
    return new GeckoView(this.ask, (await until(look, timeoutMs, `the ${wanted}`)).id);
  }

  /** Resolves when the browser has ended, by the user's hand or ours. */
  ended(): Promise<void> {
    return this.#process.ended();
  }

  /** Ends the browser and removes its profile. */
  async close(): Promise<void> {
    await this.#marionette.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
    this.#marionette.end();
    await this.#process.end();
  }
}

/** The add-on's id, as its manifest gives it; Firefox makes one up for one that has none, and nothing could find it again. */
async function readId(extension: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(extension, "manifest.json"), "utf8")) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (id === undefined) throw new Error(`the manifest in ${extension} gives no id for Firefox`);
  return id;
}

function flags({ headless, size = { width: 1280, height: 860 } }: BrowserOptions): string[] {
  return [
    "--marionette",
    "--remote-allow-system-access",
    "--no-remote",
    "--width",
    String(size.width),
    "--height",
    String(size.height),
    ...(headless ? ["--headless"] : []),
    "about:blank",
  ];
}
