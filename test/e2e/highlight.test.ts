/** From a note to its sentences: the mark scrolls to them and lights them up, also after the page has drawn itself anew. */
import { beforeEach, describe, expect, test } from "vitest";
import { PATIENCE_MS, until } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { expectQuiet, useStage } from "./harness.ts";
import { litTexts, pressMark, summarise } from "./notes.ts";
import { FERRY } from "./pages.ts";

/** The words stand far below what is seen at first. */
const FAR = FERRY.replace("<main>", '<main><div style="height: 4000px"></div>');

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset());

  const waitForLit = (page: View, texts: readonly string[]): Promise<boolean> =>
    until(async () => {
      const lit = await litTexts(page);
      return lit.length === texts.length && texts.every((text) => lit.includes(text));
    }, PATIENCE_MS);

  test("a mark lights up the sentences of its note, another one those of another, and pressed again it puts them out", async () => {
    const { page, panel, notes } = await summarise(stage, stage.web.put("/far", { body: FAR }));
    const [first, second] = notes.points;
    expect(await page.evaluate("scrollY")).toBe(0);
    await pressMark(stage, panel, 0);
    await panel.waitForText(stage.postil.words.of("lit_shown"));
    await waitForLit(page, first?.sources ?? []);
    // The page may glide there.
    await until(() => page.evaluate("scrollY > 3000"), PATIENCE_MS, "the page to scroll to the sentence");
    await pressMark(stage, panel, 1);
    await waitForLit(page, second?.sources ?? []);
    await pressMark(stage, panel, 1);
    await waitForLit(page, []);
    await expectQuiet(stage, page, panel);
  });

  // Firefox takes no more orders from a page that goes; there the light stays until the page is left or another mark pressed.
  test.runIf(name === "chromium")("what is lit goes out with the panel", async () => {
    const { page, panel, notes } = await summarise(stage, stage.web.put("/ferry", { body: FERRY }));
    await pressMark(stage, panel, 0);
    await waitForLit(page, notes.points[0]?.sources ?? []);
    await stage.browser.closePanel(panel);
    await waitForLit(page, []);
    await expectQuiet(stage, page);
  });

  test("what a page draws anew is lit again, and what it has taken away is said to be gone", async () => {
    const { page, panel, notes } = await summarise(stage, stage.web.put("/ferry", { body: FERRY }));
    const sources = notes.points[0]?.sources ?? [];
    await pressMark(stage, panel, 0);
    await waitForLit(page, sources);
    await page.call(() => {
      const article = document.querySelector("article");
      article?.replaceWith(article.cloneNode(true));
    });
    await waitForLit(page, sources);
    expect(
      await page.call(() =>
        [...(CSS.highlights.get("postil-source") ?? [])].every(
          (range) => (range as Range).startContainer.isConnected,
        ),
      ),
    ).toBe(true);

    await page.call(() => {
      for (const paragraph of document.querySelectorAll("p")) paragraph.textContent = "Something else.";
    });
    await pressMark(stage, panel, 1);
    await panel.waitForText(stage.postil.words.of("lit_lost"));
    expect(await litTexts(page)).toEqual([]);
    await expectQuiet(stage, page, panel);
  });
});
