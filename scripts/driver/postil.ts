/** The extension in a browser, used as a person uses it: the toolbar button, the panel, its buttons; and what tests do to it. */
import type { HostState, JobView } from "../../src/messages/protocol.ts";
import type { Settings } from "../../src/settings/settings.ts";
import type { BrowserName } from "../lib/setup.mjs";
import { type Browser, type BrowserOptions, OPTIONS_PAGE } from "./browser.ts";
import { launch } from "./launch.ts";
import { PATIENCE_MS, until } from "./until.ts";
import type { View } from "./view.ts";
import { Words } from "./words.ts";

const HOST_PORT = "postil.host";

declare global {
  /** In a panel that is watched. */
  var postilStates: HostState[];
}

/** Statuses after which nothing more happens to a job. */
export const ENDED: readonly JobView["status"][] = ["done", "cancelled", "failed"];

export class Postil {
  readonly browser: Browser;
  readonly words: Words;

  private constructor(browser: Browser, words: Words) {
    this.browser = browser;
    this.words = words;
  }

  static async launch(name: BrowserName, options: BrowserOptions): Promise<Postil> {
    return new Postil(await launch(name, options), new Words(options.extension));
  }

  /** Launches with WebGPU on the graphics card if the browser offers one, else in software, and tells which it is. */
  static async launchWithWebGpu(
    name: BrowserName,
    options: Omit<BrowserOptions, "gpu">,
  ): Promise<{ postil: Postil; gpu: "card" | "software" }> {
    const postil = await Postil.launch(name, { ...options, gpu: "card" });
    const gpu = await postil.webGpu().catch(() => "none" as const);
    if (gpu !== "none") return { postil, gpu };
    await postil.close();
    return { postil: await Postil.launch(name, { ...options, gpu: "software" }), gpu: "software" };
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /**
   * Opens a tab and waits until its page has loaded; a page that still waits for pictures or the like after `timeoutMs` is
   * taken as it is. Throws when there is nothing of the page by then.
   */
  async openPage(url: string, timeoutMs = 30_000): Promise<View> {
    const page = await this.browser.openTab(url);
    const state = async (): Promise<string> =>
      page.evaluate("location.href === 'about:blank' ? '' : document.readyState");
    const complete = await until(async () => (await state()) === "complete", timeoutMs).catch(() => false);
    if (!complete && (await state()) !== "interactive")
      throw new Error(`the page did not load in ${timeoutMs} ms: ${url}`);
    return page;
  }

  /** Presses the extension's toolbar button on this page's tab, which opens the panel and grants the page. */
  async pressButton(page: View): Promise<void> {
    await this.browser.activate(page);
    await this.browser.pressToolbarButton();
  }

  /** The panel, once it is open and drawn. */
  async panel(timeoutMs = PATIENCE_MS): Promise<View> {
    const panel = await this.browser.panel(timeoutMs);
    await panel.waitForText(/\S/u, timeoutMs);
    return panel;
  }

  /** Opens a page, presses the button, and waits for the panel. */
  async openOn(url: string): Promise<{ page: View; panel: View }> {
    const page = await this.openPage(url);
    await this.pressButton(page);
    return { page, panel: await this.panel() };
  }

  /** Presses what the interface calls by this key of `_locales`. */
  press(panel: View, key: string, timeoutMs?: number): Promise<void> {
    return panel.click({ role: "button", name: this.words.of(key) }, timeoutMs);
  }

  /** Where WebGPU would run in this browser. */
  async webGpu(): Promise<"card" | "software" | "none"> {
    return this.inExtension(async () => {
      const info = (await navigator.gpu?.requestAdapter())?.info;
      if (!info) return "none";
      return info.isFallbackAdapter || info.architecture === "swiftshader" ? "software" : "card";
    });
  }

  /** Accepts the terms and installs a GGUF file through the panel. Throws with the host's reason when that fails. */
  async installFile(panel: View, path: string, timeoutMs = 600_000): Promise<void> {
    await panel.click({ role: "checkbox", name: this.words.of("terms_accept") });
    await panel.chooseFile({ role: "button", name: this.words.of("use_file") }, path);
    const done = (state: HostState): boolean => state.model.status === "ready" || state.model.error !== null;
    const { model } = await this.waitForState(panel, done, timeoutMs);
    if (model.error) throw new Error(`the model was not installed: ${model.error.message}`);
  }

  /** The host's state, asked for as the panel does: over a port of our own protocol. */
  state(panel: View): Promise<HostState> {
    return panel.call(
      (name: string) =>
        new Promise<HostState>((resolve, reject) => {
          const port = chrome.runtime.connect({ name });
          port.onDisconnect.addListener(() => reject(new Error("no host answers")));
          port.onMessage.addListener((message: { type: string; state: HostState }) => {
            if (message.type !== "state") return;
            port.disconnect();
            resolve(message.state);
          });
        }),
      HOST_PORT,
    );
  }

  /** Has the panel keep each state that the host sends from now on, and returns how to read them: who only asks may miss some. */
  async watchStates(panel: View): Promise<() => Promise<readonly HostState[]>> {
    await panel.call(
      (name: string) =>
        new Promise<void>((resolve) => {
          const states: HostState[] = [];
          Object.assign(globalThis, { postilStates: states });
          chrome.runtime
            .connect({ name })
            .onMessage.addListener((message: { type: string; state: HostState }) => {
              if (message.type === "state") states.push(message.state);
              resolve();
            });
        }),
      HOST_PORT,
    );
    return () => panel.evaluate<readonly HostState[]>("postilStates");
  }

  /** Waits for a state that fits. Throws with the last one that did not. */
  async waitForState(
    panel: View,
    fits: (state: HostState) => boolean,
    timeoutMs = PATIENCE_MS,
  ): Promise<HostState> {
    let seen: HostState | undefined;
    const look = async (): Promise<HostState | null> => {
      seen = await this.state(panel);
      return fits(seen) ? seen : null;
    };
    return until(look, timeoutMs, "such a state of the host").catch((thrown: Error) => {
      throw new Error(`${thrown.message}; the last one is ${JSON.stringify(seen)}`, { cause: thrown.cause });
    });
  }

  /** Waits for the latest job to be in one of these statuses. */
  async waitForJob(
    panel: View,
    statuses: readonly JobView["status"][],
    timeoutMs = PATIENCE_MS,
  ): Promise<JobView> {
    const fits = (job: JobView | undefined): boolean => job !== undefined && statuses.includes(job.status);
    const { jobs } = await this.waitForState(panel, (state) => fits(state.jobs.at(-1)), timeoutMs);
    return jobs.at(-1) as JobView;
  }

  /** Changes the stored settings; those of the engine are read when its host is made. */
  async setSettings(change: Partial<Settings>): Promise<void> {
    await this.inExtension(async (fields: Partial<Settings>) => {
      const stored = (await chrome.storage.local.get("settings")) as { settings?: object };
      await chrome.storage.local.set({ settings: { version: 1, ...stored.settings, ...fields } });
    }, change);
  }

  /** Forgets the jobs that outlive their host; to be called when there is none. */
  async forgetJobs(): Promise<void> {
    await this.inExtension(() => chrome.storage.session.clear());
  }

  /** Opens the settings in a tab. */
  openOptions(): Promise<View> {
    return this.openPage(this.browser.extensionUrl + OPTIONS_PAGE);
  }

  /** Calls a function with the extension's rights, in a tab of its own that starts nothing else. */
  async inExtension<A extends readonly unknown[], R>(
    work: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R> {
    const address = `${this.browser.extensionUrl}manifest.json`;
    const tab = await this.browser.openTab(address);
    try {
      await until(
        () => tab.evaluate(`location.href === ${JSON.stringify(address)} && Boolean(chrome.storage)`),
        PATIENCE_MS,
        address,
      );
      return await tab.call(work, ...args);
    } finally {
      await tab.close();
    }
  }
}
