/**
 * Chromium stops the service worker when nothing happens, and nobody may miss it. Of Chromium only: Firefox's event page, which is
 * stopped likewise, holds the engine (see `event-page.test.ts`).
 */
import { beforeEach, expect, test } from "vitest";
import { expectQuiet, inTheMiddle, QUICK_MS, SLOW, setPace, useStage } from "./harness.ts";
import { finished } from "./notes.ts";
import { FERRY } from "./pages.ts";

const stage = useStage("chromium");
beforeEach(() => stage.reset());

test("stopped in the middle of a job, it is not missed, and the next job works", async () => {
  await stage.reset(SLOW);
  const { page, panel, jobId } = await inTheMiddle(stage);
  await stage.browser.stopBackground();
  const { job } = await finished(stage, panel);
  expect(job.id).toBe(jobId);

  await stage.browser.stopBackground();
  await stage.postil.press(panel, "again");
  await finished(stage, panel, job);
  await expectQuiet(stage, page, panel);
});

test("stopped before the toolbar button is pressed, it comes back for it", async () => {
  const page = await stage.postil.openPage(stage.web.put("/ferry", { body: FERRY }));
  await stage.browser.stopBackground();
  await stage.postil.pressButton(page);
  const panel = await stage.postil.panel();
  await stage.postil.press(panel, "summarise");
  await stage.postil.waitForJob(panel, ["done"]);
  await expectQuiet(stage, page, panel);
});

test("destroyed together with the engine's document, both come back", async () => {
  await stage.reset(SLOW);
  const { page, panel } = await inTheMiddle(stage);
  await setPace(panel, QUICK_MS);
  await stage.browser.stopBackground();
  await stage.browser.destroyHost();
  await panel.waitForText(stage.postil.words.error("engine-gone"));
  await stage.postil.press(panel, "again");
  await stage.postil.waitForJob(panel, ["done"]);
  await expectQuiet(stage, page, panel);
});
