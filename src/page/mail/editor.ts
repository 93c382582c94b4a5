/** Where an answer is written: the open editor, the control that opens one, and what in an editor is not the user's. */
import type { MailSite } from "../../sites/mail-site.ts";
import type { MailContent } from "./content.ts";
import { outside } from "./fields.ts";
import { focusedElement, type Page } from "./frames.ts";
import { holds, openThread } from "./thread.ts";

/** Roots of editable regions, and those nested in them. */
export const EDITABLE = "[contenteditable]:not([contenteditable='false' i])";
const WRITABLE = "textarea:not([readonly]):not([disabled])";

/** CSS pixels. Editable fields for addresses and for searching are lower than what a letter is written in. */
const MIN_HEIGHT = 44;

/**
 * The editor that is open: the one with the focus, else one in the open thread, else the one opened last. On a page that is
 * no known mail site the one with the focus, else the only one there is. Undefined when none is.
 */
export function openEditor(page: Page, site: MailSite | undefined): HTMLElement | undefined {
  const focused = focusedElement(page.live);
  const hasFocus = (editor: HTMLElement): boolean => focused !== null && holds(editor, focused);
  if (site === undefined) {
    const all = anyEditors(page);
    return all.find(hasFocus) ?? (all.length === 1 ? all[0] : undefined);
  }
  const editors = editorsOf(page, site);
  // A site that has changed since it was described still has an editor with a cursor in it.
  if (editors.length === 0)
    return outside(site.body, anyEditors(page).filter(hasFocus))[0] as HTMLElement | undefined;
  const thread = openThread(page, site);
  return (
    editors.find(hasFocus) ??
    editors.findLast((editor) => thread !== undefined && holds(thread.root, editor)) ??
    editors.at(-1)
  );
}

function editorsOf(page: Page, site: MailSite): HTMLElement[] {
  return page.documents
    .flatMap((document) => outside(site.body, document.querySelectorAll<HTMLElement>(site.editor.at)))
    .filter((element): element is HTMLElement => isWritable(element) && page.isShown(element));
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
