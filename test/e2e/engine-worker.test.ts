/** The engine's worker: its isolation, which only DevTools of Chromium can look at, and its crash. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Chromium } from "../../scripts/driver/chromium.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { inTheMiddle, QUICK_MS, SLOW, SLOW_MS, setPace, useStage } from "./harness.ts";
import { finished, summarise } from "./notes.ts";
import { FERRY } from "./pages.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);

  test("when it crashes in the middle of a job, the panel says so, keeps what had ended, and Again works", async () => {
    const { postil, browser } = stage;
    await stage.reset();
    const first = await summarise(stage, stage.web.put("/ferry", { body: FERRY }));
    await setPace(first.panel, SLOW_MS);
    // The next worker is given what this one has done.
    await browser.crashWorker();
    const second = await inTheMiddle(stage);
    await setPace(second.panel, QUICK_MS);
    await browser.crashWorker();
    await second.panel.waitForText(postil.words.error("engine-gone"));
    expect(await second.panel.has({ role: "button", name: postil.words.of("stop") })).toBe(false);

    const { jobs } = await postil.waitForState(second.panel, (state) => state.jobs.length === 2);
    expect(jobs.map(({ id, status, error }) => [id, status, error?.code])).toEqual([
      [first.job.id, "done", undefined],
      [second.jobId, "failed", "engine-gone"],
    ]);
    await postil.press(second.panel, "again");
    const again = await finished(stage, second.panel);
    expect(again.job.id).not.toBe(second.jobId);
  });
});

describe("chromium", () => {
  const stage = useStage("chromium");
  beforeEach(() => stage.reset(SLOW));

  test("it may use several threads", async () => {
    await inTheMiddle(stage);
    expect(await (stage.browser as Chromium).inWorker("self.crossOriginIsolated")).toBe(true);
  });
});
