/**
 * Firefox stops the event page, and the engine with it, when nothing has happened for a while. Of Firefox only: in Chromium the
 * engine has a document of its own that outlives the service worker (see `service-worker.test.ts`).
 */
import { beforeEach, expect, test } from "vitest";
import type { Firefox } from "../../scripts/driver/firefox.ts";
import { PATIENCE_MS, sleep, until } from "../../scripts/driver/until.ts";
import { resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, inTheMiddle, QUICK_MS, SLOW, setPace, useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

/**
 * Milliseconds without an event after which Firefox stops the page here: well more than there are between two of the calls that
 * keep it alive, and until it lets go of its panels when there is no work, as Firefox's own 30 s are.
 */
const IDLE_MS = 20_000;
/** Milliseconds until an event page without work is stopped. */
const STOPPED_MS = IDLE_MS + PATIENCE_MS;

const stage = useStage("firefox");
beforeEach(async () => {
  await stage.reset({ engine: "scripted", scriptedDelayMs: 100, idleMs: 100 });
  await (stage.browser as Firefox).setIdleTimeout(IDLE_MS);
});

const stopped = (): Promise<boolean> =>
  until(async () => !(await stage.browser.isBackgroundRunning()), STOPPED_MS, "the event page's end");

test("in the middle of a job that nobody watches, it is kept alive, and the panel finds the result", async () => {
  await stage.reset({ ...SLOW, idleMs: 100 });
  const { page, panel, jobId } = await inTheMiddle(stage);
  await stage.browser.closePanel(panel);
  const longer = Date.now() + IDLE_MS + 4000;
  while (Date.now() < longer) {
    expect(await stage.browser.isBackgroundRunning()).toBe(true);
    await sleep(200);
  }
  await stage.postil.pressButton(page);
  const reopened = await stage.postil.panel();
  const job = await stage.postil.waitForJob(reopened, ["done", "failed"]);
  expect(job).toMatchObject({ id: jobId, status: "done" });
  await reopened.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
  await expectQuiet(stage, page, reopened);
});

test("between two jobs it is stopped while the panel shows the notes, and comes back for the next one", async () => {
  const { page, panel, jobId } = await inTheMiddle(stage);
  const job = await stage.postil.waitForJob(panel, ["done"]);
  const last = resultOf(job, "notes")?.points.at(-1)?.text ?? "?";
  await panel.waitForText(last);
  await stopped();
  // The panel does not wake it, and says nothing of an engine that is gone.
  await sleep(2000);
  expect(await stage.browser.isBackgroundRunning()).toBe(false);
  const shown = await panel.text();
  expect(shown).toContain(last);
  expect(shown).not.toContain(stage.postil.words.error("engine-gone"));

  await stage.postil.press(panel, "again");
  const { jobs } = await stage.postil.waitForState(
    panel,
    (state) => state.jobs.at(-1)?.id !== jobId && state.jobs.at(-1)?.status === "done",
  );
  // The notes of before stay beside the new ones.
  expect(jobs.map(({ id }) => id)).toEqual([jobId, jobs.at(-1)?.id]);
  await panel.waitForText(resultOf(jobs.at(-1), "notes")?.points.at(-1)?.text ?? "?");
  await expectQuiet(stage, page, panel);
});

test("stopped after a job that ended while the panel was closed, the panel finds the result", async () => {
  const { page, panel, jobId } = await inTheMiddle(stage);
  await stage.browser.closePanel(panel);
  await stopped();
  await stage.postil.pressButton(page);
  const reopened = await stage.postil.panel();
  const job = await stage.postil.waitForJob(reopened, ["done"]);
  expect(job.id).toBe(jobId);
  await reopened.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
  await expectQuiet(stage, page, reopened);
});

test("stopped in the middle of a job that nobody watches, the panel says that it was lost, and Again works", async () => {
  await stage.reset({ ...SLOW, idleMs: 100 });
  const { page, panel, jobId } = await inTheMiddle(stage);
  await setPace(panel, QUICK_MS);
  await stage.browser.closePanel(panel);
  await stage.browser.stopBackground();
  await stage.postil.pressButton(page);
  const reopened = await stage.postil.panel();
  await reopened.waitForText(stage.postil.words.error("engine-gone"));
  expect(await reopened.has({ role: "button", name: stage.postil.words.of("stop") })).toBe(false);
  await stage.postil.press(reopened, "again");
  const job = await stage.postil.waitForJob(reopened, ["done"]);
  expect(job.id).not.toBe(jobId);
  await expectQuiet(stage, page, reopened);
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
