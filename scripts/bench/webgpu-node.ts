/**
 * WebGPU in Node, by the npm package `webgpu` (Dawn), and what else WebLLM takes for granted in a browser. The package is no
 * dependency of the project: it is fetched into the scripts' cache on its first use.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { capture } from "../lib/capture.mjs";
import { ensureChrome } from "../lib/chrome.mjs";
import { install, mayInstall } from "../lib/debian.mjs";
import { Stop, say } from "../lib/log.mjs";
import { run } from "../lib/run.mjs";
import { cacheFolder } from "../model-cache.ts";

const VERSION = "0.6.2";
/** Chromium's software GPU, as Vulkan knows it. */
const SWIFTSHADER = "vk_swiftshader_icd.json";

interface WebGpuModule {
  create(flags: readonly string[]): GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

/**
 * Puts WebGPU's classes and `navigator.gpu` into this process.
 * @param gpu "card" takes the machine's own; "software" Chromium's SwiftShader
 */
export async function installWebGpu(gpu: "card" | "software"): Promise<void> {
  // Vulkan reads it when it is loaded.
  if (gpu === "software") process.env.VK_ICD_FILENAMES = await swiftShader();
  await ensureVulkanLoader();
  const { create, globals } = await loadModule();
  Object.assign(globalThis, globals);
  const flags = gpu === "software" || process.platform === "linux" ? ["backend=vulkan"] : [];
  const value = { gpu: create(flags), userAgent: `Node ${process.version}` };
  Object.defineProperty(globalThis, "navigator", { value, configurable: true });
  // WebLLM resolves addresses against that of its page; its parts that emscripten made ask for what Node's older scripts had.
  Object.assign(globalThis, {
    location: { origin: "https://postil.invalid", href: import.meta.url },
    __dirname: import.meta.dirname,
    createRequire: () => createRequire(import.meta.url),
  });
}

/** Drivers are found through Vulkan's loader; Chromium's own is out of reach here. Without one, Dawn says which file it misses. */
async function ensureVulkanLoader(): Promise<void> {
  if (!(await mayInstall()) || (await capture("/sbin/ldconfig", ["-p"])).includes("libvulkan.so.1")) return;
  await install("libvulkan1", "Vulkan's loader");
}

async function loadModule(): Promise<WebGpuModule> {
  const folder = join(cacheFolder(), "bench", `webgpu-${VERSION}`);
  const installed = join(folder, "node_modules", "webgpu", "package.json");
  if (!existsSync(installed)) {
    say(`Fetching the npm package webgpu ${VERSION}`);
    await mkdir(folder, { recursive: true });
    await run("npm", ["i", "--prefix", folder, "--no-audit", "--no-fund", "--silent", `webgpu@${VERSION}`]);
  }
  return (await import(pathToFileURL(createRequire(installed).resolve("webgpu")).href)) as WebGpuModule;
}

async function swiftShader(): Promise<string> {
  const folders = [dirname(await ensureChrome()), "/usr/lib/chromium", "/opt/google/chrome"];
  const found = folders.map((folder) => join(folder, SWIFTSHADER)).find((path) => existsSync(path));
  if (!found) throw new Stop(`No ${SWIFTSHADER} lies beside Chromium (looked in ${folders.join(", ")}).`);
  return found;
}

/** Gives `fetch` and the Cache API files of these folders, by the name at the end of an address, and no network. */
export function serveFiles(folders: readonly string[]): void {
  const open = async (request: RequestInfo | URL): Promise<Response | undefined> => {
    const url = request instanceof Request ? request.url : String(request);
    const name = basename(new URL(url).pathname);
    const path = folders.map((folder) => join(folder, name)).find((each) => existsSync(each));
    if (!path) return undefined;
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(await readFile(path), { headers: { "content-type": type } });
  };
  globalThis.fetch = async (request) => (await open(request)) ?? new Response(null, { status: 404 });
  const cache = { match: open, add: async () => undefined, put: async () => undefined, keys: async () => [] };
  const value = { open: async () => cache, has: async () => true, match: open };
  Object.defineProperty(globalThis, "caches", { value, configurable: true });
}
