/**
 * Photographs the panel and the settings page in every state of `states.ts` and `options-states.ts`, for the eye: in light and dark, narrow and wide, and right to left.
 *
 *     npx tsx test/ui/shots.ts FOLDER [state …]
 *
 * Each kind of photograph becomes one contact sheet. The browser is the one in CHROME_PATH, else Debian's `chromium`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { type Browser, chromium } from "playwright-core";
import { createServer } from "vite";
import { FILTER_STATES } from "./filter-states.ts";
import { OPTIONS_STATES } from "./options-states.ts";
import { REPLY_STATES } from "./reply-states.ts";
import { STATES } from "./states.ts";
import { SUMMARISE_STATES } from "./summarise-states.ts";

const [folder = "shots", ...chosen] = process.argv.slice(2);
const states =
  chosen.length > 0
    ? chosen
    : [STATES, SUMMARISE_STATES, REPLY_STATES, FILTER_STATES, OPTIONS_STATES].flatMap(Object.keys);

interface Kind {
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  readonly query?: string;
  /** CSS pixels of the default font, for those who enlarge it. */
  readonly scale?: number;
}

const KINDS: Readonly<Record<string, Kind>> = {
  light: { width: 360, height: 560, scheme: "light" },
  dark: { width: 360, height: 560, scheme: "dark" },
  narrow: { width: 250, height: 480, scheme: "light" },
  wide: { width: 800, height: 480, scheme: "dark" },
  german: { width: 300, height: 560, scheme: "light", query: "&lang=de" },
  rtl: { width: 360, height: 560, scheme: "light", query: "&dir=rtl" },
  zoom: { width: 200, height: 300, scheme: "light", scale: 2 },
};

const server = await createServer({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  configFile: false,
  logLevel: "error",
  plugins: [preact()],
  resolve: { alias: { "webextension-polyfill": fileURLToPath(new URL("fake-browser.ts", import.meta.url)) } },
  server: { host: "127.0.0.1", port: 0 },
});
await server.listen();
const base = `${server.resolvedUrls?.local[0] ?? ""}test/ui/`;
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  chromiumSandbox: process.getuid?.() !== 0,
});
await mkdir(folder, { recursive: true });
for (const [name, kind] of Object.entries(KINDS)) await contactSheet(browser, name, kind);
await browser.close();
await server.close();

async function contactSheet(browser: Browser, name: string, kind: Kind): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: kind.width, height: kind.height },
    colorScheme: kind.scheme,
    deviceScaleFactor: kind.scale ?? 1,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(name, error));
  // Vite prepares the libraries while the first page waits.
  page.setDefaultNavigationTimeout(180_000);
  const shots: string[] = [];
  for (const state of states) {
    const gallery = state in OPTIONS_STATES ? "options.html" : "gallery.html";
    await page.goto(`${base}${gallery}?state=${state}${kind.query ?? ""}`);
    await page.locator("h1").waitFor();
    for (const ref of await page.locator(".ref").all()) if (state !== "streaming") await ref.click();
    // A sheet wider than its window is a fault of the layout.
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) console.error(`${name}/${state}: ${overflow}px too wide`);
    await page.waitForTimeout(state === "waiting" ? 600 : 50);
    shots.push((await page.screenshot({ fullPage: state in OPTIONS_STATES })).toString("base64"));
  }
  const images = shots.map((shot) => `<img width="${kind.width}" src="data:image/png;base64,${shot}">`);
  const columns = Math.max(1, Math.floor(1500 / (kind.width + 12)));
  const sheet = await browser.newPage({ viewport: { width: columns * (kind.width + 12) + 12, height: 400 } });
  await sheet.setContent(
    `<body style="margin:12px;background:#888;display:flex;flex-wrap:wrap;align-items:start;gap:12px">${images.join("")}</body>`,
  );
  await writeFile(`${folder}/${name}.png`, await sheet.screenshot({ fullPage: true }));
  await sheet.close();
  await context.close();
}
