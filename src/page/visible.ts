/**
 * A copy of what a page shows, in a document of its own. Text that a reader cannot see is where instructions for language
 * models are hidden, and only the live page knows what is seen; so what is hidden is left out here, before anything else
 * looks at the page. The copy has no window: nothing in it loads, runs or is laid out.
 */

/** Never copied: what runs or loads, and what has no text. Meta data in scripts (JSON-LD) is text nobody sees. */
const LEFT_OUT = new Set(
  (
    "area audio base canvas embed frame frameset iframe img input link map meter noscript object param picture progress " +
    "rp rt script select source style svg template textarea track video"
  ).split(" "),
);

/** Attributes that tell readers of the copy what an element is. Those that would load something are not among them. */
const KEPT_ATTRIBUTES =
  /^(id|class|role|lang|dir|itemprop|itemtype|itemscope|name|property|content|href|title|data-[\w-]+|aria-[\w-]+|rel|datetime|start)$/;

/** Copies `live` as it is now; `live` is only read. Open shadow roots are laid out flat, as they are shown. */
export function copyVisible(live: Document): Document {
  const copy = live.implementation.createHTMLDocument(live.title);
  const root = live.documentElement;
  if (root === null) return copy;
  for (const name of ["lang", "dir"]) {
    const value = root.getAttribute(name);
    if (value !== null) copy.documentElement.setAttribute(name, value);
  }
  for (const meta of live.querySelectorAll("meta[name], meta[property]")) copyInto(copy.head, meta);
  if (live.body !== null) {
    const seen = visibilityOf(live);
    copyAttributes(live.body, copy.body);
    copyChildren(live.body, copy.body, seen);
  }
  return copy;
}

function copyChildren(from: Element, to: Element, seen: Visibility): void {
  for (const child of shownChildren(from)) {
    if (child.nodeType === 3) {
      if (seen.text(child as Text)) to.append(child.nodeValue ?? "");
    } else if (child.nodeType === 1) {
      const element = child as Element;
      if (LEFT_OUT.has(element.localName) || !seen.element(element)) continue;
      // Words with readings above them stand in running text; readers of the copy take `ruby` for a block.
      copyChildren(element, element.localName === "ruby" ? to : copyInto(to, element), seen);
    }
  }
}

/** The children as they are shown: a shadow root's in place of its host's, a slot's guests in place of the slot's own. */
function shownChildren(element: Element): Iterable<Node> {
  if (element.localName === "slot") {
    const guests = (element as HTMLSlotElement).assignedNodes();
    if (guests.length > 0) return guests;
  }
  return (element.shadowRoot ?? element).childNodes;
}

function copyInto(parent: Element, element: Element): Element {
  const document = parent.ownerDocument;
  // Custom elements become plain containers: their names mean nothing outside their page.
  const name = element.localName.includes("-") ? "div" : element.localName;
  const copy = /^[a-z][a-z0-9]*$/.test(name) ? document.createElement(name) : document.createElement("span");
  copyAttributes(element, copy);
  parent.append(copy);
  return copy;
}

function copyAttributes(from: Element, to: Element): void {
  for (const { name, value } of from.attributes) if (KEPT_ATTRIBUTES.test(name)) to.setAttribute(name, value);
}

interface Visibility {
  element(element: Element): boolean;
  text(text: Text): boolean;
}

function visibilityOf(live: Document): Visibility {
  const view = live.defaultView;
  const style = (element: Element): CSSStyleDeclaration | undefined => view?.getComputedStyle(element);
  // A document that is not laid out (a background tab being restored, a test) has no boxes to judge by.
  const laidOut = live.documentElement.getBoundingClientRect().width > 0;
  const ignoresAriaHidden = ariaHiddenCoversMost(live);
  const left = view?.scrollX ?? 0;
  const top = view?.scrollY ?? 0;

  return {
    element(element) {
      if (element.hasAttribute("hidden") && element.getAttribute("hidden") !== "until-found") return false;
      if (!ignoresAriaHidden && element.getAttribute("aria-hidden") === "true") return false;
      const css = style(element);
      if (css === undefined) return true;
      if (css.display === "none") return false;
      if (isTransparent(css)) return false;
      return !isClippedAway(css);
    },
    text(text) {
      const parent = text.parentElement;
      if ((text.nodeValue ?? "").trim() === "" || parent === null) return true;
      const css = style(parent);
      if (css === undefined) return true;
      // `visibility` is inherited but may be set back by a descendant, so it is asked where the text is.
      if (css.visibility === "hidden" || css.visibility === "collapse") return false;
      if (Number.parseFloat(css.fontSize) < 2) return false;
      if (hasNoColour(css)) return false;
      if (!laidOut || parent.closest("details:not([open])") !== null) return true;
      const range = live.createRange();
      range.selectNodeContents(text);
      for (const box of range.getClientRects())
        if (box.width > 0 && box.height > 0 && box.right + left > 0 && box.bottom + top > 0) return true;
      return false;
    },
  };
}

/** Dialogs put `aria-hidden` on all the rest of the page while they are open; then it says nothing about what is seen. */
function ariaHiddenCoversMost(live: Document): boolean {
  const all = live.body?.textContent?.length ?? 0;
  let hidden = 0;
  for (const element of live.querySelectorAll("[aria-hidden='true']"))
    if (element.parentElement?.closest("[aria-hidden='true']") === null)
      hidden += element.textContent?.length ?? 0;
  return hidden > all / 2;
}

/** Opacity 0, unless it is the start of a fade: many pages show their paragraphs only once they are scrolled to. */
function isTransparent(css: CSSStyleDeclaration): boolean {
  if (css.opacity === "" || Number.parseFloat(css.opacity) > 0.02) return false;
  const fades = css.transitionDuration.split(",").some((duration) => Number.parseFloat(duration) > 0);
  return !fades && (css.animationName === "" || css.animationName === "none");
}

/** The patterns of "visually hidden": a box of a pixel that clips, or a clip that leaves nothing. */
function isClippedAway(css: CSSStyleDeclaration): boolean {
  if (/^inset\(\s*(50|100)%/.test(css.clipPath)) return true;
  if (css.position === "absolute" && /^rect\((0(px)?|1px)[ ,]/.test(css.clip)) return true;
  if (!/hidden|clip/.test(css.overflow)) return false;
  return Number.parseFloat(css.width) <= 1 || Number.parseFloat(css.height) <= 1;
}

function hasNoColour(css: CSSStyleDeclaration): boolean {
  if (!/^(transparent|rgba\(.*[ ,/]0(\.0+)?\))$/.test(css.color)) return false;
  // Text filled by its background has a transparent colour and is seen.
  return !/text/.test(css.backgroundClip) && !/text/.test(css.getPropertyValue("-webkit-background-clip"));
}
