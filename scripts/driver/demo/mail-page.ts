/** Mail as the demo and the tests show it: the fixtures at their sites' addresses, and what is in the editors of a page. */
import { basename, join } from "node:path";
import { liveHtml } from "../../../test/fixtures/mail/live.ts";
import { MAIL_FIXTURES, type MailFixture } from "../../../test/fixtures/mail/pages.ts";
import { ROOT } from "../../lib/run.mjs";
import type { View } from "../view.ts";
import type { Web } from "../web.ts";

export const MAIL_FOLDER = join(ROOT, "test", "fixtures", "mail");

/** The fixture that a file is, known by its name; undefined for any other file. */
export function mailFixture(path: string): MailFixture | undefined {
  return MAIL_FIXTURES.find(({ name }) => `${name}.html` === basename(path));
}

/** Puts a fixture up at its site's own address, and returns that. */
export function putMailFixture(web: Web, fixture: MailFixture): string {
  web.putHost(new URL(fixture.url).hostname, (request, response) => {
    response
      .writeHead(200, { "content-type": "text/html", "cache-control": "no-store" })
      .end(liveHtml(fixture, request.url ?? ""));
  });
  return fixture.url;
}

/** Puts the cursor, or a selection, where the user of the fixture has it. */
export async function prepareMailPage(page: View, { focused, selected }: MailFixture): Promise<void> {
  await page.call(
    (focus: string, select: string) => {
      if (focus) document.getElementById(focus)?.focus();
      if (select) getSelection()?.selectAllChildren(document.getElementById(select) ?? document.body);
    },
    focused ?? "",
    selected ?? "",
  );
}

/** All text in all editors of a page, those in its frames included; what the page only shows is not in it. */
export async function textInEditors(page: View): Promise<string> {
  return (await textsInEditors(page)).join("\n");
}

/** The text of each editor of a page, in the page's order, those in its frames last. */
export function textsInEditors(page: View): Promise<string[]> {
  return page.call(() => {
    const texts: string[] = [];
    const documents = [document];
    // The list grows while it is gone through. No function in here may have a name: what runs it in Node adds to those.
    for (const each of documents) {
      for (const editor of each.querySelectorAll(
        "textarea, [contenteditable]:not([contenteditable='false'])",
      ))
        texts.push(
          editor.localName === "textarea"
            ? (editor as HTMLTextAreaElement).value
            : (editor.textContent ?? ""),
        );
      for (const frame of each.querySelectorAll("iframe"))
        if (frame.contentDocument) documents.push(frame.contentDocument);
    }
    return texts;
  });
}

/** Text without what editors set in their own ways. */
export function inkOf(text: string): string {
  return text.replace(/[\s\u00A0\u200B\uFEFF]+/gu, "");
}
