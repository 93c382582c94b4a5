/**
 * Draws the icons' PNGs from `assets/icons/postil.svg` with Chromium. Run after a change of the SVG:
 *
 *     npx tsx scripts/icons.ts
 *
 * The browser is the one in CHROME_PATH, else `chromium` of Debian's package.
 */
import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const FOLDER = new URL("../assets/icons/", import.meta.url);
const SIZES = [16, 32, 48, 128];

const svg = await readFile(new URL("postil.svg", FOLDER), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  // Containers run as root, where Chromium's sandbox does not start; the only page is the SVG above.
  chromiumSandbox: process.getuid?.() !== 0,
});
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`);
  await writeFile(new URL(`postil-${size}.png`, FOLDER), await page.screenshot({ omitBackground: true }));
}
await browser.close();
