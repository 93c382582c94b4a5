/** A message on a page that is no known mail site: what the user has selected, or what is quoted in the editor they are in. */
import type { MailSite } from "../../sites/mail-site.ts";
import { foldText } from "../text.ts";
import { introducedBy } from "./address.ts";
import { MAX_MESSAGE_TEXT, type MailContent } from "./content.ts";
import { EDITABLE, editorState, openEditor } from "./editor.ts";
import type { Page } from "./frames.ts";
import { type Line, linesOf } from "./lines.ts";
import { directionOf, limitLines, ownLines, quotedLines } from "./plain.ts";
import { quotationsIn } from "./quotation.ts";
import { type KnownUser, ownMailbox } from "./user.ts";

/** Undefined when nothing is selected and no editor holds a quotation. */
export function readElsewhere(
  page: Page,
  site: MailSite | undefined,
  user: KnownUser,
): MailContent | undefined {
  const found = fromSelection(page) ?? fromEditor(page, site);
  if (found === undefined || found.lines.length === 0) return undefined;
  const text = limitLines(found.lines, MAX_MESSAGE_TEXT);
  return {
    site: site?.id ?? "other",
    url: page.live.URL.slice(0, 8192),
    subject: foldText(page.live.title).slice(0, 1000),
    own: ownMailbox(page, site, user),
    sender: introducedBy(found.introduction),
    date: "",
    text,
    isOwn: false,
    lang: "",
    direction: directionOf(text),
    earlier: [],
    folded: { before: 0, after: 0 },
    editor: editorState(page, site),
  };
}

interface Found {
  readonly lines: readonly string[];
  /** The line before a quotation, which mostly holds its sender's address. */
  readonly introduction: string;
}

function fromSelection(page: Page): Found | undefined {
  for (const document of page.documents) {
    const selection = document.getSelection();
    if (selection === null || selection.isCollapsed || selection.rangeCount === 0) continue;
    const range = selection.getRangeAt(0);
    const around = range.commonAncestorContainer;
    const root = around.nodeType === 1 ? (around as Element) : around.parentElement;
    // What is written in an editor is the user's own.
    if (root === null || root.closest(EDITABLE) !== null || !page.isShown(root)) continue;
    const lines = linesOf(
      root,
      page.seenIn(document),
      MAX_MESSAGE_TEXT,
      (element) => (range.intersectsNode(element) ? "read" : "leave out"),
      (text) => selectedPart(range, text),
    );
    const own = ownLines(lines);
    if (own.length > 0) return { lines: own, introduction: "" };
  }
  return undefined;
}

function selectedPart(range: Range, text: Text): string {
  if (!range.intersectsNode(text)) return "";
  const value = text.nodeValue ?? "";
  const start = range.startContainer === text ? range.startOffset : 0;
  return value.slice(start, range.endContainer === text ? range.endOffset : value.length);
}

/** Lines of the message that is quoted in the open editor; none when there is none. */
export function quotedInEditor(page: Page, site: MailSite | undefined): readonly string[] {
  return fromEditor(page, site)?.lines ?? [];
}

function fromEditor(page: Page, site: MailSite | undefined): Found | undefined {
  const editor = openEditor(page, site);
  if (editor === undefined) return undefined;
  if (editor.localName === "textarea") {
    const lines = (editor as HTMLTextAreaElement).value.slice(0, MAX_MESSAGE_TEXT).split("\n").map(foldText);
    const { text, introduction } = quotedLines(lines);
    return text.length > 0 ? { lines: text, introduction } : undefined;
  }
  const [quotation] = quotationsIn(editor);
  if (quotation === undefined) return undefined;
  const seen = page.seenIn(editor.ownerDocument);
  const all = linesOf(quotation, seen, MAX_MESSAGE_TEXT);
  const before = linesOf(editor, seen, MAX_MESSAGE_TEXT, (element) =>
    element === quotation ? "end" : "read",
  );
  // The quotation's own introduction stands in it (Gmail) or before it.
  const cited = all.findIndex(({ kind }) => kind === "cited");
  const inside = cited === -1 ? all : all.slice(cited);
  const introduction = [...before.slice(-4), ...(cited === -1 ? [] : all.slice(0, cited))].map(
    ({ text }) => text,
  );
  const lines = ownLines(inside.map(({ text }): Line => ({ text, kind: "text" })));
  return { lines, introduction: introduction.join(" ") };
}
