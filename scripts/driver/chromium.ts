/** Starts Chromium with a fresh profile and the extension loaded, and does by its DevTools protocol what the driver asks. */
import { BROWSERS_OWN_HOST, type Browser, type BrowserOptions, PANEL_PAGE } from "./browser.ts";
import { BrowserProcess } from "./browser-process.ts";
import { Cdp } from "./cdp.ts";
import { CdpView } from "./cdp-view.ts";
import { sleep, until } from "./until.ts";
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

/** Milliseconds for the browser to come up, and for what it was told to end. */
const START_MS = 30_000;
const END_MS = 5_000;
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
          await until(() => cdp.send("Browser.getVersion"), START_MS, "the browser");
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
    await until(async () => !(await left()), END_MS, "the tabs' end");
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
    await until(async () => !(await this.isPanelOpen()), END_MS, "the panel's end");
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
    const worker = (await this.#targets()).find((target) => this.#isServiceWorker(target));
    if (!worker) return;
    const { targetId } = worker;
    await this.cdp.send("Target.closeTarget", { targetId });
    // A page that has something to say to it wakes the next one at once.
    const isLeft = async (): Promise<boolean> =>
      (await this.#targets()).some((one) => one.targetId === targetId);
    await until(async () => !(await isLeft()), END_MS, "the worker's end");
  }

  /** The offscreen document. */
  host(): Promise<CdpView> {
    return this.#view(({ url }) => this.#is(url, HOST_PAGE), "the engine's document");
  }

  async destroyHost(): Promise<void> {
    const host = (await this.#targets()).find(({ url }) => this.#is(url, HOST_PAGE));
    if (host) await this.cdp.send("Target.closeTarget", { targetId: host.targetId });
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

  /** Attaches to the first target that fits, waiting for it to appear. */
  async #view(fits: (target: TargetInfo) => boolean, what: string, timeoutMs = 10_000): Promise<CdpView> {
    const found = await until(async () => (await this.#targets()).find(fits), timeoutMs, what);
    return CdpView.attach(this.cdp, found.targetId);
  }

  #is(url: string, page: string): boolean {
    return url.startsWith(this.extensionUrl + page);
  }

  #isServiceWorker({ type, url }: TargetInfo): boolean {
    return type === "service_worker" && url.startsWith(this.extensionUrl);
  }

  /** Waits until the extension's service worker is active: before that the toolbar button has no listener. */
  async #settled(): Promise<void> {
    const worker = await this.background();
    const active = "self.registration?.active?.state === 'activated'";
    await until(() => worker.evaluate<boolean>(active), START_MS, "the service worker");
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
    `--disable-features=${QUIET_FEATURES.join(",")}`,
    `--lang=${options.language ?? "en-US"}`,
    `--window-size=${width},${height}`,
    ...(options.headless ? ["--headless=new"] : []),
    // Chromium's sandbox needs a user that is not root; root is what containers and build machines run as.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    // Chromium on Linux offers WebGPU by itself only for some cards and drivers.
    ...(options.gpu === "none" ? [] : ["--enable-unsafe-webgpu", "--enable-features=Vulkan,WebGPU"]),
    ...(options.gpu === "software" ? ["--use-webgpu-adapter=swiftshader"] : []),
    ...(options.proxy ? [`--gaia-url=${own}`, `--component-updater=url-source=${own}`] : []),
    ...(options.trust ? [`--ignore-certificate-errors-spki-list=${options.trust}`] : []),
    // "<-loopback>" takes away the rule that requests to this machine go past the proxy.
    ...(options.proxy ? [`--proxy-server=${options.proxy}`, "--proxy-bypass-list=<-loopback>"] : []),
  ];
}
