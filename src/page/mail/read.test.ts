// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { afterEach, describe, expect, it } from "vitest";
import { MAIL_FIXTURES, type MailFixture } from "../../../test/fixtures/mail/pages.ts";
import { show } from "../testing.ts";
import { MailContent } from "./content.ts";
import { readMail } from "./read.ts";

const FOLDER = "test/fixtures/mail";

/** Shows a fixture at its address, as far as there is a browser to show it. */
function open({ name, url, focused, selected }: MailFixture): void {
  browseTo(url);
  show(readFileSync(`${FOLDER}/${name}.html`, "utf8"));
  for (const frame of document.querySelectorAll("iframe")) {
    // Frames are not loaded here, so what they would load is put into them.
    const inner = frame.contentDocument ?? expect.fail("no document in the frame");
    inner.open();
    inner.write(frame.getAttribute("srcdoc") ?? "");
    inner.close();
  }
  if (focused !== undefined) document.getElementById(focused)?.focus();
  if (selected !== undefined)
    document.getSelection()?.selectAllChildren(document.getElementById(selected) ?? document.body);
}

function browseTo(url: string): void {
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url);
}

afterEach(() => document.getSelection()?.removeAllRanges());

describe("mail pages", () => {
  it("are all tested", () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(".html"));
    expect(MAIL_FIXTURES.map(({ name }) => `${name}.html`).sort()).toEqual(files.sort());
  });

  it.each(MAIL_FIXTURES.map((fixture) => [fixture.name, fixture] as const))("%s", async (name, fixture) => {
    open(fixture);
    const before = document.documentElement.outerHTML;
    const mail = readMail(document);
    const text = `${JSON.stringify(mail, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../../../${FOLDER}/${name}.json`);
    expect(document.documentElement.outerHTML, "the live page is left alone").toBe(before);
    expect(text).not.toContain("HIDDEN");
    expect(v.is(MailContent, mail)).toBe(true);
  });
});
