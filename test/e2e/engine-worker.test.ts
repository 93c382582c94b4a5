/** The engine's worker in Chromium, where DevTools can look into it: its isolation, and its crash. */
import { beforeEach, expect, test } from "vitest";
import type { CdpView } from "../../scripts/driver/cdp-view.ts";
import type { Chromium } from "../../scripts/driver/chromium.ts";
import { inTheMiddle, useStage } from "./harness.ts";

const stage = useStage("chromium");
beforeEach(() => stage.reset({ engine: "scripted", scriptedDelayMs: 40 }));

/** Runs JavaScript in the worker of the offscreen document and returns its value. */
async function inWorker(expression: string): Promise<unknown> {
  const { cdp } = stage.browser as Chromium;
  const owner = (await stage.browser.host()) as CdpView;
  const attached = new Promise<string>((resolve) => {
    cdp.onEvent(({ method, params }) => {
      const { type } = (params.targetInfo ?? {}) as { type?: string };
      if (method === "Target.attachedToTarget" && type === "worker") resolve(String(params.sessionId));
    });
  });
  await owner.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: true,
  });
  const params = { expression, returnByValue: true };
  const { result } = await cdp.send("Runtime.evaluate", params, await attached);
  await owner.detach();
  return (result as { value?: unknown }).value;
}

test("it may use several threads", async () => {
  await inTheMiddle(stage);
  expect(await inWorker("self.crossOriginIsolated")).toBe(true);
});

test("when it crashes in the middle of a job, the panel says so, keeps what had ended, and Again works", async () => {
  const first = await inTheMiddle(stage);
  const done = await stage.postil.waitForJob(first.panel, ["done"], 15_000);
  const second = await inTheMiddle(stage);
  await inWorker("void setTimeout(() => { throw new Error('unreachable executed'); })");
  await second.panel.waitForText(stage.postil.words.error("engine-gone"));
  expect(await second.panel.has({ role: "button", name: stage.postil.words.of("stop") })).toBe(false);

  const { jobs } = await stage.postil.waitForState(second.panel, (state) => state.jobs.length === 2);
  expect(jobs.map(({ id, status, error }) => [id, status, error?.code])).toEqual([
    [done.id, "done", undefined],
    [second.jobId, "failed", "engine-gone"],
  ]);
  await stage.postil.press(second.panel, "again");
  const again = await stage.postil.waitForJob(second.panel, ["done"], 15_000);
  expect(again.id).not.toBe(second.jobId);
});
