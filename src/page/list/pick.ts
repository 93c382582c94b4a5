/**
 * Lets the user point at a list: what would be filtered has an outline while the mouse is over it, a click takes it, Escape takes
 * none. The click goes no further, so that no link is followed. By keyboard: Tab to a link in the list, then Enter.
 */
import { itemsOf, listAround, type Siblings } from "./siblings.ts";

/** CSS pixels around the list. */
const MARGIN = 4;

/**
 * Resolves with the list that the user has chosen, or undefined when it was none.
 * @param hint what to do, in the user's language; shown, and read by screen readers
 * @param signal ends it with none
 */
export function pickList(live: Document, hint: string, signal: AbortSignal): Promise<Siblings | undefined> {
  const outline = new Outline(live, hint);
  const ended = new AbortController();
  return new Promise<Siblings | undefined>((resolve) => {
    const end = (list: Siblings | undefined): void => {
      ended.abort();
      resolve(list);
    };
    const take = (event: Event): void => {
      const list = listAt(event);
      if (list !== undefined) end(list);
    };
    const point = (event: Event): void => outline.show(listAt(event));
    const stop = (event: Event): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      stop(event);
      if (event.key === "Escape") end(undefined);
      else take(event);
    };
    const options = { capture: true, signal: ended.signal };
    const view = live.defaultView ?? live;
    for (const type of ["pointermove", "focusin"]) view.addEventListener(type, point, options);
    for (const type of ["pointerdown", "pointerup", "mousedown", "mouseup"])
      view.addEventListener(type, stop, options);
    view.addEventListener("keydown", press as (event: Event) => void, options);
    view.addEventListener(
      "click",
      (event) => {
        stop(event);
        take(event);
      },
      options,
    );
    if (signal.aborted) end(undefined);
    signal.addEventListener("abort", () => end(undefined), { signal: ended.signal });
  }).finally(() => outline.remove());
}

function listAt({ target }: Event): Siblings | undefined {
  return target instanceof Element ? listAround(target) : undefined;
}

/** A frame around a list, over the page and out of the mouse's way, with the hint at the window's upper edge. */
class Outline {
  readonly #host: HTMLElement;
  readonly #frame: HTMLElement;

  constructor(live: Document, hint: string) {
    this.#host = live.createElement("div");
    this.#frame = live.createElement("div");
    const words = live.createElement("div");
    words.setAttribute("role", "status");
    words.textContent = hint;
    set(this.#host, { all: "initial" });
    set(this.#frame, {
      position: "fixed",
      display: "none",
      outline: "3px solid #8a3b12",
      "box-shadow": "0 0 0 6px rgb(255 255 255 / 70%)",
      "pointer-events": "none",
      "z-index": "2147483647",
    });
    set(words, {
      position: "fixed",
      "inset-block-start": "12px",
      "inset-inline": "0",
      "inline-size": "fit-content",
      "max-inline-size": "90vw",
      margin: "0 auto",
      padding: "8px 14px",
      background: "#1d1c1a",
      color: "#fbfaf7",
      font: "14px/1.4 system-ui, sans-serif",
      "border-radius": "4px",
      "pointer-events": "none",
      "z-index": "2147483647",
    });
    this.#host.attachShadow({ mode: "closed" }).append(this.#frame, words);
    live.documentElement.append(this.#host);
  }

  show(list: Siblings | undefined): void {
    const rects = list === undefined ? [] : itemsOf(list).map((item) => item.getBoundingClientRect());
    set(this.#frame, { display: rects.length === 0 ? "none" : "block" });
    if (rects.length === 0) return;
    const left = Math.min(...rects.map((rect) => rect.left)) - MARGIN;
    const top = Math.min(...rects.map((rect) => rect.top)) - MARGIN;
    const right = Math.max(...rects.map((rect) => rect.right)) + MARGIN;
    const bottom = Math.max(...rects.map((rect) => rect.bottom)) + MARGIN;
    set(this.#frame, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${right - left}px`,
      height: `${bottom - top}px`,
    });
  }

  remove(): void {
    this.#host.remove();
  }
}

function set(element: HTMLElement, styles: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
}
