/**
 * Nothing is ever sent. This is the one place that presses a control or dispatches an event in a mail page, and it does so
 * only on what cannot send: not on a send control, nothing in one, nothing around one. No key event is dispatched at all.
 * While something is being inserted, events that scripts make up are kept from send controls altogether.
 */
import type { Selector } from "../../sites/mail-site.ts";

/** What sends on any page: forms are sent by their submit buttons, and a button without a type is one. */
const SUBMITS = "input[type='submit'], input[type='image'], button[type='submit'], form button:not([type])";

/** Events by which controls are worked. */
const WORKING = [
  ...[
    "click",
    "dblclick",
    "auxclick",
    "mousedown",
    "mouseup",
    "pointerdown",
    "pointerup",
    "touchstart",
    "touchend",
  ],
  ...["keydown", "keypress", "keyup", "submit"],
];

export class SendGuard {
  readonly #send: Selector;

  /** @param sendControl the site's own send controls; undefined on a page that is no known mail site */
  constructor(sendControl: Selector | undefined) {
    this.#send = sendControl === undefined ? SUBMITS : `${sendControl}, ${SUBMITS}`;
  }

  /** Whether `element` is a send control or stands in one. */
  isInSend(element: Element): boolean {
    return element.closest(this.#send) !== null;
  }

  /** Presses a control. False, and nothing done, when it is, holds, or stands in a send control. */
  press(control: HTMLElement): boolean {
    if (this.isInSend(control) || control.querySelector(this.#send) !== null) return false;
    control.click();
    return true;
  }

  /**
   * Dispatches an editing event to an editor, which may well hold the buttons of a newsletter that it quotes.
   * @returns "taken" when a listener has taken it over, "left" when none did, "refused" when the editor is in a send control
   */
  dispatch(editor: Element, event: InputEvent | ClipboardEvent): "taken" | "left" | "refused" {
    if (this.isInSend(editor)) return "refused";
    return editor.dispatchEvent(event) ? "left" : "taken";
  }

  /** Runs `work` while made-up events are kept from send controls in `documents`. The user's own get through. */
  async watch<T>(documents: readonly Document[], work: () => Promise<T>): Promise<T> {
    const stop = (event: Event): void => {
      const target = event.composedPath()[0];
      if (event.isTrusted || !isElement(target) || !this.isInSend(target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const views = documents.map((document) => document.defaultView).filter((view) => view !== null);
    for (const view of views) for (const type of WORKING) view.addEventListener(type, stop, true);
    try {
      return await work();
    } finally {
      for (const view of views) for (const type of WORKING) view.removeEventListener(type, stop, true);
    }
  }
}

/** By its kind: what comes from a frame is of another realm, where `instanceof` says no. */
function isElement(target: EventTarget | undefined): target is Element {
  return target !== undefined && (target as Node).nodeType === 1;
}
