/**
 * Puts wllama (llama.cpp in wasm, with the JavaScript that drives it) into the build in the form an extension may use.
 *
 * As it is published it writes the code of its worker into a `blob:` URL, which an extension's content security policy
 * forbids, and it knows addresses of a content delivery network. Here the worker is a file of the build, put together from
 * the same sources that the package carries, and the addresses are gone. Every change looks for exactly what it replaces
 * and fails the build when the package has changed underneath.
 * https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/Content_Security_Policy
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** Folder of the build that holds the files; `CpuEngine` is told it. */
export const WLLAMA_FOLDER = "wllama";
const LIBRARY = /[\\/]@wllama[\\/]wllama[\\/]esm[\\/]index\.js$/;

/** How many bytes the wasm may take: weights, keys and values, and llama.cpp's own cache of prompts, which grows to fit. */
const MEMORY_LIMIT = 1024 * 1024 * 1024;

/** Adds the worker, the worker's threads and the wasm to the build. */
export function packageWllama(): Plugin {
  return {
    name: "postil:package-wllama",
    apply: "build",
    generateBundle() {
      for (const [name, source] of Object.entries(wllamaFiles()))
        this.emitFile({ type: "asset", fileName: `${WLLAMA_FOLDER}/${name}`, source });
    },
  };
}

/** Makes wllama's own code start that worker. To be used wherever it is bundled, also for workers. */
export function adaptWllama(): Plugin {
  return {
    name: "postil:adapt-wllama",
    transform(code, id) {
      return LIBRARY.test(id) ? { code: adaptLibrary(code), map: null } : undefined;
    },
  };
}

/** The files of `WLLAMA_FOLDER`, by name. */
export function wllamaFiles(): Record<"worker.js" | "thread.js" | "wllama.wasm", string | Uint8Array> {
  const source = join(dirname(createRequire(import.meta.url).resolve("@wllama/wllama/package.json")), "src");
  const runtime = readFileSync(join(source, "wasm", "wllama.js"), "utf8");
  const driver = readFileSync(join(source, "workers-code", "llama-cpp.js"), "utf8");
  return {
    "worker.js": workerCode(runtime, driver),
    "thread.js": `${PREPARE_WASM}${runtime}`,
    "wllama.wasm": readFileSync(join(source, "wasm", "wllama.wasm")),
  };
}

/**
 * wllama's library, its worker made by `startWorker` of the worker's resources (see `src/engine/cpu/llama.ts`), without the
 * worker's code and without addresses of other hosts.
 * @throws Error when the package is not the one this was written for
 */
export function adaptLibrary(code: string): string {
  const steps: readonly [RegExp, string][] = [
    [
      /this\.worker = createWorker\(completeCode\);/g,
      "this.worker = this.resources.startWorker(this.nbThread);",
    ],
    [/^var LLAMA_CPP_WORKER_CODE = .*;$/gm, 'var LLAMA_CPP_WORKER_CODE = "";'],
    [/^var WLLAMA_EMSCRIPTEN_CODE = .*;$/gm, 'var WLLAMA_EMSCRIPTEN_CODE = "var Module";'],
    [/^var OPFS_UTILS_WORKER_CODE = .*;$/gm, 'var OPFS_UTILS_WORKER_CODE = "";'],
    [/^var WasmCompatFromCDN = \{[^}]*\};$/gm, "var WasmCompatFromCDN = null;"],
  ];
  const adapted = steps.reduce((text, [from, to]) => replaceOnce(text, from, to), code);
  if (/\/\/cdn\.|jsdelivr|unpkg/.test(adapted)) throw new Error("wllama names a content delivery network");
  return adapted;
}

/** The worker: wllama's driver around emscripten's runtime, as `ProxyToWorker.moduleInit` of the library joins them. */
function workerCode(runtime: string, driver: string): string {
  // The runtime looks for the settings that the driver has put into `Module`; its own variable would hide them.
  const inner = replaceOnce(runtime, /^var Module=/g, "var ___Module=");
  if (!/\bRUN_OPTIONS\b/.test(driver) || !/\bwModuleInit\(\)/.test(driver) || !/^onmessage = /m.test(driver))
    throw new Error("wllama's worker is not the one this build was written for");
  return [
    RUN_OPTIONS,
    LIMIT_MEMORY,
    `function wModuleInit() {\n${PREPARE_WASM}${inner}\nreturn Module;\n}`,
    driver,
    THREADS_FROM_FILE,
  ].join("\n");
}

/** What the library writes into the worker's code, taken from its address and its place. */
const RUN_OPTIONS = `const RUN_OPTIONS = {
  pathConfig: { "wllama.wasm": new URL("wllama.wasm", location.href).href },
  nbThread: Number(new URL(location.href).searchParams.get("threads")),
  compat: false,
};`;

/** llama.cpp keeps the state of earlier prompts, up to 8 GiB; it makes room when memory cannot be had. */
const LIMIT_MEMORY = `{
  const { Memory } = WebAssembly;
  const pages = ${MEMORY_LIMIT / 65_536};
  WebAssembly.Memory = function (descriptor) {
    const maximum = typeof descriptor.maximum === "bigint" ? BigInt(pages) : pages;
    return new Memory({ ...descriptor, maximum });
  };
  WebAssembly.Memory.prototype = Memory.prototype;
}`;

/**
 * No WebGPU in here: the graphics card has an engine of its own. And where a browser cannot suspend wasm
 * (https://github.com/WebAssembly/js-promise-integration), its two functions do nothing: nothing then waits inside the wasm.
 */
const PREPARE_WASM = `try { Object.defineProperty(WorkerNavigator.prototype, "gpu", { get: () => ({ requestAdapter: async () => null }) }); } catch {}
WebAssembly.Suspending ??= function (call) { return call; };
WebAssembly.promising ??= (call) => async (...values) => call(...values);
`;

/** The library hands over the threads' code as a blob; they are started from a file instead. */
const THREADS_FROM_FILE = `{
  const receive = onmessage;
  onmessage = (event) => {
    if (event.data?.verb !== "module.init") return receive(event);
    const [, ...rest] = event.data.args;
    return receive({ data: { ...event.data, args: [new URL("thread.js", location.href).href, ...rest] } });
  };
}
`;

function replaceOnce(text: string, from: RegExp, to: string): string {
  const found = text.match(from)?.length ?? 0;
  if (found !== 1) throw new Error(`wllama has ${found} times ${from}, not once: has it been updated?`);
  return text.replace(from, () => to);
}
