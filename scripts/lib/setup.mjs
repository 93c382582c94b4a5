/** Sets up what the project needs on a machine with Node and nothing else: dependencies and the extension's build. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Stop, say } from "./log.mjs";
import { ROOT, run, tool } from "./run.mjs";

/**
 * What the build is made of; a change of any of these makes it old. The compiler is among them because a build refuses a
 * model library that was made from other sources.
 */
const SOURCES = [
  "src",
  "assets",
  "compiler/postil_compiler",
  "compiler/requirements.txt",
  "compiler/runtime",
  "LICENSE",
  "NOTICE",
  "manifest.json",
  "package.json",
  "package-lock.json",
  "scripts/firefox-manifest.ts",
  "scripts/pdfjs.ts",
  "scripts/search-engines-manifest.ts",
  "scripts/vite-plugins.ts",
  "scripts/wllama.ts",
  "vite.config.ts",
];
const MINIMUM_NODE = [20, 19];

/** The browsers there is a build for. @type {readonly import("./setup.mjs").BrowserName[]} */
export const BROWSERS = ["chromium", "firefox"];

/**
 * Folder of the extension as it is built for a browser.
 * @param {import("./setup.mjs").BrowserName} browser
 */
export function extensionDir(browser) {
  return join(ROOT, "dist", browser);
}

/** The extension built for Chromium. */
export const EXTENSION = extensionDir("chromium");

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Stop(`Node ${MINIMUM_NODE.join(".")} or later is needed; this is ${process.versions.node}.`);
}

/** `npm ci`, when what is installed is not what the lock file says. */
export async function ensureDependencies() {
  if (await isInstalled()) return;
  say("Installing the dependencies (npm ci)");
  await run("npm", ["ci", "--no-audit", "--no-fund"]);
}

/**
 * Builds the extension, when there is no build or a source is younger.
 * @param {import("./setup.mjs").BrowserName} [browser]
 */
export async function ensureBuild(browser = "chromium") {
  const built = await stat(join(extensionDir(browser), "manifest.json")).catch(() => null);
  const changed = Math.max(...(await Promise.all(SOURCES.map((source) => youngest(join(ROOT, source))))));
  if (built && built.mtimeMs >= changed) return;
  await build(browser);
}

/** @param {import("./setup.mjs").BrowserName} [browser] */
export async function build(browser = "chromium") {
  say(`Building the extension for ${browser} (vite build)`);
  const args = ["build", "--mode", browser, "--logLevel", "warn"];
  // A test runner's own environment would make it a build for development.
  const env = { ...process.env, NODE_ENV: "production" };
  await run(process.execPath, [tool("vite/bin/vite.js"), ...args], { env });
}

/** Whether every package of the lock file is there in its version. npm keeps a record of what it installed. */
async function isInstalled() {
  const wanted = await packagesOf(join(ROOT, "package-lock.json"));
  const there = await packagesOf(join(ROOT, "node_modules", ".package-lock.json")).catch(() => null);
  if (!there) return false;
  return Object.entries(wanted).every(
    // An optional package is one for another platform.
    ([path, { version, optional }]) => path === "" || optional || there[path]?.version === version,
  );
}

/**
 * @param {string} path
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }>>}
 */
async function packagesOf(path) {
  return JSON.parse(await readFile(path, "utf8")).packages;
}

/**
 * When the youngest file of a folder was changed, in milliseconds since the epoch. Tests are not part of the build.
 * @param {string} path
 * @returns {Promise<number>}
 */
async function youngest(path) {
  const { mtimeMs } = await stat(path);
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const times = entries
    .filter((entry) => !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => youngest(join(path, entry.name)));
  return Math.max(mtimeMs, ...(await Promise.all(times)));
}
