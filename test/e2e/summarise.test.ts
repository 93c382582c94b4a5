/** The main way through the extension, with the scripted engine: from the toolbar button to the finished notes. */
import { beforeEach, describe, expect, test } from "vitest";
import { PATIENCE_MS, sleep, until } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { type HostState, resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, SLOW, useStage } from "./harness.ts";
import { FERRY, HOSTILE, ORCHARD } from "./pages.ts";

/** Milliseconds for a piece of text where the pieces are counted. */
const PIECE_MS = 800;

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset());

  const ferry = (): string => stage.web.put("/ferry", { body: FERRY });

  async function summarise(url: string): Promise<{ page: View; panel: View }> {
    const opened = await stage.postil.openOn(url);
    await stage.postil.press(opened.panel, "summarise");
    return opened;
  }

  describe("summarise", () => {
    test("the toolbar button opens the panel on the page, and the notes stream in to the end", async () => {
      const { page, panel } = await stage.postil.openOn(ferry());
      await panel.waitForText("The island ferry gets a second boat");
      const seen = await stage.postil.watchStates(panel);
      await stage.postil.press(panel, "summarise");
      const { jobs, engine } = await stage.postil.waitForState(panel, (state) => {
        const job = state.jobs.at(-1);
        return job?.status === "done" && job.ms.total !== null;
      });
      const job = jobs.at(-1);
      const drafts = new Set(
        (await seen()).map((state) => resultOf(state.jobs.at(-1), "notes")?.draft ?? ""),
      );
      drafts.delete("");
      expect(drafts.size).toBeGreaterThan(1);
      expect(engine.info).toMatchObject({ engine: "scripted", backend: "none" });
      expect(resultOf(job, "notes")?.points.length).toBeGreaterThan(1);
      expect(resultOf(job, "notes")?.draft).toBe("");

      const shown = await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
      const pageText = (await page.text()).replace(/\s+/gu, " ");
      for (const point of resultOf(job, "notes")?.points ?? []) {
        expect(shown).toContain(point.text);
        expect(point.sources.length).toBeGreaterThan(0);
        for (const source of point.sources) expect(pageText).toContain(source);
      }
      expect(await panel.has({ role: "button", name: stage.postil.words.of("stop") })).toBe(false);
      await expectQuiet(stage, page, panel);
    });

    test("Stop ends the writing within one piece of text, and what was written stays", async () => {
      await stage.reset({ engine: "scripted", scriptedDelayMs: PIECE_MS });
      const { panel } = await summarise(ferry());
      const written = (state: HostState | undefined): string =>
        resultOf(state?.jobs.at(-1), "notes")?.draft ?? "";
      await stage.postil.waitForState(panel, (state) => written(state) !== "");
      const seen = await stage.postil.watchStates(panel);
      // Seen by the panel itself: the way from here to there may take longer than a piece.
      await panel.call(() =>
        addEventListener("click", () => Object.assign(globalThis, { stoppedAt: postilStates.length - 1 }), {
          capture: true,
          once: true,
        }),
      );
      await stage.postil.press(panel, "stop");
      await stage.postil.waitForJob(panel, ["cancelled"]);
      await sleep(2 * PIECE_MS);
      const states = await seen();
      const pressed = states[await panel.evaluate<number>("stoppedAt")];
      const later = states.at(-1);
      expect([pressed, later].map((state) => state?.jobs.at(-1)?.status)).toEqual(["running", "cancelled"]);
      expect(written(later).length).toBeGreaterThan(0);
      // Four letters are one piece of the scripted engine's.
      expect(written(later).length - written(pressed).length).toBeLessThanOrEqual(4);
      await panel.waitForText(stage.postil.words.pattern("stopped_none"));
      // The engine is free again at once.
      await stage.postil.press(panel, "again");
      await stage.postil.waitForJob(panel, ["running"]);
      await stage.postil.press(panel, "stop");
      await expectQuiet(stage, panel);
    });

    test("Copy puts all points on the clipboard as plain text", async () => {
      const { page, panel } = await summarise(ferry());
      const job = await stage.postil.waitForJob(panel, ["done"]);
      await stage.postil.press(panel, "copy");
      await panel.waitForText(stage.postil.words.of("copied"));
      const copied = await stage.browser.readClipboard(page);
      for (const point of resultOf(job, "notes")?.points ?? []) expect(copied).toContain(point.text);
      await expectQuiet(stage, panel);
    });

    test("two quick presses make one job", async () => {
      const { panel } = await stage.postil.openOn(ferry());
      await panel.doubleClick({ role: "button", name: stage.postil.words.of("summarise") });
      const first = await stage.postil.waitForJob(panel, ["running", "done"]);
      await stage.postil.waitForJob(panel, ["done"]);
      const { jobs } = await stage.postil.state(panel);
      expect(jobs.map(({ id, status }) => [id, status])).toEqual([[first.id, "done"]]);
      await expectQuiet(stage, panel);
    });

    test("a page made of markup and orders stays text: no element, no request, no other tab", async () => {
      const url = stage.web.put("/hostile", { body: HOSTILE });
      const { page, panel } = await stage.postil.openOn(url);
      await panel.waitForText("<b>Bold</b> title");
      await stage.postil.press(panel, "summarise");
      const job = await stage.postil.waitForJob(panel, ["done"]);
      expect(resultOf(job, "notes")?.points.length).toBeGreaterThan(0);
      await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
      const foreign =
        "document.querySelectorAll('b, iframe, object, embed, img[src^=http], script:not([src]), style:not([src])').length";
      expect(await panel.evaluate(foreign)).toBe(0);
      expect(await panel.evaluate("document.title")).not.toContain("owned");
      const tabs = (await stage.browser.tabs()).filter((at) => at.includes("evil.example"));
      expect(tabs).toEqual([]);
      await expectQuiet(stage, page, panel);
    });
  });

  describe("two tabs", () => {
    test("each tab has its own notes, and a page that was not granted asks for the button", async () => {
      const { page: first, panel } = await summarise(ferry());
      const ferryJob = await stage.postil.waitForJob(panel, ["done"]);
      // Another site: a grant reaches as far as the site that it was given on.
      const second = await stage.postil.openPage(
        stage.web.put("/orchard", { body: ORCHARD }, "other.localhost"),
      );
      await panel.waitForText(stage.postil.words.of("ungranted_title"));
      expect(await panel.has({ role: "button", name: stage.postil.words.of("summarise") })).toBe(false);

      await stage.postil.pressButton(second);
      await panel.waitForText("Old apple trees find new owners");
      await stage.postil.press(panel, "summarise");
      await until(
        async () => (await stage.postil.state(panel)).jobs.length === 2,
        PATIENCE_MS,
        "a second job",
      );
      const orchardJob = await stage.postil.waitForJob(panel, ["done"]);
      expect(orchardJob.page.title).toBe("Old apple trees find new owners");
      await panel.waitForText(resultOf(orchardJob, "notes")?.points[0]?.text ?? "?");

      await stage.browser.activate(first);
      await panel.waitForText(resultOf(ferryJob, "notes")?.points[0]?.text ?? "?");
      await expectQuiet(stage, first, second, panel);
    });

    test("two pages at once wait for each other, with their place shown", async () => {
      await stage.reset(SLOW);
      const { panel } = await summarise(ferry());
      await stage.postil.waitForJob(panel, ["running"]);
      const second = await stage.postil.openPage(
        stage.web.put("/orchard", { body: ORCHARD }, "other.localhost"),
      );
      await stage.postil.pressButton(second);
      await stage.postil.press(panel, "summarise");
      await panel.waitForText(stage.postil.words.pattern("queued_one"));
      const { jobs } = await stage.postil.state(panel);
      expect(jobs.map(({ status }) => status)).toEqual(["running", "queued"]);
      await stage.postil.press(panel, "stop");
      await expectQuiet(stage, second, panel);
    });

    test("when the tab moves on, the notes say that they belong to the page before", async () => {
      const { page, panel } = await summarise(ferry());
      const job = await stage.postil.waitForJob(panel, ["done"]);
      await page.navigate(stage.web.put("/orchard", { body: ORCHARD }));
      await panel.waitForText(stage.postil.words.of("stale_note"));
      expect(await panel.text()).toContain(resultOf(job, "notes")?.points[0]?.text);
      await expectQuiet(stage, panel);
    });
  });
});
