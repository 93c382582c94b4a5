/** What no task of the extension shows by itself: WebLLM with the real weights scores, uses its cache again, and is tested. */
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
import { KNOWN_REFERENCES } from "../../src/engine/known-references.ts";
import { TOLERANCE } from "../../src/engine/self-test.ts";
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

/** Begins like `CAPITALS` and ends otherwise. */
const OTHER: Prompt = { ...CAPITALS, input: "Japan" };
const UNRELATED: Prompt = { ...CAPITALS, examples: [], labels: { input: "Q", output: "A" }, input: "Why?" };

const PAGE = `<!doctype html><title>WebLLM</title><script type="module">
import * as engine from "/engine.js";
Object.assign(globalThis, engine);
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
    libraries: [parseLibraryManifest(manifest)],
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

/** Loads the model in a page of its own, and has `work` done with it there. */
async function withEngine<Given, Result>(
  work: (engine: Engine, given: Given) => Promise<Result>,
  given: Given,
): Promise<Result> {
  const { port } = server.address() as AddressInfo;
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`http://127.0.0.1:${port}/`);
  const served: InstalledModel = { ...model, baseUrl: `http://127.0.0.1:${port}/resolve/main/` };
  await page.evaluate(async (installed) => {
    const { WebLlmEngine } = globalThis as unknown as typeof import("./webllm-page.ts");
    const engine: Engine = new WebLlmEngine({
      libraryBase: `${location.origin}/`,
      verify: async () => undefined,
      onLost: () => undefined,
    });
    await engine.load(installed, () => undefined, new AbortController().signal);
    Object.assign(globalThis, { engine });
  }, served);
  const result = await page.evaluate(`(${work})(engine, ${JSON.stringify(given)})`);
  await page.close();
  return result as Result;
}

test("the likely continuation scores above others, and a longer one below its beginning", async () => {
  const choices = [" Paris", " London", " banana", " Paris\n"];
  const scores = await withEngine(
    (engine, [prompt, texts]) => engine.score(prompt, texts, new AbortController().signal),
    [CAPITALS, choices] as const,
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

test("a prompt that begins like the last one is computed from where it differs, with the same result", async () => {
  const { answers, scores } = await withEngine(
    async (engine, prompts) => {
      const { signal } = new AbortController();
      const answers = [];
      const scores = [];
      for (const prompt of prompts) {
        let text = "";
        for await (const token of engine.generate(prompt, { maxTokens: 6, temperature: 0 }, signal)) {
          text += token.text;
          if (token.end) answers.push({ text, ...token.end });
        }
        scores.push(await engine.score(prompt, [" Paris", " Tokyo"], signal));
      }
      return { answers, scores };
    },
    // The second goes on from the first's beginning; the fourth is the same prompt with next to nothing held.
    [OTHER, CAPITALS, UNRELATED, CAPITALS],
  );
  console.info(JSON.stringify({ answers, scores }));
  const [whole, shared, , again] = answers;
  expect(whole?.computedTokens).toBe(whole?.promptTokens);
  expect(shared?.computedTokens).toBeLessThan((shared?.promptTokens ?? 0) / 2);
  expect(again?.computedTokens).toBeGreaterThan((again?.promptTokens ?? 0) - 3);
  expect(shared?.text).toBe(again?.text);
  scores[1]?.forEach((score, index) => {
    expect(score).toBeCloseTo(scores[3]?.[index] ?? Number.NaN, 2);
  });
});

test("the self-test is passed with what is known of these weights", async () => {
  const known = KNOWN_REFERENCES[model.id];
  const found = await withEngine((engine) => {
    const { referenceOf } = globalThis as unknown as typeof import("./webllm-page.ts");
    return referenceOf(engine, new AbortController().signal);
  }, null);
  console.info(JSON.stringify({ known, found }));
  expect(found.text).toBe(known?.text);
  expect(Math.abs(found.logProbability - (known?.logProbability ?? Number.NaN))).toBeLessThan(TOLERANCE / 5);
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
      lib: { entry: join(import.meta.dirname, "webllm-page.ts"), formats: ["es"] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]?.output[0].code ?? "";
}
