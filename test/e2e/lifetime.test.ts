/** Parts of the extension end at bad moments: the panel, the service worker, the offscreen document with the engine. */
import { beforeEach, describe, expect, test } from "vitest";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { expectQuiet, useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  // Slow enough for something to happen in the middle, quick enough to wait for the end.
  beforeEach(() => stage.reset({ engine: "scripted", scriptedDelayMs: 40 }));

  /** Begins a job and waits until it writes. */
  async function inTheMiddle(): Promise<{ page: View; panel: View; jobId: string }> {
    const opened = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    await stage.postil.press(opened.panel, "summarise");
    const { jobs } = await stage.postil.waitForState(
      opened.panel,
      (state) => (state.jobs.at(-1)?.result?.draft ?? "") !== "",
    );
    return { ...opened, jobId: jobs.at(-1)?.id ?? "" };
  }

  describe("the panel", () => {
    test("closed and opened again in the middle of a job, it finds it running", async () => {
      const { page, panel, jobId } = await inTheMiddle();
      await stage.browser.closePanel(panel);
      await stage.postil.pressButton(page);
      const reopened = await stage.postil.panel();
      const { jobs } = await stage.postil.state(reopened);
      expect(jobs.map(({ id, status }) => [id, status])).toEqual([[jobId, "running"]]);
      await reopened.find({ role: "button", name: stage.postil.words.of("stop") });
      const job = await stage.postil.waitForJob(reopened, ["done"], 15_000);
      await reopened.waitForText(job.result?.points.at(-1)?.text ?? "?");
      await expectQuiet(stage, page, reopened);
    });

    test("closed before the end and opened after it, it finds the notes", async () => {
      const { page, panel } = await inTheMiddle();
      await stage.browser.closePanel(panel);
      await new Promise((resolve) => setTimeout(resolve, 4000));
      await stage.postil.pressButton(page);
      const reopened = await stage.postil.panel();
      const job = await stage.postil.waitForJob(reopened, ["done"], 10_000);
      await reopened.waitForText(job.result?.points.at(-1)?.text ?? "?");
      await expectQuiet(stage, page, reopened);
    });
  });

  describe("the service worker", () => {
    test("stopped in the middle of a job, it is not missed, and the next job works", async () => {
      const { page, panel, jobId } = await inTheMiddle();
      await stage.browser.stopBackground();
      const job = await stage.postil.waitForJob(panel, ["done"], 15_000);
      expect(job.id).toBe(jobId);
      await panel.waitForText(job.result?.points.at(-1)?.text ?? "?");

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
  });

  describe("the engine's document", () => {
    test("destroyed in the middle of a job, the panel says so, and Again works", async () => {
      const { page, panel, jobId } = await inTheMiddle();
      await stage.browser.destroyHost();
      await panel.waitForText(stage.postil.words.error("engine-gone"));
      expect(await panel.has({ role: "button", name: stage.postil.words.of("stop") })).toBe(false);
      await stage.postil.press(panel, "again");
      const job = await stage.postil.waitForJob(panel, ["done"], 15_000);
      expect(job.id).not.toBe(jobId);
      await panel.waitForText(job.result?.points.at(-1)?.text ?? "?");
      await expectQuiet(stage, page, panel);
    });

    test("destroyed together with the service worker, both come back", async () => {
      const { page, panel } = await inTheMiddle();
      await stage.browser.stopBackground();
      await stage.browser.destroyHost();
      await panel.waitForText(stage.postil.words.error("engine-gone"));
      await stage.postil.press(panel, "again");
      await stage.postil.waitForJob(panel, ["done"], 15_000);
      await expectQuiet(stage, page, panel);
    });
  });
});
