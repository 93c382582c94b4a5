/** A page with engines in a worker, served as the extension serves them: isolated, so that memory can be shared. */
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { chromium, type Worker } from "playwright-core";
import { build, type Rolldown } from "vite";
import { convert } from "../../scripts/convert.ts";
import { ensureModel } from "../../scripts/fetch-model.ts";
import { ensureChrome } from "../../scripts/lib/chrome.mjs";
import { ROOT } from "../../scripts/lib/run.mjs";
import { adaptWllama, wllamaFiles } from "../../scripts/wllama.ts";
import type { InstalledModel } from "../../src/model/installed.ts";

const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const QUIET = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const SOFTWARE_GPU = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan,WebGPU",
];

const PAGE = `<!doctype html><title>Engines</title><script type="module">
new Worker("/engine.js", { type: "module" });
</script>`;

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

interface EnginePageOptions {
  /** The worker's code, a file of this folder. */
  readonly worker: string;
  /** Whether there is a graphics card (SwiftShader's). */
  readonly webgpu: boolean;
  /** Path of the weights; without, the cached model's. */
  readonly gguf?: string;
}

export interface EnginePage {
  readonly model: InstalledModel;
  /** Paths that were asked for. */
  readonly requests: readonly string[];
  /** Addresses of any other host that were asked for. */
  readonly elsewhere: readonly string[];
  /** A new page's worker. @param path "/" is isolated, "/plain" is not */
  open(path?: "/" | "/plain"): Promise<Worker>;
  /** Serves a file of wllama's with other contents until it is called with the same contents again. */
  serve(name: keyof ReturnType<typeof wllamaFiles>, change: (text: string) => string): void;
  close(): Promise<void>;
}

export async function enginePage({ worker, webgpu, gguf }: EnginePageOptions): Promise<EnginePage> {
  const folder = await mkdtemp(join(tmpdir(), "postil-engine-"));
  const model = await convert(gguf ?? (await ensureModel({ quiet: true })).path, folder);
  const files = { ...wllamaFiles() };
  const code = await bundle(worker);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    requests.push(pathname);
    const name = basename(pathname);
    const type = TYPES[name.slice(name.lastIndexOf("."))] ?? "text/html";
    response.writeHead(200, { "content-type": type, ...(pathname === "/plain" ? {} : ISOLATED) });
    if (pathname.startsWith("/model/")) createReadStream(join(folder, name)).pipe(response);
    else if (pathname.startsWith("/model-lib/"))
      createReadStream(join(ROOT, "assets", "model-lib", name)).pipe(response);
    else if (pathname.startsWith("/wllama/")) response.end(files[name as keyof typeof files]);
    else response.end(name === "engine.js" ? code : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const profile = await mkdtemp(join(tmpdir(), "postil-engine-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureChrome(),
    chromiumSandbox: false,
    args: [...QUIET, ...(webgpu ? SOFTWARE_GPU : [])],
  });
  const elsewhere: string[] = [];
  await context.route(
    (url) => url.origin !== origin,
    (route) => {
      elsewhere.push(route.request().url());
      return route.abort();
    },
  );
  return {
    model,
    requests,
    elsewhere,
    async open(path = "/") {
      const page = await context.newPage();
      page.on("console", (message) => console.info("page:", message.text()));
      page.on("pageerror", (error) => console.info("page error:", error.message));
      const [worker] = await Promise.all([page.waitForEvent("worker"), page.goto(origin + path)]);
      return worker;
    },
    serve(name, change) {
      files[name] = change(wllamaFiles()[name] as string);
    },
    async close() {
      await context.close();
      server.close();
      await Promise.all([folder, profile].map((path) => rm(path, { recursive: true, force: true })));
    },
  };
}

async function bundle(worker: string): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [adaptWllama()],
    build: {
      write: false,
      target: "chrome124",
      lib: { entry: join(import.meta.dirname, worker), formats: ["es"] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]?.output[0].code ?? "";
}
