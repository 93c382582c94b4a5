/** Finds Chromium or Chrome on this machine, or installs Debian's package where it may. */
import { install, mayInstall } from "./debian.mjs";
import { Stop } from "./log.mjs";
import { findProgram, isProgram, windowsPaths } from "./program.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const MAC = ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/**
 * Path of the browser's program.
 * @returns {Promise<string>}
 */
export async function ensureChrome() {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (await isProgram(named)) return named;
    throw new Stop(`CHROME_PATH names ${named}, which is no program.`);
  }
  const found = await find();
  if (found) return found;
  if (!(await mayInstall()))
    throw new Stop("No Chrome or Chromium was found. Install one, or set CHROME_PATH to its program.");
  await install("chromium", "Chromium");
  const installed = await find();
  if (!installed) throw new Stop("Debian's chromium was installed, but no program of that name was found.");
  return installed;
}

const find = () =>
  findProgram(NAMES, [...MAC, ...windowsPaths("Google", "Chrome", "Application", "chrome.exe")]);
