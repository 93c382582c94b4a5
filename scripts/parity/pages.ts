/** The page of `npm run parity` in a browser whose WebGPU runs in software: Chromium's SwiftShader or Firefox with lavapipe. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BrowserProcess } from "../driver/browser-process.ts";
import { preferences, userJs } from "../driver/gecko/preferences.ts";
import { Marionette } from "../driver/marionette.ts";
import { until } from "../driver/until.ts";
import { ensureChrome } from "../lib/chrome.mjs";
import { ensureFirefox, ensureVulkan } from "../lib/firefox.mjs";

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
  const program = await ensureFirefox();
  await ensureVulkan();
  const profile = await BrowserProcess.makeProfile();
  await writeFile(
    join(profile, "user.js"),
    userJs(preferences({ webGpu: true, language: "en-US", uuids: {} })),
  );
  const flags = ["--headless", "--marionette", "--no-remote", "-profile", profile, "about:blank"];
  const env = { ...process.env, VK_ICD_FILENAMES: await lavapipe() };
  const browser = BrowserProcess.start(program, flags, profile, { env });
  // Firefox would outlive this program when the person at the terminal ends it.
  const onExit = (): void => browser.kill();
  process.once("exit", onExit);
  let marionette: Marionette | undefined;
  const close = async (): Promise<void> => {
    await marionette?.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
    marionette?.end();
    await browser.end();
    process.off("exit", onExit);
  };
  try {
    const connected = await browser.during(connect(profile));
    marionette = connected;
    await connected.send("WebDriver:NewSession", { timeouts: { script: CALL_MS } });
    await connected.send("WebDriver:Navigate", { url });
    return { call: (name, args) => callPage(connected, name, args), close };
  } catch (thrown) {
    browser.kill();
    await close();
    throw thrown;
  }
}

async function connect(profile: string): Promise<Marionette> {
  const file = join(profile, "MarionetteActivePort");
  const port = await until(async () => Number(await readFile(file, "utf8")), START_MS, "Firefox");
  return Marionette.connect(port);
}

async function callPage(marionette: Marionette, name: string, args: readonly unknown[]): Promise<unknown> {
  // An async script answers through its last argument.
  const script = `const [name, args, done] = arguments;
    window.parity(name, JSON.parse(args))
      .then((value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })));`;
  const given = [name, JSON.stringify(args)];
  const answer = await marionette.send("WebDriver:ExecuteAsyncScript", { script, args: given });
  const { value, error } = JSON.parse(String(answer.value)) as { value?: unknown; error?: string };
  if (error !== undefined) throw new Error(error);
  return value;
}

/** Path of the description of Mesa's driver that runs on the processor: the machine may have others. */
async function lavapipe(): Promise<string> {
  const names = await readdir(DRIVERS).catch(() => []);
  const name = names.find((candidate) => candidate.startsWith("lvp_icd"));
  if (name === undefined) throw new Error(`${DRIVERS} has no lavapipe (Debian: mesa-vulkan-drivers)`);
  return join(DRIVERS, name);
}
