/** Starts Chromium with a fresh profile and an extension loaded, and ends it without leaving anything behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { Cdp } from "./cdp.ts";
import { until } from "./until.ts";
import { View } from "./view.ts";

/**
 * Where WebGPU runs: on the graphics card, in software (SwiftShader) where there is none or results must not depend on one,
 * or wherever the browser likes, when nothing depends on it.
 */
export type Gpu = "card" | "software" | "none";

export interface BrowserOptions {
  /** Path of the browser's program. */
  readonly program: string;
  /** Folder of the built extension. */
  readonly extension: string;
  readonly headless: boolean;
  readonly gpu: Gpu;
  /** "http://127.0.0.1:PORT": every request of every part of the browser goes there, those to this machine included. */
  readonly proxy?: string;
  /** base64 of the sha256 of a public key: certificates with it are taken for valid, whatever else is wrong with them. */
  readonly trust?: string;
  /** BCP 47 language of the interface; by default English. */
  readonly language?: string;
  /** Of the window, in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface TargetInfo {
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

const QUIET_FEATURES = ["MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "Translate"];

/**
 * Where the few requests are sent that Chromium makes for itself and that no switch turns off (is anyone signed in, are
 * there updates). With a name of their own they cannot be taken for the extension's.
 */
export const BROWSERS_OWN_HOST = "browser.invalid";

/** Milliseconds for the browser to come up, and to go down by itself. */
const START_MS = 30_000;
const END_MS = 5_000;

export class Browser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly cdp: Cdp;
  /** Of the loaded extension. */
  readonly extensionId: string;

  private constructor(process: ChildProcess, profile: string, cdp: Cdp, extensionId: string) {
    this.#process = process;
    this.#profile = profile;
    this.cdp = cdp;
    this.extensionId = extensionId;
  }

  /** Starts a browser. Throws when the program cannot be started or ends at once, with what it said. */
  static async launch(options: BrowserOptions): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), "postil-browser-"));
    const child = spawn(options.program, [...flags(options), `--user-data-dir=${profile}`, "about:blank"], {
      // A group of its own: Ctrl+C in the terminal reaches us first, and we end the browser in order.
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
    });
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      said = (said + chunk).slice(-4000);
    });
    const failed = new Promise<never>((_, reject) => {
      child.once("error", (error) =>
        reject(new Error(`${options.program} does not start: ${error.message}`)),
      );
      child.once("exit", (code) =>
        reject(new Error(`${options.program} ended at once (${code ?? "killed"}): ${said}`)),
      );
    });
    const cdp = new Cdp(child.stdio[3] as Writable, child.stdio[4] as Readable);
    const started = (async () => {
      await until(() => cdp.send("Browser.getVersion"), START_MS, "the browser");
      const { id } = await cdp.send("Extensions.loadUnpacked", { path: options.extension });
      const browser = new Browser(child, profile, cdp, String(id));
      await browser.#settled();
      return browser;
    })();
    try {
      return await Promise.race([started, failed]);
    } catch (thrown) {
      void cdp.send("Browser.close").catch(() => undefined);
      await end(child, profile);
      throw thrown;
    } finally {
      failed.catch(() => undefined);
      started.catch(() => undefined);
    }
  }

  /** Targets of every type, tabs included. */
  async targets(): Promise<TargetInfo[]> {
    const { targetInfos } = await this.cdp.send("Target.getTargets", { filter: [{}] });
    return targetInfos as TargetInfo[];
  }

  /** Attaches to the first target that fits, waiting for it to appear. */
  async view(fits: (target: TargetInfo) => boolean, what: string, timeoutMs = 10_000): Promise<View> {
    const found = await until(async () => (await this.targets()).find(fits), timeoutMs, what);
    return View.attach(this.cdp, found.targetId);
  }

  /** Opens a tab and attaches to its page. */
  async openTab(url: string): Promise<View> {
    const { targetId } = await this.cdp.send("Target.createTarget", { url });
    return View.attach(this.cdp, String(targetId));
  }

  /** Attaches to the extension's service worker, which keeps it running until the view is detached. */
  serviceWorker(): Promise<View> {
    return this.view(
      ({ type, url }) => type === "service_worker" && url.includes(this.extensionId),
      "the service worker",
    );
  }

  /** Waits until the extension's service worker is active: before that the toolbar button has no listener. */
  async #settled(): Promise<void> {
    const worker = await this.serviceWorker();
    await until(
      () => worker.evaluate("self.registration?.active?.state === 'activated'"),
      START_MS,
      "the service worker",
    );
    await worker.detach();
  }

  /** Resolves when the browser has ended, by the user's hand or ours. */
  async ended(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, "exit");
  }

  /** Ends the browser and removes its profile. */
  async close(): Promise<void> {
    await this.cdp.send("Browser.close").catch(() => undefined);
    await end(this.#process, this.#profile);
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

async function end(child: ChildProcess, profile: string): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const exit = once(child, "exit");
    const timer = setTimeout(() => killGroup(child), END_MS);
    await exit;
    clearTimeout(timer);
  }
  // The group's last members may outlive the first by a moment, and write to the profile in it.
  killGroup(child);
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Ends the browser with all its processes; it was started as a group of its own. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // No such group: all have ended.
  }
}
