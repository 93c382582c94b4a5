/** The WebGPU build in a browser, for the comparison of all lengths, and the name under which its results are kept. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { say } from "../lib/log.mjs";
import { ROOT } from "../lib/run.mjs";
import { deviceOf } from "./device.ts";
import type { Session } from "./measure.ts";
import { type ParityLibrary, wasmOf } from "./model.ts";
import { PromptsInChunks } from "./prompts-in-chunks.ts";
import type { Reference } from "./reference.ts";
import { browserFor, openParityPage } from "./serve.ts";

/** What the results depend on, besides the library, the weights and the reference. */
const SOURCES = [
  ...["chunks", "compare", "device", "measure", "prompts-in-chunks", "session"].map(
    (name) => `scripts/parity/${name}.ts`,
  ),
  "test/gpu/parity-worker.js",
  "node_modules/@mlc-ai/web-llm/package.json",
];

/** Opens the browser and loads the library. @param model folder of the converted model */
export async function openSession(
  library: ParityLibrary,
  model: string,
  ids: readonly number[],
): Promise<Session> {
  const page = await openParityPage(library, model);
  try {
    await page.call("load", [library.features]);
  } catch (thrown) {
    await page.close();
    throw thrown;
  }
  return { prompts: new PromptsInChunks(deviceOf(page), ids, tell), close: () => page.close() };
}

/** A line for each chunk and for every eight tokens that follow: on a software GPU either takes a while. */
function tell(of: "prompt" | "continuation", done: number, tokens: number): void {
  if (of === "prompt") say(`  ${done} of ${tokens} tokens are in the cache`);
  else if (done % 8 === 0) say(`  ${done} of ${tokens} greedy tokens`);
}

/** The path of the journal for exactly this wasm, these weights, this reference, this browser and this code. */
export async function journalOf(
  library: ParityLibrary,
  model: string,
  reference: Reference,
  cache: string,
): Promise<string> {
  const hash = createHash("sha256");
  hash.update(await readFile(wasmOf(library)));
  hash.update([basename(model), basename(reference.folder), browserFor(library)].join("\n"));
  for (const source of SOURCES) hash.update(await readFile(join(ROOT, source)));
  return join(cache, `all-${library.name}-${hash.digest("hex").slice(0, 12)}.jsonl`);
}
