/** Finds Firefox on this machine, or installs Debian's package where it may. */
import { readdir } from "node:fs/promises";
import { install, mayInstall } from "./debian.mjs";
import { Stop } from "./log.mjs";
import { findProgram, isProgram, windowsPaths } from "./program.mjs";

const NAMES = ["firefox-esr", "firefox"];
const MAC = ["/Applications/Firefox.app/Contents/MacOS/firefox"];
/** Where Mesa's package puts its list of graphics drivers; lvp is the one that runs on the processor. */
const VULKAN = "/usr/share/vulkan/icd.d";

/**
 * Path of the browser's program.
 * @returns {Promise<string>}
 */
export async function ensureFirefox() {
  const named = process.env.FIREFOX_PATH;
  if (named) {
    if (await isProgram(named)) return named;
    throw new Stop(`FIREFOX_PATH names ${named}, which is no program.`);
  }
  const found = await find();
  if (found) return found;
  if (!(await mayInstall()))
    throw new Stop("No Firefox was found. Install one, or set FIREFOX_PATH to its program.");
  await install("firefox-esr", "Firefox");
  const installed = await find();
  if (!installed)
    throw new Stop("Debian's firefox-esr was installed, but no program of that name was found.");
  return installed;
}

/** Firefox brings no Vulkan of its own: without a driver of the system's it offers no WebGPU on Linux. */
export async function ensureVulkan() {
  if (process.platform !== "linux") return;
  const drivers = await readdir(VULKAN).catch(() => []);
  if (drivers.length > 0) return;
  if (!(await mayInstall()))
    throw new Stop("No Vulkan driver was found, which WebGPU needs (Debian: mesa-vulkan-drivers).");
  await install("mesa-vulkan-drivers", "Mesa's Vulkan drivers");
}

const find = () => findProgram(NAMES, [...MAC, ...windowsPaths("Mozilla Firefox", "firefox.exe")]);
