/**
 * Each engine in each browser as they are shipped, with the real weights, on a page with words for one point. WebLLM in Chromium
 * does more, in `summarise.test.ts`.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { ENDED } from "../../scripts/driver/postil.ts";
import { ensureModel } from "../../scripts/fetch-model.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, useStage } from "../e2e/harness.ts";
import { expectSound, SHORT } from "./points.ts";

const BACKENDS = { cpu: "wasm", webllm: "webgpu" } as const;
const ENGINES = { chromium: ["cpu"], firefox: ["cpu", "webllm"] } as const;
/** Milliseconds. WebGPU in software takes a second or more for a token. */
const JOB_MS = 14 * 60_000;

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name, { gpu: "software" });
  beforeAll(async () => {
    const { path } = await ensureModel({ quiet: true });
    await stage.postil.setSettings({ engine: "cpu" });
    const { page, panel } = await stage.postil.openOn(stage.web.put("/short", { body: SHORT }));
    await stage.postil.installFile(panel, path);
    await stage.browser.closePanel(panel);
    await page.close();
  });

  test.each(ENGINES[name])("the engine %s, chosen in the settings, summarises a page", async (engine) => {
    const { postil, web } = stage;
    await stage.reset({ engine });
    const { page, panel } = await postil.openOn(web.put("/short", { body: SHORT }));
    await postil.waitForState(panel, ({ model }) => model.status === "ready", 30_000);
    await postil.press(panel, "summarise");
    const job = await postil.waitForJob(panel, ENDED, JOB_MS);
    expect(job.error).toBeNull();
    const { info } = (await postil.state(panel)).engine;
    console.info(`${name}, ${engine}: ${JSON.stringify({ ...job.ms, ...job.tokens, info })}`);
    expect(info).toMatchObject({ engine, backend: BACKENDS[engine], fallback: null });
    expect(job.tokens.output).toBeGreaterThan(0);
    const points = resultOf(job, "notes")?.points ?? [];
    expect(points).toHaveLength(1);
    await expectSound(points, await page.evaluate<string>("document.body.textContent"));
    await panel.waitForText(points[0]?.text ?? "?");
    await expectQuiet(stage, page, panel);
  });
});
