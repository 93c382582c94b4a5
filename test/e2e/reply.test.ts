/** Replies, with the scripted engine: from the open message to the draft in the site's own editor, and back out of it. */
import { readFileSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  mailFixture,
  prepareMailPage,
  putMailFixture,
  textInEditors,
} from "../../scripts/driver/demo/mail-page.ts";
import { draftInPanel, insertAndUndo, pressInsert, showReply } from "../../scripts/driver/demo/reply.ts";
import { PATIENCE_MS, until } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { resultOf } from "../../src/messages/protocol.ts";
import type { MailContent } from "../../src/page/mail/content.ts";
import { SENDING, sendControlOf } from "../fixtures/mail/live.ts";
import { MAIL_FIXTURES } from "../fixtures/mail/pages.ts";
import { SLOW_MS, useStage } from "./harness.ts";

const FIXTURES = MAIL_FIXTURES.map(({ name }) => name);

function messageOf(name: string): MailContent {
  return JSON.parse(readFileSync(`test/fixtures/mail/${name}.json`, "utf8")) as MailContent;
}

describe.each(BROWSERS)("%s", (browserName) => {
  const stage = useStage(browserName);

  /** Shows a fixture at its site's address, with the panel beside it. */
  async function open(name: string): Promise<{ page: View; panel: View }> {
    const fixture = mailFixture(`${name}.html`) ?? expect.fail(`no fixture ${name}`);
    const page = await stage.postil.openPage(putMailFixture(stage.web, fixture));
    // The panel reads as soon as it is there.
    await prepareMailPage(page, fixture);
    await stage.postil.pressButton(page);
    const panel = await stage.postil.panel();
    const { sender, text } = messageOf(name);
    const words = sender.name || sender.address || (text.split("\n")[0] ?? "");
    // A panel that was open may be about another tab when it is first asked for replies.
    await until(
      async () => {
        await showReply(stage.postil, panel);
        return (await panel.text()).includes(words);
      },
      PATIENCE_MS,
      "the message in the panel",
    );
    return { page, panel };
  }

  /** Nothing but the played sites was asked for anything, and the panel has not complained. */
  async function expectQuiet(panel: View): Promise<void> {
    const played = new Set(MAIL_FIXTURES.map(({ url }) => new URL(url).hostname));
    expect(stage.web.foreignRequests.filter(({ host }) => !played.has(host))).toEqual([]);
    expect(await panel.errors()).toEqual([]);
  }

  async function draft(panel: View): Promise<void> {
    await stage.postil.press(panel, "reply_draft");
    await draftInPanel(panel);
  }

  describe("every site", () => {
    beforeAll(() => stage.reset({ engine: "scripted", scriptedDelayMs: 2 }));

    test.each(FIXTURES)("%s: read, drafted, inserted, taken back; nothing sent", async (name) => {
      const message = messageOf(name);
      const { page, panel } = await open(name);
      await panel.waitForText(
        message.sender.name || message.sender.address || (message.text.split("\n")[0] ?? ""),
      );
      await draft(panel);
      const job = (await stage.postil.state(panel)).jobs.at(-1);
      expect(job).toMatchObject({ task: "reply", status: "done", page: { url: message.url } });
      const before = await textInEditors(page);

      const tried = await insertAndUndo(stage.postil, page, panel);
      expect(tried.draft).toBe(resultOf(job, "reply")?.draft);
      const hasEditor = message.editor !== "none";
      expect(tried).toMatchObject({ inserted: hasEditor, undone: hasEditor });
      if (message.editor === "open") {
        expect(await textInEditors(page)).toBe(before);
        // What Ctrl+Z asks the browser for takes the whole draft back at once.
        expect(await pressInsert(stage.postil, panel)).toBe("reply_inserted");
        expect(await textInEditors(page)).not.toBe(before);
        await page.call(() => {
          const { activeElement } = document;
          const frame = activeElement instanceof HTMLIFrameElement ? activeElement.contentDocument : null;
          (frame ?? document).execCommand("undo");
        });
        expect(await textInEditors(page)).toBe(before);
      }
      if (!hasEditor) {
        await panel.waitForText(stage.postil.words.of("reply_copied"));
        expect(await stage.browser.readClipboard(page)).toBe(tried.draft);
      }
      expect(await sendingIn(page)).toBe("");
      const fixture = mailFixture(`${name}.html`) ?? expect.fail(name);
      expect(await pressSend(page, sendControlOf(fixture))).toBe(hasEditor);
      expect(await sendingIn(page)).toBe(hasEditor ? "click " : "");
      await page.close();
    });
  });

  describe("in the panel", () => {
    beforeEach(() => stage.reset({ engine: "scripted", scriptedDelayMs: 2 }));

    test("a draft goes to the message that it answers, and to no other", async () => {
      const { page, panel } = await open("gmail-two-threads");
      await draft(panel);
      const before = await textInEditors(page);
      await page.call(() => {
        for (const body of document.querySelectorAll(".a3s")) body.textContent = "Another message by now.";
      });
      await stage.postil.press(panel, "reply_insert");
      const anyway = { role: "button", name: stage.postil.words.of("reply_insert_anyway") };
      if (await panel.has(anyway)) await panel.click(anyway);
      await panel.waitForText(stage.postil.words.of("reply_other_message"));
      expect(await textInEditors(page)).toBe(before);
      await expectQuiet(panel);
    });

    test("an alternative comes beside the first draft, and both outlive the panel", async () => {
      const { page, panel } = await open("gmail-thread");
      await draft(panel);
      const first = await draftInPanel(panel);
      await stage.postil.press(panel, "reply_again");
      const second = { role: "radio", name: numbered(2) };
      await panel.find(second);
      await panel.click({ role: "radio", name: numbered(1) });
      await until(async () => (await draftInPanel(panel)) === first, PATIENCE_MS, "the first draft");
      await stage.browser.closePanel(panel);
      await stage.postil.pressButton(page);
      const reopened = await stage.postil.panel();
      await reopened.find(second);
      expect(await draftInPanel(reopened)).toBe(first);
      await expectQuiet(reopened);
    });

    test("a page without an open message is named, until one is open", async () => {
      stage.web.putHost("mail.google.com", (_request, response) => {
        response
          .writeHead(200, { "content-type": "text/html" })
          .end("<title>Inbox</title><p>12 messages</p>");
      });
      const { page, panel } = await stage.postil.openOn("https://mail.google.com/mail/u/0/");
      await panel.waitForText(stage.postil.words.error("page-without-mail"));
      await page.call(() => {
        const message = `<div class="if"><h2 class="hP">Keys</h2><div class="adn ads"><span class="gD" email="a@b.example" name="Ann Bell"></span><div class="a3s">Where are the keys?</div></div></div>`;
        document.body.append(...new DOMParser().parseFromString(message, "text/html").body.childNodes);
      });
      await panel.waitForText("Ann Bell");
      await panel.find({ role: "button", name: stage.postil.words.of("reply_draft") });
      await expectQuiet(panel);
    });

    test("leaving the page in the middle ends in a draft that says so", async () => {
      await stage.reset({ engine: "scripted", scriptedDelayMs: SLOW_MS / 2 });
      const { page, panel } = await open("gmail-thread");
      await stage.postil.press(panel, "reply_draft");
      await stage.postil.waitForJob(panel, ["loading", "running"]);
      await page.navigate("https://mail.google.com/mail/u/0/?left");
      await stage.postil.waitForJob(panel, ["done"]);
      await panel.waitForText(stage.postil.words.of("reply_stale"));
      await expectQuiet(panel);
    });
  });

  function numbered(number: number): string {
    return stage.postil.words.of("reply_draft_number").replace("$NUMBER$", String(number));
  }
});

/** What has reached the page's send controls, on all the pages that the tab has shown. */
function sendingIn(page: View): Promise<string> {
  return page.call((key: string) => sessionStorage.getItem(key) ?? "", SENDING);
}

/** Presses what sends in the page, which is to be noted: a watch that sees nothing would prove nothing. */
function pressSend(page: View, selector: string): Promise<boolean> {
  return page.call((send: string) => {
    const control = document.querySelector(send);
    // It is noted before it gets here, and goes no further: the control would leave the page.
    addEventListener(
      "click",
      (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      { once: true, capture: true },
    );
    control?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    return control !== null;
  }, selector);
}
