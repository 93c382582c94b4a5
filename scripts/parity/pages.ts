/** The page of `npm run parity` in a browser whose WebGPU runs in software: Chromium's SwiftShader or Firefox with lavapipe. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Marionette } from "../driver/marionette.ts";
import { until } from "../driver/until.ts";
import { ensureChrome } from "../lib/chrome.mjs";

/** A page with a function `parity(name, args)`. */
export interface ParityPage {
  /** What the page's function comes to. Rejects when it does. */
  call(name: string, args: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

export type BrowserName = "chromium" | "firefox";

/** Milliseconds for the browser to come up. */
const START_MS = 60_000;
/** A call may take as long as it likes; no timeout at all would end it at once. */
const CALL_MS = 2_000_000_000;
/** Where Debian's mesa-vulkan-drivers says what its drivers are. */
const DRIVERS = "/usr/share/vulkan/icd.d";

/** Opens the page at `url`. Throws when the browser cannot be started, or there is no driver for it. */
export function openPage(browser: BrowserName, url: string): Promise<ParityPage> {
  return browser === "chromium" ? inChromium(url) : inFirefox(url);
}

async function inChromium(url: string): Promise<ParityPage> {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({
    executablePath: await ensureChrome(),
    chromiumSandbox: false,
    args: [
      "--enable-unsafe-webgpu",
      "--use-webgpu-adapter=swiftshader",
      "--enable-features=Vulkan,WebGPU",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(url);
  await page.waitForFunction(() => "parity" in globalThis);
  return {
    call: (name, args) =>
      page.evaluate(
        ([called, given]) =>
          (globalThis as unknown as { parity(name: string, args: unknown): unknown }).parity(called, given),
        [name, args] as const,
      ),
    close: () => browser.close(),
  };
}

async function inFirefox(url: string): Promise<ParityPage> {
  const profile = await mkdtemp(join(tmpdir(), "postil-parity-"));
  const preferences = {
    "marionette.port": 0,
    "dom.webgpu.enabled": true,
    "gfx.webgpu.ignore-blocklist": true,
    "app.update.auto": false,
    "browser.startup.page": 0,
    "browser.aboutwelcome.enabled": false,
    "datareporting.policy.dataSubmissionEnabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": false,
  };
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, "user.js"), lines.join(""));
  const child = spawn(
    "firefox-esr",
    ["--headless", "--marionette", "--no-remote", "-profile", profile, "about:blank"],
    { stdio: "ignore", env: { ...process.env, VK_ICD_FILENAMES: await lavapipe() } },
  );
  const ended = once(child, "exit");
  const port = join(profile, "MarionetteActivePort");
  const marionette = await Marionette.connect(
    await until(async () => Number(await readFile(port, "utf8")), START_MS, "Firefox"),
  );
  await marionette.send("WebDriver:NewSession", { timeouts: { script: CALL_MS } });
  await marionette.send("WebDriver:Navigate", { url });
  const call = async (name: string, args: readonly unknown[]): Promise<unknown> => {
    // An async script answers through its last argument.
    const script = `const [name, args, done] = arguments;
      window.parity(name, JSON.parse(args))
        .then((value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })));`;
    const answer = await marionette.send("WebDriver:ExecuteAsyncScript", {
      script,
      args: [name, JSON.stringify(args)],
    });
    const { value, error } = JSON.parse(String(answer.value)) as { value?: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  };
  return {
    call,
    close: async () => {
      await marionette.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
      marionette.end();
      await ended;
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Path of the description of Mesa's driver that runs on the processor. */
async function lavapipe(): Promise<string> {
  const names = await readdir(DRIVERS).catch(() => []);
  const name = names.find((candidate) => candidate.startsWith("lvp_icd"));
  if (name === undefined) throw new Error(`${DRIVERS} has no lavapipe: apt-get install mesa-vulkan-drivers`);
  return join(DRIVERS, name);
}
