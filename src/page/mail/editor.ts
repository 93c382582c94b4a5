/** Where an answer is written: the open editor, the control that opens one, and what in an editor is not the user's. */
import type { MailSite } from "../../sites/mail-site.ts";
import type { MailContent } from "./content.ts";
import { outside } from "./fields.ts";
import { focusedElement, innerDocument, type Page } from "./frames.ts";
import { quotationsIn } from "./quotation.ts";
import { holds, openThread, type Thread } from "./thread.ts";
import { inkOf, isField } from "./writing.ts";

/** Roots of editable regions, and those nested in them. */
export const EDITABLE = "[contenteditable]:not([contenteditable='false' i])";
const WRITABLE = "textarea:not([readonly]):not([disabled])";

/** CSS pixels. Editable fields for addresses and for searching are lower than what a letter is written in. */
const MIN_HEIGHT = 44;

/** Letters and signs of a message by which a quotation of it is known; fewer tell it from no other. */
const TELLING = { least: 20, most: 120 };

/** Editors that a reply control has opened, with the ink of the message that they answer. */
const opened = new WeakMap<HTMLElement, string>();

/**
 * The editor that is open: the one with the focus, else one in the open thread, else the one opened last. Where the thread
 * has an editor or a reply control of its own, no other editor counts but one that answers it: a window for a new message
 * goes to somebody else. On a page that is no known mail site the one with the focus, else the only one there is.
 * Undefined when none is.
 */
export function openEditor(page: Page, site: MailSite | undefined): HTMLElement | undefined {
  const focused = focusedElement(page.live);
  const hasFocus = (editor: HTMLElement): boolean => focused !== null && holds(editor, focused);
  if (site === undefined) {
    const all = anyEditors(page);
    return all.find(hasFocus) ?? (all.length === 1 ? all[0] : undefined);
  }
  const all = siteEditors(page, site);
  const thread = openThread(page, site);
  const isInThread = (editor: HTMLElement): boolean => thread !== undefined && holds(thread.root, editor);
  const hasOwn = thread !== undefined && (all.some(isInThread) || replyControl(page, site) !== undefined);
  const editors = hasOwn ? all.filter((editor) => isInThread(editor) || answers(editor, thread, site)) : all;
  return editors.find(hasFocus) ?? editors.findLast(isInThread) ?? editors.at(-1);
}

/** The editor that has come since `known` were all there were, or undefined. */
export function newEditor(
  page: Page,
  site: MailSite,
  known: readonly HTMLElement[],
): HTMLElement | undefined {
  return siteEditors(page, site).findLast((editor) => !known.includes(editor));
}

/** The editors that a site's description names; on a site that has changed since, the one with the cursor in it. */
export function siteEditors(page: Page, site: MailSite): HTMLElement[] {
  const described = page.documents
    .flatMap((document) => outside(site.body, document.querySelectorAll<HTMLElement>(site.editor.at)))
    .filter((element): element is HTMLElement => isWritable(element) && page.isShown(element));
  if (described.length > 0) return described;
  const focused = focusedElement(page.live);
  const holding = anyEditors(page).filter((editor) => focused !== null && holds(editor, focused));
  return outside(site.body, holding) as HTMLElement[];
}

/** Keeps in mind that the open thread's reply control has opened `editor`, wherever on the page that stands. */
export function rememberOpened(page: Page, site: MailSite, editor: HTMLElement): void {
  const ink = inksOf(openThread(page, site)).at(-1);
  if (ink !== undefined) opened.set(editor, ink);
}

/** Whether an editor outside the thread belongs to it: it was opened from there, or quotes one of its messages. */
function answers(editor: HTMLElement, thread: Thread, site: MailSite): boolean {
  const inks = inksOf(thread);
  const source = opened.get(editor);
  if (source !== undefined && inks.includes(source)) return true;
  const quotations = isField(editor)
    ? [editor.value.replace(/^[>\s]+/gmu, "")]
    : [...quotationsIn(editor), ...editor.querySelectorAll(site.editor.quotation)].map(textWithin);
  const quoted = quotations.map(inkOf);
  return inks
    .map((ink) => ink.slice(0, TELLING.most))
    .some((ink) => ink.length >= TELLING.least && quoted.some((text) => text.includes(ink)));
}

function inksOf(thread: Thread | undefined): string[] {
  const read = (thread?.messages ?? []).filter(({ isDraft, bodies }) => !isDraft && bodies.length > 0);
  return read.map(({ bodies }) =>
    inkOf(bodies.map((body) => textWithin(innerDocument(body)?.body ?? body)).join("")),
  );
}

function textWithin(element: Element): string {
  return element.textContent ?? "";
}

function anyEditors(page: Page): HTMLElement[] {
  return page.documents
    .flatMap((document) => Array.from(document.querySelectorAll<HTMLElement>(`${WRITABLE}, ${EDITABLE}`)))
    .filter((element) => element.parentElement?.closest(EDITABLE) == null)
    .filter((element) => page.isShown(element) && isForLetters(element));
}

function isForLetters(element: HTMLElement): boolean {
  if (element.localName === "textarea" || element.getAttribute("aria-multiline") === "true") return true;
  if (element.matches("[role='combobox'], [role='searchbox']")) return false;
  const isLaidOut = element.ownerDocument.documentElement.getBoundingClientRect().width > 0;
  return !isLaidOut || element.getBoundingClientRect().height >= MIN_HEIGHT;
}

function isWritable(element: Element): boolean {
  return element.matches(WRITABLE) || element.matches(EDITABLE);
}

/** The control that opens an answer to the last message in the open thread, or undefined. */
export function replyControl(page: Page, site: MailSite): HTMLElement | undefined {
  const thread = openThread(page, site);
  const last = thread?.messages.findLast(({ isDraft, bodies }) => !isDraft && bodies.length > 0);
  const scopes: ParentNode[] = [last?.root, thread?.root, ...page.documents].filter(
    (scope) => scope !== undefined,
  );
  for (const scope of scopes) {
    const controls = outside(site.body, scope.querySelectorAll(site.replyControl)).filter(page.isShown);
    const control = controls.at(-1);
    if (control !== undefined) return control as HTMLElement;
  }
  return undefined;
}

/** Where a draft can go on this page. */
export function editorState(page: Page, site: MailSite | undefined): MailContent["editor"] {
  if (openEditor(page, site) !== undefined) return "open";
  return site !== undefined && replyControl(page, site) !== undefined ? "reply" : "none";
}
