/** Pages that cannot be read, and pages that go away. */
import { beforeEach, describe, expect, test } from "vitest";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { type JobView, resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, SLOW, SLOW_MS, useStage } from "./harness.ts";
import { EMPTY, FERRY, ORCHARD } from "./pages.ts";

const pointsOf = (job: JobView | undefined): number => resultOf(job, "notes")?.points.length ?? 0;

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset());

  describe("pages that cannot be read", () => {
    test.each(["chrome://version/", "about:blank?nothing"])(
      "%s: the panel says so and offers no button",
      async (url) => {
        const page = await stage.postil.browser.openTab(url);
        await stage.postil.pressButton(page);
        const panel = await stage.postil.panel();
        // Chrome hides even the address of such a page, button pressed or not.
        const { words } = stage.postil;
        await panel.waitForText(
          new RegExp([words.error("page-forbidden"), words.of("ungranted_title")].join("|"), "u"),
        );
        expect(await panel.has({ role: "button", name: stage.postil.words.of("summarise") })).toBe(false);
        await expectQuiet(stage, panel);
      },
    );

    test("a page without words: the panel says so", async () => {
      const { panel } = await stage.postil.openOn(stage.web.put("/empty", { body: EMPTY }));
      await stage.postil.press(panel, "summarise");
      await panel.waitForText(stage.postil.words.error("page-empty"));
      expect((await stage.postil.state(panel)).jobs).toEqual([]);
      await expectQuiet(stage, panel);
    });
  });

  describe("pages that go away", () => {
    test("reloaded in the middle of a job: the job ends well", async () => {
      await stage.reset({ engine: "scripted", scriptedDelayMs: SLOW_MS / 3 });
      const { page, panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
      await stage.postil.press(panel, "summarise");
      await stage.postil.waitForState(panel, ({ jobs }) => pointsOf(jobs.at(-1)) > 0);
      await page.reload();
      // Firefox closes a page to us with each load, and hides its address: a reload looks like any other page there.
      const job = await stage.postil.waitForJob(panel, [name === "firefox" ? "cancelled" : "done"]);
      await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
      await expectQuiet(stage, panel);
    });

    test("left for another page in the middle of a job: the job ends, what was written stays", async () => {
      await stage.reset(SLOW);
      const { page, panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
      await stage.postil.press(panel, "summarise");
      await stage.postil.waitForState(panel, ({ jobs }) => pointsOf(jobs.at(-1)) > 0);
      await page.navigate(stage.web.put("/orchard", { body: ORCHARD }));
      const job = await stage.postil.waitForJob(panel, ["cancelled"]);
      await panel.waitForText(stage.postil.words.of("stale_note"));
      await panel.waitForText(stage.postil.words.of("stopped_some"));
      await panel.waitForText(resultOf(job, "notes")?.points[0]?.text ?? "?");
      await expectQuiet(stage, panel);
    });

    test("another address of the same page in the middle of a job: the job goes on", async () => {
      await stage.reset({ engine: "scripted", scriptedDelayMs: 30 });
      const { page, panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
      await stage.postil.press(panel, "summarise");
      await stage.postil.waitForJob(panel, ["running"]);
      await page.evaluate("history.pushState(null, '', '/ferry/timetable')");
      const job = await stage.postil.waitForJob(panel, ["done"]);
      await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
      await expectQuiet(stage, panel);
    });

    test("closed in the middle of a job: the job is stopped", async () => {
      await stage.reset(SLOW);
      await stage.postil.openPage(stage.web.put("/orchard", { body: ORCHARD }));
      const { page, panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
      await stage.postil.press(panel, "summarise");
      await stage.postil.waitForJob(panel, ["running"]);
      await page.close();
      await stage.postil.waitForJob(panel, ["cancelled"]);
      await expectQuiet(stage, panel);
    });
  });
});
