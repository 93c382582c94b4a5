/** "Summarise with Postil" in a page's menu: it opens the panel, and the panel begins by itself. */
import { beforeEach, describe, expect, test } from "vitest";
import { MENU_ENTRY } from "../../scripts/driver/browser.ts";
import type { Firefox } from "../../scripts/driver/firefox.ts";
import { resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

describe("firefox", () => {
  const stage = useStage("firefox");
  beforeEach(() => stage.reset());

  test("chosen with the panel closed and the event page stopped, the notes are written", async () => {
    const page = await stage.postil.openPage(stage.web.put("/ferry", { body: FERRY }));
    await stage.browser.stopBackground();
    await (stage.browser as Firefox).chooseInMenu(MENU_ENTRY);
    const panel = await stage.postil.panel();
    const job = await stage.postil.waitForJob(panel, ["done"]);
    await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
    await expectQuiet(stage, page, panel);
  });

  test("chosen with the panel open, on a page that it may not read yet, the notes are written", async () => {
    const { panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    const other = await stage.postil.openPage(stage.web.put("/other", { body: FERRY }, "localhost"));
    await stage.browser.activate(other);
    await (stage.browser as Firefox).chooseInMenu(MENU_ENTRY);
    const job = await stage.postil.waitForJob(panel, ["done"]);
    expect(job.page.url).toContain("/other");
    await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
  });
});

// Chromium's menus belong to the system, and nothing can press them from outside: here the panel finds what the menu leaves.
describe("chromium", () => {
  const stage = useStage("chromium");
  beforeEach(() => stage.reset());

  test("the panel begins with what was left for it, once", async () => {
    const { page, panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    await panel.find({ role: "button", name: stage.postil.words.of("summarise") });
    await panel.call(async () => {
      const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
      const request = { task: "summarise", tabId: tab?.id, at: Date.now() };
      await chrome.storage.session.set({ [`request.${tab?.windowId}`]: request });
    });
    const job = await stage.postil.waitForJob(panel, ["done"]);
    await panel.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
    await stage.browser.closePanel(panel);
    await stage.postil.pressButton(page);
    const reopened = await stage.postil.panel();
    await reopened.waitForText(resultOf(job, "notes")?.points.at(-1)?.text ?? "?");
    expect((await stage.postil.state(reopened)).jobs.map(({ id }) => id)).toEqual([job.id]);
    await expectQuiet(stage, page, reopened);
  });

  test("the entry is there", async () => {
    const background = await stage.browser.background();
    // An entry that does not exist cannot be changed.
    const changed = await background.call(
      (id: string) => chrome.contextMenus.update(id, { enabled: true }).then(() => "there", String),
      MENU_ENTRY,
    );
    await background.detach();
    expect(changed).toBe("there");
  });
});
