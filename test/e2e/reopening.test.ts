/** A panel that is closed and opened again: the tab's notes are there, and so is what was wished for. */
import { beforeEach, describe, expect, test } from "vitest";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { expectQuiet, useStage } from "./harness.ts";
import { finished, pressMark, summarise } from "./notes.ts";
import { FERRY, ORCHARD } from "./pages.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset({ engine: "scripted", scriptedDelayMs: 10, summaryLength: "points" }));

  test("the last notes are there, with their marks, also when the background was stopped meanwhile", async () => {
    const { page, panel, job, notes } = await summarise(stage, stage.web.put("/ferry", { body: FERRY }));
    await stage.browser.closePanel(panel);
    await stage.browser.stopBackground();
    await stage.postil.pressButton(page);
    const reopened = await stage.postil.panel();
    for (const { text } of notes.points) await reopened.waitForText(text);
    expect((await stage.postil.state(reopened)).jobs.map(({ id }) => id)).toEqual([job.id]);
    await pressMark(stage, reopened, 0);
    await reopened.waitForText(stage.postil.words.of("lit_shown"));
    await expectQuiet(stage, page, reopened);
  });

  test("the notes on pages before are there too, beside the latest, and come back with their page", async () => {
    const ferry = stage.web.put("/ferry", { body: FERRY });
    const { page, panel, job, notes } = await summarise(stage, ferry);
    await page.navigate(stage.web.put("/orchard", { body: ORCHARD }));
    await panel.waitForText(stage.postil.words.of("stale_note"));
    await stage.postil.pressButton(page);
    await stage.postil.press(panel, "summarise_this");
    const orchard = await finished(stage, panel, job);
    await stage.browser.closePanel(panel);
    await stage.browser.stopBackground();
    await stage.postil.pressButton(page);
    const reopened = await stage.postil.panel();
    await reopened.waitForText(orchard.notes.points[0]?.text ?? "?");
    await reopened.click({ role: "button", name: job.page.title });
    await reopened.waitForText(notes.points.at(-1)?.text ?? "?");
    await reopened.click({ role: "button", name: orchard.job.page.title });
    await reopened.waitForText(orchard.notes.points.at(-1)?.text ?? "?");
    await page.navigate(ferry);
    // Firefox opens each page to us anew.
    await stage.postil.pressButton(page);
    await reopened.waitForText(notes.points.at(-1)?.text ?? "?");
    await expectQuiet(stage, page, reopened);
  });

  test("another length is kept for the next summary, and the panel remembers it", async () => {
    const { page, panel, job, notes } = await summarise(stage, stage.web.put("/ferry", { body: FERRY }));
    expect(notes.length).toBe("points");
    expect(notes.points.length).toBeGreaterThan(1);
    await panel.click({ role: "radio", name: stage.postil.words.of("length_sentence") });
    await stage.postil.press(panel, "again");
    const short = await finished(stage, panel, job);
    expect(short.notes.length).toBe("sentence");
    expect(short.notes.points).toHaveLength(1);
    await stage.browser.closePanel(panel);
    await stage.postil.pressButton(page);
    const reopened = await stage.postil.panel();
    await reopened.waitForText(short.notes.points[0]?.text ?? "?");
    expect(
      await reopened.evaluate("document.querySelector('.wish input:checked').labels[0].textContent"),
    ).toBe(stage.postil.words.of("length_sentence"));
    await expectQuiet(stage, page, reopened);
  });
});
