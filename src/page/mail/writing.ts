/**
 * Ways to put a text into an editor as one edit that Ctrl+Z takes back. Which of them serves which editor:
 *
 * - `beforeinput`: editors that take all input from `beforeinput` events and draw the page from their own document: Slate,
 *   Lexical. They get an `insertFromPaste` with the text as data.
 * - `paste`: editors that keep their own document and take a text from the paste event: ProseMirror and Tiptap, Quill,
 *   Draft.js, CKEditor 5, roosterjs (Outlook, Proton Mail). Their history has it as one step.
 * - `command`: editors whose content is what the page holds (Gmail, Fastmail, Yahoo, TinyMCE in Roundcube), and
 *   `textarea`: the browser's own editing command, which its own history has as one step, and which fires the `input`
 *   event that pages listen for. https://w3c.github.io/editing/docs/execCommand/ is the only way to write into the
 *   browser's history there is.
 *
 * An editor takes an event over by cancelling it; nothing is done twice, whatever comes of it.
 */
import type { SendGuard } from "./guard.ts";
import type { Top } from "./top.ts";

export type Way = "beforeinput" | "paste" | "command";

/** Milliseconds in which an editor that has taken a text over shows it. */
const SHOWING_MS = 2500;

/** Whether `editor` is a plain field. */
export function isField(editor: Element): editor is HTMLTextAreaElement {
  return editor.localName === "textarea";
}

/** Text with nothing in it but letters and signs, to compare what editors have divided into lines in their own ways. */
export function inkOf(text: string): string {
  return text.replace(/[\s\u00A0\u200B\uFEFF]+/gu, "");
}

export function textOf(editor: HTMLElement): string {
  return isField(editor) ? editor.value : (editor.textContent ?? "");
}

/** Offers the text to an editor that keeps its own document. Undefined when it does not take it. */
export function offer(
  editor: HTMLElement,
  text: string,
  guard: SendGuard,
): "beforeinput" | "paste" | undefined {
  const common = { bubbles: true, cancelable: true, composed: true };
  const dataTransfer = new DataTransfer();
  const input = new InputEvent("beforeinput", { ...common, inputType: "insertFromPaste", dataTransfer });
  pageOwned(input).dataTransfer?.setData("text/plain", text);
  if (guard.dispatch(editor, input) === "taken") return "beforeinput";
  // Firefox gives the event data of its own, so they are filled when it is there.
  const paste = new ClipboardEvent("paste", { ...common, clipboardData: new DataTransfer() });
  pageOwned(paste).clipboardData?.setData("text/plain", text);
  return guard.dispatch(editor, paste) === "taken" ? "paste" : undefined;
}

/**
 * The event as the page has it. In Firefox a page can read data only of its own origin, and a content script is of another:
 * https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Sharing_objects_with_page_scripts
 */
function pageOwned<E extends Event>(event: E & { readonly wrappedJSObject?: E }): E {
  return event.wrappedJSObject ?? event;
}

/** Writes at the cursor by the browser's own command. False when the browser refuses. */
export function command(editor: HTMLElement, text: string, lines: Top["lines"]): boolean {
  const document = editor.ownerDocument;
  if (lines === "blocks" || isField(editor) || !mergesCommands())
    return document.execCommand("insertText", false, text);
  // A line break at a time: the browser would make blocks of them, and put what follows into a block as well.
  return text
    .split("\n")
    .every(
      (line, index) => (index === 0 || document.execCommand("insertLineBreak")) && insertLine(document, line),
    );
}

function insertLine(document: Document, line: string): boolean {
  return line === "" || document.execCommand("insertText", false, line);
}

/**
 * Chromium makes one step of its history of commands that follow each other as if they were typed. Firefox does not, and
 * writes breaks for the ends of lines by itself.
 */
function mergesCommands(): boolean {
  return !CSS.supports("-moz-appearance", "none");
}

/**
 * Takes back one step of the editor's history, its own or the browser's. Chromium has one history for a whole frame: where
 * its last step is another field's, that step is done again.
 * @returns false when the step was another field's
 */
export function takeBack(editor: HTMLElement, way: Way, guard: SendGuard): boolean {
  if (way !== "command") {
    const undo = new InputEvent("beforeinput", {
      bubbles: true,
      cancelable: true,
      composed: true,
      inputType: "historyUndo",
    });
    if (guard.dispatch(editor, undo) !== "left") return true;
  }
  const before = textOf(editor);
  if (!editor.ownerDocument.execCommand("undo") || textOf(editor) !== before) return true;
  editor.ownerDocument.execCommand("redo");
  return false;
}

/** Waits until `holds`, looking whenever the editor changes; false when it does not come to hold in `SHOWING_MS`. */
export function shows(editor: Element, holds: () => boolean): Promise<boolean> {
  if (holds()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (result: boolean): void => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(result);
    };
    const observer = new MutationObserver(() => {
      if (holds()) end(true);
    });
    observer.observe(editor, { subtree: true, childList: true, characterData: true });
    const timer = setTimeout(() => end(holds()), SHOWING_MS);
  });
}
