/** Starts Chromium with a fresh profile and the extension loaded, and does by its DevTools protocol what the driver asks. */
import { BROWSERS_OWN_HOST, type Browser, type BrowserOptions, MENU_ENTRY, PANEL_PAGE } from "./browser.ts";
import { BrowserProcess } from "./browser-process.ts";
import { Cdp } from "./cdp.ts";
import { CdpView } from "./cdp-view.ts";
import { PATIENCE_MS, sleep, until } from "./until.ts";
import type { View } from "./view.ts";

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
  /** Of tabs, in newer browsers. */
  readonly embedderData?: { readonly tabActive?: boolean };
}

/** What a browser does by itself and for itself: first-run pages, updates, reports, suggestions. */
const QUIET = [
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-quic",
  "--disable-search-engine-choice-screen",
  "--disable-sync",
  "--metrics-recording-only",
  "--password-store=basic",
  "--use-mock-keychain",
];

const QUIET_FEATURES = [
  "AutofillServerCommunication",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "Translate",
];

const HOST_PAGE = "src/owner/offscreen.html";

/** Milliseconds until a closed panel's place is taken away; a press before that would close, not open. */
const PANEL_GONE_MS = 300;

export class Chromium implements Browser {
  readonly name = "chromium";
  readonly #process: BrowserProcess;
  readonly cdp: Cdp;
  readonly #extensionId: string;

  private constructor(process: BrowserProcess, cdp: Cdp, extensionId: string) {
    this.#process = process;
    this.cdp = cdp;
    this.#extensionId = extensionId;
  }

  /** Starts a browser. Throws when the program cannot be started or ends at once, with what it said. */
  static async launch(options: BrowserOptions): Promise<Chromium> {
    const profile = await BrowserProcess.makeProfile();
    const args = [...flags(options), `--user-data-dir=${profile}`, "about:blank"];
    const browser = BrowserProcess.start(options.program, args, profile, { pipe: true });
    const { to, from } = browser.pipes;
    const cdp = new Cdp(to, from);
    try {
      return await browser.during(
        (async () => {
          await until(() => cdp.send("Browser.getVersion"), PATIENCE_MS, "the browser");
          const { id } = await cdp.send("Extensions.loadUnpacked", { path: options.extension });
          const chromium = new Chromium(browser, cdp, String(id));
          await chromium.#settled();
          return chromium;
        })(),
      );
    } catch (thrown) {
      void cdp.send("Browser.close").catch(() => undefined);
      await browser.end();
      throw thrown;
    }
  }

  get extensionUrl(): string {
    return `chrome-extension://${this.#extensionId}/`;
  }

  async openTab(url: string): Promise<CdpView> {
    const { targetId } = await this.cdp.send("Target.createTarget", { url: "about:blank" });
    const page = await CdpView.attach(this.cdp, String(targetId));
    await page.dismissDialogs();
    await page.navigate(url);
    return page;
  }

