/**
 * A result folded to one line. The result stays where it is, hidden by a style of its own; the line stands before it, in a
 * closed shadow root, so that neither the page's styles nor its scripts take it for a part of the page. Styles are set one by
 * one, by script: a page's content security policy stops style sheets, and a line that takes over the page's own letters and
 * colours fits light and dark pages alike.
 */

/** What is said of a folded result. */
export type FoldReason =
  | {
      readonly by: "rule";
      /** Its id, and its words. */
      readonly rule: string;
      readonly text: string;
      readonly probability: number;
    }
  | { readonly by: "address" };

/** The user's language. */
export interface FoldTexts {
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** For screen readers: what the line is. */
  label(title: string): string;
  /** What folds it; how sure that is stands beside it. */
  reason(reason: FoldReason): string;
  sure(probability: number): string;
  readonly show: string;
  readonly hide: string;
  readonly stay: string;
  never(host: string): string;
}

export interface FoldEvents {
  /** The user has opened or closed it. */
  onToggle(isOpen: boolean): void;
  onStay(): void;
  onNever(): void;
}

export interface FoldedResult {
  readonly title: string;
  readonly url: string;
  /** Of the page that it leads to, without `www.`. */
  readonly host: string;
  /** Elements after the box that are hidden with it. */
  readonly rest: readonly HTMLElement[];
}

/** An element that is hidden, and the page's own style of it. */
interface Hidden {
  readonly element: HTMLElement;
  readonly display: string;
  readonly priority: string;
}

/** Parts of a link's address that say enough where there is no title; UTF-16 units. */
const MAX_TITLE = 120;

const lines = new WeakSet<Node>();

/** Whether `node` is a line that was put into the page here. */
export function isLine(node: Node): boolean {
  return lines.has(node);
}

export class Fold {
  readonly box: HTMLElement;
  readonly reason: FoldReason;
  readonly #line: HTMLElement;
  readonly #host: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #texts: FoldTexts;
  readonly #hidden: readonly Hidden[];
  #open = false;

