/**
 * Chromium stops the service worker when nothing happens, and nobody may miss it. Of Chromium only: Firefox's event page, which is
 * stopped likewise, holds the engine (see `event-page.test.ts`).
 */
import { beforeEach, expect, test } from "vitest";
import { resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, inTheMiddle, useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

const stage = useStage("chromium");
beforeEach(() => stage.reset({ engine: "scripted", scriptedDelayMs: 40 }));

test("stopped in the middle of a job, it is not missed, and the next job works", async () => {
  const { page, panel, jobId } = await inTheMiddle(stage);
  await stage.browser.stopBackground();
  const job = await stage.postil.waitForJob(panel, ["done"], 15_000);
  expect(job.id).toBe(jobId);
  await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");

  await stage.browser.stopBackground();
  await stage.postil.press(panel, "again");
  await stage.postil.waitForJob(panel, ["running"]);
  const next = await stage.postil.waitForJob(panel, ["done"], 15_000);
  expect(next.id).not.toBe(jobId);
  await expectQuiet(stage, page, panel);
});

test("stopped before the toolbar button is pressed, it comes back for it", async () => {
  const page = await stage.postil.openPage(stage.web.put("/ferry", { body: FERRY }));
  await stage.browser.stopBackground();
  await stage.postil.pressButton(page);
  const panel = await stage.postil.panel();
  await stage.postil.press(panel, "summarise");
  await stage.postil.waitForJob(panel, ["done"], 15_000);
  await expectQuiet(stage, page, panel);
});

test("destroyed together with the engine's document, both come back", async () => {
  const { page, panel } = await inTheMiddle(stage);
  await stage.browser.stopBackground();
  await stage.browser.destroyHost();
  await panel.waitForText(stage.postil.words.error("engine-gone"));
  await stage.postil.press(panel, "again");
  await stage.postil.waitForJob(panel, ["done"], 15_000);
  await expectQuiet(stage, page, panel);
});
