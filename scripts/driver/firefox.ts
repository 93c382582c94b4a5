/** Starts Firefox with a fresh profile and an add-on loaded, and ends it without leaving anything behind. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BrowserProcess } from "./browser-process.ts";
import { type GeckoDocument, PARENT_SOURCE } from "./gecko/functions.ts";
import { preferences, userJs } from "./gecko/preferences.ts";
import { type AskParent, GeckoView } from "./gecko-view.ts";
import { Marionette } from "./marionette.ts";
import { until } from "./until.ts";

export interface FirefoxOptions {
  /** Path of the browser's program. */
  readonly program: string;
  /** Folder of the built add-on. */
  readonly extension: string;
  readonly headless: boolean;
  readonly webGpu?: boolean;
  /** "http://127.0.0.1:PORT": every request of every part of the browser goes there, those to this machine included. */
  readonly proxy?: string;
  /** Certificates are taken for valid, whatever is wrong with them. */
  readonly trust?: boolean;
  /** BCP 47 language of the interface; by default English. */
  readonly language?: string;
  /** Of the window, in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Milliseconds without an event after which the event page is stopped; Firefox's own choice is 30 s. */
  readonly idleMs?: number;
}

/** Milliseconds for the browser to come up. */
const START_MS = 60_000;
/** A script of the driver's may wait as long as it likes; "none" would end it at once. */
const SCRIPT_MS = 2_000_000_000;
/** Of the add-on in every profile, so that its addresses are known. */
const UUID = "7c4b2f7e-52a5-4a4b-9d7c-b0571100a001";

export class Firefox {
  readonly #process: BrowserProcess;
  readonly #marionette: Marionette;
  /** Of the loaded add-on, as its manifest gives it. */
  readonly extensionId: string;
  /** "moz-extension://…/" */
  readonly extensionUrl = `moz-extension://${UUID}/`;

  private constructor(process: BrowserProcess, marionette: Marionette, extensionId: string) {
    this.#process = process;
    this.#marionette = marionette;
    this.extensionId = extensionId;
  }

  /** Starts a browser. Throws when the program cannot be started or ends at once, with what it said. */
  static async launch(options: FirefoxOptions): Promise<Firefox> {
    const extensionId = await readId(options.extension);
    const profile = await BrowserProcess.makeProfile();
    const { proxy, idleMs, webGpu = false, language = "en-US" } = options;
    const fields = preferences({ proxy, webGpu, language, idleMs, uuids: { [extensionId]: UUID } });
    await writeFile(join(profile, "user.js"), userJs(fields));
    const browser = BrowserProcess.start(options.program, [...flags(options), "-profile", profile], profile);
    let marionette: Marionette | undefined;
    try {
      return await browser.during(
        (async () => {
          const port = join(profile, "MarionetteActivePort");
          const number = await until(async () => Number(await readFile(port, "utf8")), START_MS, "Firefox");
          marionette = await Marionette.connect(number);
          await marionette.send("WebDriver:NewSession", {
            acceptInsecureCerts: options.trust ?? false,
            timeouts: { script: SCRIPT_MS },
            unhandledPromptBehavior: "ignore",
          });
          await marionette.send("Marionette:SetContext", { value: "chrome" });
          await marionette.send("Addon:Install", { path: options.extension, temporary: true });
          return new Firefox(browser, marionette, extensionId);
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

  /** Opens a tab in front. */
  async openTab(url: string): Promise<GeckoView> {
    return new GeckoView(this.ask, await this.ask("openTab", url));
  }

  /** Presses the add-on's toolbar button on the tab in front. */
  pressToolbarButton(): Promise<void> {
    return this.ask("pressToolbarButton", this.extensionId);
  }

  /** The sidebar with the add-on's panel, once it is open. */
  sidebar(timeoutMs = 10_000): Promise<GeckoView> {
    return this.#extensionView("sidebar", timeoutMs);
  }

  /** The event page, if it runs within the time. Looking at it does not keep it running. */
  eventPage(timeoutMs = 10_000): Promise<GeckoView> {
    return this.#extensionView("background", timeoutMs);
  }

  async #extensionView(wanted: string, timeoutMs: number): Promise<GeckoView> {
    const look = async (): Promise<GeckoDocument | undefined> =>
      (await this.ask("extensionViews", this.extensionId)).find(({ kind }) => kind === wanted);
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

function flags({ headless, size = { width: 1280, height: 860 } }: FirefoxOptions): string[] {
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