  async tabs(): Promise<readonly string[]> {
    return (await this.#targets()).filter(({ type }) => type === "page").map(({ url }) => url);
  }

  async closeTabs(): Promise<void> {
    const old = (await this.#targets()).filter(({ type }) => type === "page");
    await this.cdp.send("Target.createTarget", { url: "about:blank" });
    for (const { targetId } of old)
      await this.cdp.send("Target.closeTarget", { targetId }).catch(() => undefined);
    const ids = new Set(old.map(({ targetId }) => targetId));
    const left = async (): Promise<boolean> =>
      (await this.#targets()).some(({ targetId }) => ids.has(targetId));
    await until(async () => !(await left()), PATIENCE_MS, "the tabs' end");
  }

  async activate(page: View): Promise<void> {
    await this.cdp.send("Target.activateTarget", { targetId: (page as CdpView).targetId });
  }

  async pressToolbarButton(): Promise<void> {
    // DevTools knows a tab and the page in it as two targets; the button belongs to the tab.
    const tabs = (await this.#targets()).filter(({ type }) => type === "tab");
    const tab = tabs.find(({ embedderData }) => embedderData?.tabActive);
    if (!tab) throw new Error("no tab is in front");
    await this.cdp.send("Extensions.triggerAction", { id: this.#extensionId, targetId: tab.targetId });
  }

  panel(timeoutMs: number): Promise<CdpView> {
    const fits = ({ type, url }: TargetInfo): boolean => type === "page" && this.#is(url, PANEL_PAGE);
    return this.#view(fits, "the side panel", timeoutMs);
  }

  async isPanelOpen(): Promise<boolean> {
    return (await this.#targets()).some(({ url }) => this.#is(url, PANEL_PAGE));
  }

  async closePanel(panel: View): Promise<void> {
    await panel.close();
    await until(async () => !(await this.isPanelOpen()), PATIENCE_MS, "the panel's end");
    await sleep(PANEL_GONE_MS);
  }

  async readClipboard(page: View): Promise<string> {
    const origin = await page.evaluate<string>("location.origin");
    await this.cdp.send("Browser.grantPermissions", { origin, permissions: ["clipboardReadWrite"] });
    await (page as CdpView).send("Emulation.setFocusEmulationEnabled", { enabled: true });
    return page.evaluate<string>("navigator.clipboard.readText()");
  }

  /** The service worker. It is kept running until the view is detached. */
  background(): Promise<CdpView> {
    return this.#view((target) => this.#isServiceWorker(target), "the service worker");
  }

  async isBackgroundRunning(): Promise<boolean> {
    return (await this.#targets()).some((target) => this.#isServiceWorker(target));
  }

  async stopBackground(): Promise<void> {
    // A page that has something to say to it wakes the next one at once.
    await this.#end((target) => this.#isServiceWorker(target), "the service worker's end");
  }

  /** The offscreen document. */
  host(): Promise<CdpView> {
    return this.#view(({ url }) => this.#is(url, HOST_PAGE), "the engine's document");
  }

  async destroyHost(): Promise<void> {
    await this.#end(({ url }) => this.#is(url, HOST_PAGE), "the end of the engine's document");
  }

  async crashWorker(): Promise<void> {
    await this.inWorker("void setTimeout(() => { throw new Error('unreachable executed'); })");
  }

  /** Runs JavaScript in the engine's worker and returns its value. */
  async inWorker(expression: string): Promise<unknown> {
    const owner = await this.host();
    const attached = new Promise<string>((resolve) => {
      const stop = this.cdp.onEvent(({ method, params }) => {
        const { type } = (params.targetInfo ?? {}) as { type?: string };
        if (method !== "Target.attachedToTarget" || type !== "worker") return;
        stop();
        resolve(String(params.sessionId));
      });
    });
    await owner.send("Target.setAutoAttach", {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: true,
    });
    const params = { expression, returnByValue: true };
    const { result } = await this.cdp.send("Runtime.evaluate", params, await attached);
    await owner.detach();
    return (result as { value?: unknown }).value;
  }

  ended(): Promise<void> {
    return this.#process.ended();
  }

  async close(): Promise<void> {
    await this.cdp.send("Browser.close").catch(() => undefined);
    await this.#process.end();
  }

  /** Targets of every type, tabs included. */
  async #targets(): Promise<TargetInfo[]> {
    const { targetInfos } = await this.cdp.send("Target.getTargets", { filter: [{}] });
    return targetInfos as TargetInfo[];
  }

  /** Attaches to the first target that fits, waiting for it to appear. One may go away while it is attached to. */
  #view(fits: (target: TargetInfo) => boolean, what: string, timeoutMs = PATIENCE_MS): Promise<CdpView> {
    const attach = async (): Promise<CdpView | null> => {
      const found = (await this.#targets()).find(fits);
      return found ? CdpView.attach(this.cdp, found.targetId) : null;
    };
    return until(attach, timeoutMs, what);
  }

  /** Closes the target that fits, if there is one, and waits until this very one is gone. */
  async #end(fits: (target: TargetInfo) => boolean, what: string): Promise<void> {
    const { targetId } = (await this.#targets()).find(fits) ?? {};
    if (targetId === undefined) return;
    // It may have gone by itself meanwhile.
    await this.cdp.send("Target.closeTarget", { targetId }).catch(() => undefined);
    const isLeft = async (): Promise<boolean> =>
      (await this.#targets()).some((one) => one.targetId === targetId);
    await until(async () => !(await isLeft()), PATIENCE_MS, what);
  }

  #is(url: string, page: string): boolean {
    return url.startsWith(this.extensionUrl + page);
  }

  #isServiceWorker({ type, url }: TargetInfo): boolean {
    return type === "service_worker" && url.startsWith(this.extensionUrl);
  }

  /** Waits until the extension has done what it does once: before that a press finds no listener, and the menu has no entry. */
  async #settled(): Promise<void> {
    const worker = await this.background();
    const active = "self.registration?.active?.state === 'activated'";
    await until(() => worker.evaluate<boolean>(active), PATIENCE_MS, "the service worker");
    const isInMenu = `chrome.contextMenus.update(${JSON.stringify(MENU_ENTRY)}, { enabled: true }).then(() => true)`;
    await until(() => worker.evaluate<boolean>(isInMenu), PATIENCE_MS, "the extension's entry in the menu");
    await worker.detach();
  }
}

function flags(options: BrowserOptions): string[] {
  const { width, height } = options.size ?? { width: 1280, height: 860 };
  const own = `http://${BROWSERS_OWN_HOST}`;
  return [
    "--remote-debugging-pipe",
    "--enable-unsafe-extension-debugging",
    ...QUIET,
    // Else what is pressed before a page's first picture reaches nobody, and nobody is told.
    "--allow-pre-commit-input",
    `--disable-features=${QUIET_FEATURES.join(",")}`,
    `--lang=${options.language ?? "en-US"}`,
    `--window-size=${width},${height}`,
    ...(options.headless ? ["--headless=new"] : []),
    // Chromium's sandbox needs a user that is not root; root is what containers and build machines run as.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    // Chromium on Linux offers WebGPU by itself only for some cards and drivers.
    ...(options.gpu === "none" ? [] : ["--enable-unsafe-webgpu", "--enable-features=Vulkan,WebGPU"]),
    // V8 compiles wasm or has none.
    ...(options.wasm === false ? ["--js-flags=--jitless"] : []),
    ...(options.gpu === "software" ? ["--use-webgpu-adapter=swiftshader"] : []),
    ...(options.proxy ? [`--gaia-url=${own}`, `--component-updater=url-source=${own}`] : []),
    ...(options.trust ? [`--ignore-certificate-errors-spki-list=${options.trust}`] : []),
    // "<-loopback>" takes away the rule that requests to this machine go past the proxy.
    ...(options.proxy ? [`--proxy-server=${options.proxy}`, "--proxy-bypass-list=<-loopback>"] : []),
  ];
}
