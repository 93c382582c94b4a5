/** The page of `npm run parity`, served on this machine together with WebLLM, a library and a model, and opened. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { basename, extname, join } from "node:path";
import { transformWithOxc } from "vite";
import { ROOT, tool } from "../lib/run.mjs";
import { type ParityLibrary, wasmOf } from "./model.ts";
import { type BrowserName, openPage, type ParityPage } from "./pages.ts";

export const BROWSER_TITLES = { chromium: "Chromium (SwiftShader)", firefox: "Firefox (lavapipe)" };

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** Chromium's SwiftShader has no 16-bit floats. */
export function browserFor(library: ParityLibrary): BrowserName {
  return library.features.includes("shader-f16") ? "firefox" : "chromium";
}

/**
 * Opens the page in the browser that can run the library. Closing it ends the server too.
 * @param model folder of the converted model
 */
export async function openParityPage(library: ParityLibrary, model: string): Promise<ParityPage> {
  const server = await serve(library, model);
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    const page = await openPage(browserFor(library), `http://127.0.0.1:${port}/parity.html`);
    return {
      call: (name, args) => page.call(name, args),
      async close() {
        await page.close();
        server.close();
      },
    };
  } catch (thrown) {
    server.close();
    throw thrown;
  }
}

async function serve(library: ParityLibrary, model: string): Promise<Server> {
  const files: Readonly<Record<string, string>> = {
    "/parity.html": join(ROOT, "test", "gpu", "parity.html"),
    "/parity.js": join(ROOT, "test", "gpu", "parity.js"),
    "/parity-worker.js": join(ROOT, "test", "gpu", "parity-worker.js"),
    "/web-llm.js": tool("@mlc-ai/web-llm/lib/index.js"),
    "/library.wasm": wasmOf(library),
  };
  // Commands are batched as they are in the extension.
  const batching = join(ROOT, "src", "engine", "gpu-batch.ts");
  const { code } = await transformWithOxc(await readFile(batching, "utf8"), batching);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/gpu-batch.js")
      return void response.writeHead(200, { "content-type": "text/javascript" }).end(code);
    const path = files[pathname] ?? (pathname.startsWith("/model/") ? join(model, basename(pathname)) : "");
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) return void response.writeHead(404).end();
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-length": found.size });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
