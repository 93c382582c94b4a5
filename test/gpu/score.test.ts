/** `Engine.score` by the real WebLLM and the real weights, on a page of its own: no task of the extension asks for it yet. */
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureModel } from "../../scripts/fetch-model.ts";
import { FileSource } from "../../scripts/file-source.ts";
import { FolderStore } from "../../scripts/folder-store.ts";
import { ensureChrome } from "../../scripts/lib/chrome.mjs";
import { ROOT } from "../../scripts/lib/run.mjs";
import type { Engine, Prompt } from "../../src/engine/engine.ts";
import { installFromGguf } from "../../src/model/install.ts";
import type { InstalledModel } from "../../src/model/installed.ts";
import { parseLibraryManifest } from "../../src/model/library-manifest.ts";

const LIBRARIES = join(ROOT, "assets", "model-lib");
const LIBRARY = "gemma3-270m-q8-f32";
const CAPITALS: Prompt = {
  instruction: "",
  examples: [{ input: "Italy", output: "Rome" }],
  labels: { input: "Country", output: "Capital" },
  input: "France",
};

const PAGE = `<!doctype html><title>Score</title><script type="module">
import { WebLlmEngine } from "/engine.js";
globalThis.WebLlmEngine = WebLlmEngine;
</script>`;

let folder: string;
let model: InstalledModel;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "postil-score-"));
  const { path } = await ensureModel({ quiet: true });
  const source = await FileSource.open(path);
  const manifest: unknown = JSON.parse(await readFile(join(LIBRARIES, `${LIBRARY}.json`), "utf8"));
  model = await installFromGguf(source, {
    library: parseLibraryManifest(manifest),
    store: new FolderStore(folder),
    origin: { kind: "file", file: basename(path) },
  });
  await source.close();
  server = await serve();
  browser = await chromium.launch({
    executablePath: await ensureChrome(),
    chromiumSandbox: false,
    args: [
      "--enable-unsafe-webgpu",
      "--use-webgpu-adapter=swiftshader",
      "--enable-features=Vulkan,WebGPU",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

test("the likely continuation scores above others, and a longer one below its beginning", async () => {
  const { port } = server.address() as AddressInfo;
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`http://127.0.0.1:${port}/`);
  const choices = [" Paris", " London", " banana", " Paris\n"];
  const served: InstalledModel = { ...model, baseUrl: `http://127.0.0.1:${port}/resolve/main/` };
  const scores = await page.evaluate(
    async ([installed, prompt, texts]) => {
      const { WebLlmEngine } = globalThis as unknown as typeof import("../../src/engine/webllm.ts");
      const engine: Engine = new WebLlmEngine({
        libraryBase: `${location.origin}/`,
        verify: async () => undefined,
        onLost: () => undefined,
      });
      const { signal } = new AbortController();
      await engine.load(installed, () => undefined, signal);
      const found = await engine.score(prompt, texts, signal);
      await engine.unload();
      return found;
    },
    [served, CAPITALS, choices] as const,
  );
  const [paris = 0, london = 0, banana = 0, longer = 0] = scores;
  console.info(
    choices.map((choice, index) => `${JSON.stringify(choice)} ${scores[index]?.toFixed(3)}`).join(", "),
  );
  expect(paris).toBeLessThan(0);
  expect(paris).toBeGreaterThan(london);
  expect(london).toBeGreaterThan(banana);
  expect(longer).toBeLessThan(paris);
});

/** The engine's code as one module, the libraries and the model. */
async function serve(): Promise<Server> {
  const code = await bundle();
  const store = await new FolderStore(folder).files(model.id);
  const made = createServer((request, response) => {
    const name = basename(new URL(request.url ?? "/", "http://localhost").pathname);
    const send = (type: string) => response.writeHead(200, { "content-type": type });
    if (name === "") send("text/html").end(PAGE);
    else if (name === "engine.js") send("text/javascript").end(code);
    else if (name === `${LIBRARY}.wasm`)
      createReadStream(join(LIBRARIES, name)).pipe(send("application/wasm"));
    else if (store.includes(name))
      createReadStream(join(folder, name)).pipe(send("application/octet-stream"));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return made;
}

async function bundle(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      write: false,
      target: "chrome124",
      lib: { entry: join(ROOT, "src", "engine", "webllm.ts"), formats: ["es"] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]?.output[0].code ?? "";
}
