/** The whole thing as it is shipped: real weights in the real WebLLM in the extension built for Chromium, on software WebGPU. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Chromium } from "../../scripts/driver/chromium.ts";
import { ENDED } from "../../scripts/driver/postil.ts";
import { ensureModel } from "../../scripts/fetch-model.ts";
import { ROOT } from "../../scripts/lib/run.mjs";
import { type HostState, resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, openStage, type Stage } from "../e2e/harness.ts";
import { expectSound, SHORT } from "./points.ts";

const SAMPLE = join(ROOT, "test", "fixtures", "sample.html");
/** Milliseconds. SwiftShader takes one to two seconds for a token. */
const JOB_MS = 14 * 60_000;

let stage: Stage;
beforeAll(async () => {
  const model = (await ensureModel({ quiet: true })).path;
  stage = await openStage("chromium", { gpu: "software" });
  await stage.postil.setSettings({ engine: "webllm" });
  const { page, panel } = await stage.postil.openOn(stage.web.putFile(SAMPLE));
  await stage.postil.installFile(panel, model);
  await stage.browser.closePanel(panel);
  await page.close();
});
afterAll(() => stage?.close());

test("the model, installed from its file, summarises the sample page", async () => {
  const { postil, web } = stage;
  const { page, panel } = await postil.openOn(web.putFile(SAMPLE));
  await postil.press(panel, "summarise");
  const job = await postil.waitForJob(panel, ENDED, JOB_MS);
  const { engine } = await postil.state(panel);

  expect(job.error).toBeNull();
  expect(job.status).toBe("done");
  // SwiftShader has subgroups, of four threads.
  const library = "gemma3-270m-q8-f32-subgroups";
  expect(engine.info).toMatchObject({ engine: "webllm", backend: "webgpu", library });
  expect(engine.info?.model).not.toBe("");
  expect(job.tokens.prompt).toBeGreaterThan(0);
  expect(job.tokens.output).toBeGreaterThan(0);

  const points = resultOf(job, "notes")?.points ?? [];
  expect(points.length).toBeGreaterThan(0);
  await expectSound(points, await page.evaluate<string>("document.body.textContent"));
  const shown = await panel.waitForText(points.at(-1)?.text ?? "?");
  for (const { text } of points) expect(shown).toContain(text);
  await expectQuiet(stage, page, panel);
});

test("a stopped load is taken up again, and a lost graphics device is made up for", async () => {
  const { postil, web } = stage;
  await stage.browser.destroyHost();
  const { panel } = await postil.openOn(web.put("/short", { body: SHORT }));
  await postil.waitForState(panel, ({ model }) => model.status === "ready");
  await postil.press(panel, "summarise");
  await postil.waitForJob(panel, ["loading"]);
  await postil.press(panel, "stop");
  await postil.waitForJob(panel, ["cancelled"]);
  await postil.press(panel, "again");
  const writes = ({ jobs }: HostState) => (resultOf(jobs.at(-1), "notes")?.draft ?? "") !== "";
  await postil.waitForState(panel, writes, 300_000);
  await (stage.browser as Chromium).cdp.send("Browser.crashGpuProcess");
  const job = await postil.waitForJob(panel, ENDED, JOB_MS);
  expect(job.error).toBeNull();
  expect(job.status).toBe("done");
  expect(resultOf(job, "notes")?.points).toHaveLength(1);
});
