/** What is selected is summarised in place of the page, from the panel's button and from the menu. */
import { beforeEach, describe, expect, test } from "vitest";
import { MENU_ENTRY } from "../../scripts/driver/browser.ts";
import type { Firefox } from "../../scripts/driver/firefox.ts";
import { PATIENCE_MS, until } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { writePdf } from "../fixtures/pdf/write.ts";
import { expectQuiet, useStage } from "./harness.ts";
import { finished, summarise } from "./notes.ts";
import { FERRY } from "./pages.ts";

/** Selects the second and the third paragraph; returns their text. */
function select(page: View): Promise<string> {
  return page.call(() => {
    const [, second, third] = document.querySelectorAll("p");
    if (!second || !third) throw new Error("the page has paragraphs");
    getSelection()?.setBaseAndExtent(second, 0, third, third.childNodes.length);
    return getSelection()?.toString().replace(/\s+/gu, " ") ?? "";
  });
}

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset());

  test("selected paragraphs are all that is read, and the panel says so", async () => {
    const opened = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    const selected = await select(opened.page);
    const { page, panel, notes } = await summarise(stage, opened);
    expect(notes.read).toMatchObject({ source: "selection", of: selected.match(/[\w,']+/gu)?.length });
    for (const source of notes.points.flatMap((point) => point.sources)) expect(selected).toContain(source);
    await panel.waitForText(stage.postil.words.pattern("read_selection_other"));
    await expectQuiet(stage, page, panel);
  });
});

describe("firefox", () => {
  const stage = useStage("firefox");
  beforeEach(() => stage.reset());

  test("the menu's entry summarises the selection", async () => {
    const page = await stage.postil.openPage(stage.web.put("/ferry", { body: FERRY }));
    const selected = await select(page);
    await (stage.browser as Firefox).chooseInMenu(MENU_ENTRY);
    const panel = await stage.postil.panel();
    const { notes } = await finished(stage, panel);
    expect(notes.read.source).toBe("selection");
    for (const source of notes.points.flatMap((point) => point.sources)) expect(selected).toContain(source);
    await expectQuiet(stage, page, panel);
  });

  test("in the viewer of a PDF, which lets no script in, the menu's entry summarises what is selected there", async () => {
    const lines = [
      "The council voted on Monday to lease a second ferry.",
      "The boat carries 140 passengers.",
    ];
    const url = stage.web.put("/ferry.pdf", { body: writePdf({ pages: [lines] }), type: "application/pdf" });
    const page = await stage.postil.openPage(url);
    await until(
      () => page.evaluate("document.querySelectorAll('.textLayer span').length > 1"),
      PATIENCE_MS,
      "the text",
    );
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('.textLayer'))");
    // Below the viewer's bar, which has no menu.
    await (stage.browser as Firefox).chooseInMenu(MENU_ENTRY, 300);
    const panel = await stage.postil.panel();
    const { job, notes } = await finished(stage, panel);
    expect(job.page.url).toBe(url);
    expect(notes.read.source).toBe("selection");
    for (const source of notes.points.flatMap((point) => point.sources))
      expect(lines.join(" ")).toContain(source);
    await expectQuiet(stage, panel);
  });
});
