/**
 * A model that is none: a few bytes in the caches where the store keeps files, with a manifest that fits. Enough for all that is
 * found out before anything is computed.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { View } from "../../scripts/driver/view.ts";
import { ROOT } from "../../scripts/lib/run.mjs";
import { baseUrlOf } from "../../src/model/install-manifest.ts";
import type { InstalledModel } from "../../src/model/installed.ts";
import { layoutDigest, parseLibraryManifest } from "../../src/model/library-manifest.ts";
import type { Stage } from "./harness.ts";
import { FERRY } from "./pages.ts";

const ID = "0123456789abcdef";
const LIBRARY = "gemma3-270m-q8-f32";
const BASE_URL = baseUrlOf(ID);
export const SHARD = "params_shard_0.bin";
export const SHARD_URL = BASE_URL + SHARD;
export const WEIGHTS = "These are no weights.";

/** Puts a text into one of the caches that the store keeps files in. */
export function keep(stage: Stage, cache: string, file: string, text: string): Promise<void> {
  return stage.postil.inExtension(
    async (cache: string, url: string, text: string) => {
      const response = new Response(text, { headers: { "content-length": String(text.length) } });
      await (await caches.open(cache)).put(url, response);
    },
    cache,
    BASE_URL + file,
    text,
  );
}

/** Takes away what is stored of any model. */
export function keepNothing(stage: Stage): Promise<void> {
  return stage.postil.inExtension(async () => {
    for (const cache of await caches.keys()) await caches.delete(cache);
  });
}

/** Stores the model, has a new host find it, and opens a page with the panel. */
export async function withModel(stage: Stage): Promise<View> {
  await keep(stage, "webllm/model", SHARD, WEIGHTS);
  await keep(stage, "postil/installed", "postil.json", JSON.stringify(await manifest()));
  await stage.browser.destroyHost();
  const { panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
  await stage.postil.waitForState(panel, ({ model }) => model.status === "ready");
  return panel;
}

async function manifest(): Promise<InstalledModel> {
  const text = await readFile(join(ROOT, "assets", "model-lib", `${LIBRARY}.json`), "utf8");
  return {
    form: 2,
    id: ID,
    name: "A few bytes",
    style: "completion",
    origin: { kind: "file", file: "bytes.gguf" },
    library: LIBRARY,
    layout: await layoutDigest(parseLibraryManifest(JSON.parse(text))),
    baseUrl: BASE_URL,
    contextWindow: 4096,
    files: [
      { name: SHARD, size: WEIGHTS.length, sha256: createHash("sha256").update(WEIGHTS).digest("hex") },
    ],
    installedAt: 0,
  };
}
