// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { gmail } from "../../sites/gmail.ts";
import { show } from "../testing.ts";
import { editorState, newEditor, openEditor, rememberOpened, siteEditors } from "./editor.ts";
import { pageOf } from "./frames.ts";

const PAGE = readFileSync("test/fixtures/mail/gmail-compose.html", "utf8");
const EDITOR = `<div class="Am editable" g_editable="true" contenteditable="true" id="answer">`;

function add(parent: string, html: string): HTMLElement {
  const { childNodes } = new DOMParser().parseFromString(html, "text/html").body;
  document.querySelector(parent)?.append(...Array.from(childNodes));
  return document.getElementById("answer") ?? expect.fail("no editor");
}

const open = (): HTMLElement | undefined => openEditor(pageOf(document), gmail);

describe("a window for a new message beside the open thread", () => {
  beforeEach(() => {
    show(PAGE);
    document.getElementById("other")?.focus();
  });

  it("is not the thread's editor, even with the cursor in it", () => {
    expect(document.activeElement?.id).toBe("other");
    expect(open()).toBeUndefined();
    expect(editorState(pageOf(document), gmail)).toBe("reply");
  });

  it("does not come before the thread's own editor", () => {
    const answer = add(".if", `${EDITOR}<div><br></div></div>`);
    document.querySelector(".amn")?.remove();
    document.getElementById("other")?.focus();
    expect(open()).toBe(answer);
  });

  it("is the editor where no thread is open", () => {
    document.querySelector(".if")?.remove();
    expect(open()?.id).toBe("other");
  });

  it("is told from an editor elsewhere that quotes the open message", () => {
    const quote = "<blockquote>Can you bring the long ladder back on Friday?</blockquote>";
    const answer = add("body", `${EDITOR}<br><div class="gmail_quote">Tom wrote: ${quote}</div></div>`);
    expect(open()).toBe(answer);
  });

  it("is told from one that the reply control has opened elsewhere, for as long as that message is open", () => {
    const known = siteEditors(pageOf(document), gmail);
    expect(newEditor(pageOf(document), gmail, known)).toBeUndefined();
    const answer = add("body", `${EDITOR}<br></div>`);
    expect(open()).toBeUndefined();
    expect(newEditor(pageOf(document), gmail, known)).toBe(answer);
    rememberOpened(pageOf(document), gmail, answer);
    expect(open()).toBe(answer);
    for (const body of document.querySelectorAll(".a3s")) body.textContent = "Another message by now.";
    expect(open()).toBeUndefined();
  });
});