  constructor(
    box: HTMLElement,
    result: FoldedResult,
    reason: FoldReason,
    texts: FoldTexts,
    events: FoldEvents,
  ) {
    this.box = box;
    this.reason = reason;
    this.#texts = texts;
    this.#hidden = [box, ...result.rest].map((element) => ({
      element,
      display: element.style.getPropertyValue("display"),
      priority: element.style.getPropertyPriority("display"),
    }));
    const document = box.ownerDocument;
    this.#host = document.createElement("div");
    this.#toggle = button(document, texts.show, () => {
      this.#open = !this.#open;
      this.#draw();
      events.onToggle(this.#open);
    });
    const title = result.title === "" ? result.url.slice(0, MAX_TITLE) : result.title;
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", texts.label(title));
    group.lang = texts.lang;
    style(group, LINE);
    const name = text(document, title, "auto", NAME);
    // The title is in the page's language and direction, not in ours.
    name.lang = document.documentElement.lang;
    group.append(name, text(document, texts.reason(reason), texts.dir, REASON));
    if (reason.by === "rule") group.append(text(document, texts.sure(reason.probability), texts.dir, SURE));
    group.append(this.#toggle);
    if (reason.by === "rule") group.append(button(document, texts.stay, () => events.onStay()));
    if (result.host !== "") {
      const never = button(document, texts.never(result.host), () => events.onNever());
      never.title = texts.never(result.host);
      style(never, NEVER);
      group.append(never);
    }
    this.#host.attachShadow({ mode: "closed" }).append(group);
    style(this.#host, HOST);
    this.#line = wrapped(this.#host, box);
    lines.add(this.#line);
    this.#draw();
  }

  /** Whether exactly these stand for the result, besides its box. */
  hasRest(rest: readonly HTMLElement[]): boolean {
    const [, ...own] = this.#hidden;
    return own.length === rest.length && own.every(({ element }, at) => element === rest[at]);
  }

  /** True while the user looks at the result. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Puts the line back where the page has lost it, and hides what the page shows again. */
  mend(): void {
    if (this.#line.nextElementSibling !== this.box) this.box.before(this.#line);
    this.#draw();
  }

  /** The result as the page has it, to be read; `mend` folds it again. */
  reveal(): void {
    this.#show();
  }

  /** Unfolds the result. The focus, if it was on the line, goes to the result's link. */
  remove(): void {
    const hadFocus = this.box.ownerDocument.activeElement === this.#host;
    this.#line.remove();
    this.#show();
    if (hadFocus) this.box.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
  }

  #draw(): void {
    if (!this.#line.isConnected) this.box.before(this.#line);
    this.#toggle.textContent = this.#open ? this.#texts.hide : this.#texts.show;
    if (this.#open) this.#show();
    else for (const { element } of this.#hidden) element.style.setProperty("display", "none", "important");
  }

  #show(): void {
    for (const { element, display, priority } of this.#hidden) {
      if (display === "") element.style.removeProperty("display");
      else element.style.setProperty("display", display, priority);
      if (element.getAttribute("style") === "") element.removeAttribute("style");
    }
  }
}

type Styles = Readonly<Record<string, string>>;

const HOST: Styles = {
  all: "initial",
  display: "block",
  color: "inherit",
  "font-family": "inherit",
  "inline-size": "auto",
};
const LINE: Styles = {
  display: "flex",
  "flex-wrap": "wrap",
  gap: "0 10px",
  "align-items": "baseline",
  margin: "2px 0 10px",
  padding: "3px 0 3px 10px",
  "border-inline-start": "3px solid color-mix(in srgb, currentcolor 35%, transparent)",
  "font-size": "13px",
  "line-height": "1.5",
};
/** Cut rather than wrapped: where a page is as wide as engines' are, all of it stands on one line. */
const CUT: Styles = {
  overflow: "hidden",
  "min-inline-size": "0",
  "text-overflow": "ellipsis",
  "white-space": "nowrap",
};
const NAME: Styles = { ...CUT, flex: "1 1 8em", "max-inline-size": "max-content", "font-weight": "600" };
const REASON: Styles = { ...CUT, "max-inline-size": "max(20%, 9em)" };
const SURE: Styles = { "white-space": "nowrap" };
const NEVER: Styles = { ...CUT, "max-inline-size": "max(15%, 9em)" };
/** The browser's own outline shows the focus. */
const BUTTON: Styles = {
  appearance: "none",
  margin: "0",
  padding: "2px 0",
  border: "0",
  background: "none",
  color: "inherit",
  font: "inherit",
  cursor: "pointer",
  "text-decoration": "underline",
  "text-underline-offset": "2px",
};

/** Over whatever a page sets for all elements of a kind. */
function style(element: HTMLElement, styles: Styles): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value, "important");
}

/** What is cut can be read by pointing at it. */
function text(document: Document, words: string, dir: string, styles: Styles): HTMLElement {
  const span = document.createElement("span");
  span.dir = dir;
  span.textContent = words;
  span.title = words;
  style(span, styles);
  return span;
}

function button(document: Document, text: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  style(made, BUTTON);
  made.addEventListener("click", (event) => {
    // A list may follow links wherever it is clicked.
    event.preventDefault();
    event.stopPropagation();
    // Only a person's click: a page has no way in, but what it dispatches on the host passes through here.
    if (event.isTrusted) press();
  });
  return made;
}

/** The line as an element that may stand where `box` stands: https://html.spec.whatwg.org/#the-ol-element */
function wrapped(host: HTMLElement, box: HTMLElement): HTMLElement {
  const { ownerDocument: document, localName } = box;
  if (localName === "li") {
    const item = document.createElement("li");
    style(item, { all: "unset", display: "list-item", "list-style": "none" });
    item.append(host);
    return item;
  }
  if (localName === "tr") {
    const row = document.createElement("tr");
    const cell = document.createElement("td");
    // The most that there can be: https://html.spec.whatwg.org/#attr-tdth-colspan
    cell.colSpan = 1000;
    cell.append(host);
    row.append(cell);
    return row;
  }
  return host;
}
