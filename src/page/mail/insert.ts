/**
 * Puts a draft into the site's own editor: at the top, above signature and quotation, as plain text in the editor's own
 * lines, as one edit that Ctrl+Z takes back. What the user has typed stays as it is. Nothing is sent: `guard.ts`.
 */
import type { MailSite } from "../../sites/mail-site.ts";
import { newEditor, openEditor, rememberOpened, replyControl, siteEditors } from "./editor.ts";
import { type Page, pageOf } from "./frames.ts";
import { SendGuard } from "./guard.ts";
import { siteOf } from "./read.ts";
import { type MessageMark, showsMessage } from "./same-message.ts";
import { dropMadeLine, goToTop, type Top } from "./top.ts";
import { command, inkOf, isField, offer, shows, takeBack, textOf, type Way } from "./writing.ts";

/** Milliseconds in which a site's reply control opens its editor. */
const OPENING_MS = 6000;
/** Milliseconds between two looks for it; it may come in a frame, of whose changes the page knows nothing. */
const LOOKING_MS = 150;
/** Looks in a row at which an editor has to be the same before it counts as filled. */
const STEADY_LOOKS = 3;
/** Milliseconds after which the cursor's new place is known to editors that listen for it. */
const SETTLING_MS = 60;

/**
 * What became of a draft. When it is not `inserted`, no editor has changed, and the draft is to be copied:
 * `no-editor`: none is open and none could be opened. `opening`: the reply control leads to another page; the draft can be
 * inserted there. `refused`: the editor has not taken the text. `other-message`: the page shows another message by now.
 */
export type Insertion = "inserted" | "no-editor" | "opening" | "refused" | "other-message";

/** `changed`: the text, or a field beside it, has been edited since, and was left alone. `gone`: the editor is not there any more. */
export type Undoing = "undone" | "changed" | "gone" | "failed";

interface Done {
  readonly editor: HTMLElement;
  readonly way: Way;
  readonly top: Top | undefined;
  readonly guard: SendGuard;
  readonly before: string;
  readonly after: string;
}

/** The page's last insertion, for as long as it can be taken back. */
let last: Done | undefined;

/**
 * @param text lines divided by "\n"
 * @param answers the message that it answers; without it, whatever is open is taken for it
 */
export async function insertDraft(live: Document, text: string, answers?: MessageMark): Promise<Insertion> {
  const page = pageOf(live);
  const site = siteOf(page);
  if (answers !== undefined && !showsMessage(page, site, answers)) return "other-message";
  const guard = new SendGuard(site?.sendControl);
  const draft = plainText(text);
  if (draft === "") return "refused";
  return guard.watch(page.documents, async () => {
    const editor = openEditor(page, site) ?? (site && (await openByReply(page, site, guard)));
    if (editor === "opening") return "opening";
    if (editor === undefined) return "no-editor";
    // Its frame may have come with it.
    return guard.watch([editor.ownerDocument], () => insertInto(editor, site, draft, guard));
  });
}

/** Takes the last insertion back. */
export async function undoInsertion(): Promise<Undoing> {
  const done = last;
  if (done === undefined || !done.editor.isConnected) return "gone";
  const { editor, way, top, guard, before, after } = done;
  if (textOf(editor) !== after) return "changed";
  return guard.watch([editor.ownerDocument], async () => {
    editor.focus();
    const isOurs = takeBack(editor, way, guard);
    if (!isOurs && way === "command") return "changed";
    const isBack = await shows(editor, () => inkOf(textOf(editor)) === inkOf(before));
    if (!isBack) return "failed";
    if (top !== undefined) dropMadeLine(top);
    last = undefined;
    return "undone";
  });
}

async function insertInto(
  editor: HTMLElement,
  site: MailSite | undefined,
  draft: string,
  guard: SendGuard,
): Promise<Insertion> {
  if (guard.isInSend(editor)) return "refused";
  const before = textOf(editor);
  editor.focus();
  const done = isField(editor) ? writeField(editor, draft) : await writeRegion(editor, site, draft, guard);
  if (done === undefined) return "refused";
  const ink = inkOf(draft);
  const isThere = await shows(editor, () => {
    const now = inkOf(textOf(editor));
    return now.length === inkOf(before).length + ink.length && now.includes(ink);
  });
  if (!isThere) {
    // Part of it, or something made of it, is no draft: back to what was there.
    if (textOf(editor) !== before) takeBack(editor, done.way, guard);
    if (done.top !== undefined) dropMadeLine(done.top);
    return "refused";
  }
  last = { editor, ...done, guard, before, after: textOf(editor) };
  if (done.top?.made !== undefined) dropWithUndo(editor, done.top);
  return "inserted";
}

interface Written {
  readonly way: Way;
  readonly top: Top | undefined;
}

function writeField(editor: HTMLTextAreaElement, draft: string): Written | undefined {
  editor.setSelectionRange(0, 0);
  const end = editor.value === "" ? "" : editor.value.startsWith("\n") ? "\n" : "\n\n";
  return command(editor, draft + end, "breaks") ? { way: "command", top: undefined } : undefined;
}

async function writeRegion(
  editor: HTMLElement,
  site: MailSite | undefined,
  draft: string,
  guard: SendGuard,
): Promise<Written | undefined> {
  const keepsOwn = site?.editor.keeps !== "native";
  if (keepsOwn) {
    const place = goToTop(editor, site?.editor, false);
    await after(SETTLING_MS);
    const way = offer(editor, draft + (place.after === "\n\n" ? "\n" : ""), guard);
    if (way !== undefined) return { way, top: place };
  }
  const top = goToTop(editor, site?.editor, true);
  const written = command(editor, draft + top.after, top.lines);
  if (!written) dropMadeLine(top);
  return written ? { way: "command", top } : undefined;
}

/** Presses the site's reply control and waits for the editor that it opens; those that were there before are others'. */
async function openByReply(
  page: Page,
  site: MailSite,
  guard: SendGuard,
): Promise<HTMLElement | "opening" | undefined> {
  const control = replyControl(page, site);
  const known = siteEditors(page, site);
  if (control === undefined || !guard.press(control)) return undefined;
  if (site.replyOpens === "page") return "opening";
  for (const end = Date.now() + OPENING_MS; Date.now() < end; ) {
    await after(LOOKING_MS);
    const now = pageOf(page.live);
    const editor = newEditor(now, site, known);
    if (editor === undefined) continue;
    rememberOpened(now, site, editor);
    return steady(editor, end);
  }
  return undefined;
}

/** Waits until the site has put signature and quotation into an editor that it has just opened, or `end` has come. */
async function steady(editor: HTMLElement, end: number): Promise<HTMLElement> {
  let text = textOf(editor);
  for (let looks = 0; looks < STEADY_LOOKS && Date.now() < end; ) {
    await after(LOOKING_MS);
    looks = textOf(editor) === text ? looks + 1 : 0;
    text = textOf(editor);
  }
  return editor;
}

/** A line that was made for the draft is not in the browser's history: it goes when the user takes the draft back. */
function dropWithUndo(editor: HTMLElement, top: Top): void {
  const drop = (event: Event): void => {
    if ((event as InputEvent).inputType !== "historyUndo") return;
    dropMadeLine(top);
    if (!top.made?.isConnected) editor.removeEventListener("input", drop);
  };
  editor.addEventListener("input", drop);
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Lines divided by "\n", without control characters, and without empty lines at the ends. */
function plainText(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}/gu, "");
  return lines.replace(/^\n+/, "").trimEnd();
}
