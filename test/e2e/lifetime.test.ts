/** Parts of the extension end at bad moments: the panel, and what holds the engine. */
import { beforeEach, describe, expect, test } from "vitest";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, inTheMiddle, QUICK_MS, SLOW, setPace, useStage } from "./harness.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset(SLOW));

  describe("the panel", () => {
    test("closed and opened again in the middle of a job, it finds it running", async () => {
      const { page, panel, jobId } = await inTheMiddle(stage);
      await stage.browser.closePanel(panel);
      await stage.postil.pressButton(page);
      const reopened = await stage.postil.panel();
      const { jobs } = await stage.postil.state(reopened);
      expect(jobs.map(({ id, status }) => [id, status])).toEqual([[jobId, "running"]]);
      await reopened.find({ role: "button", name: stage.postil.words.of("stop") });
      const job = await stage.postil.waitForJob(reopened, ["done"]);
      await reopened.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
      await expectQuiet(stage, page, reopened);
    });

    test("closed before the end and opened after it, it finds the notes", async () => {
      const { page, panel } = await inTheMiddle(stage);
      await stage.browser.closePanel(panel);
      const settings = await stage.postil.openOptions();
      const job = await stage.postil.waitForJob(settings, ["done"]);
      await settings.close();
      await stage.postil.pressButton(page);
      const reopened = await stage.postil.panel();
      await reopened.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
      await expectQuiet(stage, page, reopened);
    });
  });

  describe("what holds the engine", () => {
    test("destroyed in the middle of a job, the panel says so, and Again works", async () => {
      const { page, panel, jobId } = await inTheMiddle(stage);
      await setPace(panel, QUICK_MS);
      await stage.browser.destroyHost();
      await panel.waitForText(stage.postil.words.error("engine-gone"));
      expect(await panel.has({ role: "button", name: stage.postil.words.of("stop") })).toBe(false);
      await stage.postil.press(panel, "again");
      const job = await stage.postil.waitForJob(panel, ["done"]);
      expect(job.id).not.toBe(jobId);
      await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
      await expectQuiet(stage, page, panel);
    });
  });
});
