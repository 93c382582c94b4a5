/**
 * What is stored of a model is changed or goes away, as browsers and disks do it. The model that is stored here is none: a few
 * bytes with a manifest that fits, since all of this is found out before anything is computed.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { View } from "../../scripts/driver/view.ts";
import { ROOT } from "../../scripts/lib/run.mjs";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { baseUrlOf } from "../../src/model/install-manifest.ts";
import type { InstalledModel } from "../../src/model/installed.ts";
import { layoutDigest, parseLibraryManifest } from "../../src/model/library-manifest.ts";
import { expectQuiet, useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

const ID = "0123456789abcdef";
const SHARD = "params_shard_0.bin";
const WEIGHTS = "These are no weights.";
const LIBRARY = "gemma3-270m-q8-f32";

let manifest: InstalledModel;
beforeAll(async () => {
  const text = await readFile(join(ROOT, "assets", "model-lib", `${LIBRARY}.json`), "utf8");
  manifest = {
    form: 2,
    id: ID,
    name: "A few bytes",
    style: "completion",
    origin: { kind: "file", file: "bytes.gguf" },
    library: LIBRARY,
    layout: await layoutDigest(parseLibraryManifest(JSON.parse(text))),
    baseUrl: baseUrlOf(ID),
    contextWindow: 4096,
    files: [
      { name: SHARD, size: WEIGHTS.length, sha256: createHash("sha256").update(WEIGHTS).digest("hex") },
    ],
    installedAt: 0,
  };
});

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(async () => {
    await stage.reset({ engine: "cpu", termsAcceptedAt: 1 });
    await stage.postil.inExtension(async () => {
      for (const cache of await caches.keys()) await caches.delete(cache);
    });
  });

  /** Puts a text into one of the caches that the store keeps files in. */
  const keep = (cache: string, file: string, text: string): Promise<void> =>
    stage.postil.inExtension(
      async (cache: string, url: string, text: string) => {
        const response = new Response(text, { headers: { "content-length": String(text.length) } });
        await (await caches.open(cache)).put(url, response);
      },
      cache,
      manifest.baseUrl + file,
      text,
    );

  /** Stores the model, has a new host find it, and opens a page with the panel. */
  async function withModel(): Promise<View> {
    await keep("webllm/model", SHARD, WEIGHTS);
    await keep("postil/installed", "postil.json", JSON.stringify(manifest));
    await stage.browser.destroyHost();
    const { panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    await stage.postil.waitForState(panel, ({ model }) => model.status === "ready");
    return panel;
  }

  test("a file that is gone is missed when the host begins, by name, with the way to install again", async () => {
    const panel = await withModel();
    await panel.call(
      async (url: string) => void (await (await caches.open("webllm/model")).delete(url)),
      manifest.baseUrl + SHARD,
    );
    await stage.browser.destroyHost();
    await panel.waitForText(stage.postil.words.error("model-damaged"));
    const { model } = await stage.postil.state(panel);
    expect(model).toMatchObject({
      status: "missing",
      error: { code: "model-damaged", detail: { file: SHARD, found: "nothing" } },
    });
    await panel.find({ role: "button", name: stage.postil.words.of("use_file") });
    await expectQuiet(stage);
  });

  test("a file that was changed is found out by its hash before it is used", async () => {
    const panel = await withModel();
    await keep("webllm/model", SHARD, WEIGHTS.toUpperCase());
    await stage.postil.press(panel, "summarise");
    const job = await stage.postil.waitForJob(panel, ["failed"]);
    expect(job.error).toMatchObject({ code: "model-damaged", detail: { file: SHARD } });
    await panel.waitForText(stage.postil.words.error("model-damaged"));
    const { model } = await stage.postil.state(panel);
    expect(model).toMatchObject({ status: "missing", error: { code: "model-damaged" } });
    await expectQuiet(stage);
  });
});
