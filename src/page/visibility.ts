/**
 * Whether a reader sees an element or a text of the live page. Text that nobody sees is where instructions for language
 * models are hidden. Judged by computed styles and by boxes; the page is only read.
 */

export interface Visibility {
  /** False when the element and all that is in it cannot be seen. */
  element(element: Element): boolean;
  /** False when this text cannot be seen, its ancestors having passed `element`. */
  text(text: Text): boolean;
  /** True of what lies over the page and stays there while it is scrolled. */
  isFixed(element: Element): boolean;
}

/** CSS pixels; smaller letters are there for machines. */
const MIN_FONT_SIZE = 2;
/** CSS pixels of a box in either direction: what is scaled down to less is no text. */
const MIN_BOX = 1;
/** CSS pixels of a box that clips what is in it: no line can be read in less. */
const MIN_CLIP = 4;
/** Alpha up to which ink is not seen. */
const CLEAR = 0.05;

export function visibilityOf(live: Document): Visibility {
  const style = stylesOf(live);
  // A document that is not laid out (a background tab being restored, a test) has no boxes to judge by.
  const laidOut = live.documentElement.getBoundingClientRect().width > 0;
  const ignoresAriaHidden = ariaHiddenCoversMost(live);
  const isReachable = reachOf(live);
  const isAway = awayOf(live, style);
  const ink = inkOf(live, style);
  // One for all texts: the page would have to keep thousands of them up to date.
  const range = live.createRange();

  return {
    element(element) {
      if (element.hasAttribute("hidden") && element.getAttribute("hidden") !== "until-found") return false;
      if (!ignoresAriaHidden && element.getAttribute("aria-hidden") === "true") return false;
      const css = style(element);
      if (css === undefined) return true;
      if (css.display === "none" || css.contentVisibility === "hidden") return false;
      if (isClippedAway(css) || (laidOut && css.position === "fixed" && isAway(element))) return false;
      // Many pages show their paragraphs only once they are scrolled to; what is in view now is not seen now.
      return !isTransparent(css) || (fadesIn(css) && !(laidOut && isInView(live, element)));
    },
    text(text) {
      const parent = text.parentElement ?? (text.getRootNode() as ShadowRoot).host;
      if ((text.nodeValue ?? "").trim() === "" || !parent) return true;
      const css = style(parent);
      if (css === undefined) return true;
      // `visibility` is inherited but may be set back by a descendant, so it is asked where the text is.
      if (css.visibility === "hidden" || css.visibility === "collapse") return false;
      if (Number.parseFloat(css.fontSize) < MIN_FONT_SIZE || hasNoColour(css)) return false;
      if (!laidOut) return !ink.isLost(parent, css, []);
      range.selectNodeContents(text);
      const boxes = range.getClientRects();
      // What is folded has no boxes, and is there to be unfolded and read.
      if (!someBox(boxes, isReachable)) return parent.closest("details:not([open])") !== null;
      return !ink.isLost(parent, css, boxes);
    },
    isFixed(element) {
      return style(element)?.position === "fixed";
    },
  };
}

type Styles = (element: Element) => CSSStyleDeclaration | undefined;

/** Computed styles; asked again for the same element, as for an element and then for its text, the same object. */
function stylesOf(live: Document): Styles {
  const view = live.defaultView;
  let last: Element | undefined;
  let css: CSSStyleDeclaration | undefined;
  return (element) => {
    if (element !== last) [last, css] = [element, view?.getComputedStyle(element)];
    return css;
  };
}

/** Lists of boxes are not copied: a text of many lines has many. */
function someBox(boxes: ArrayLike<DOMRect>, test: (box: DOMRect) => boolean): boolean {
  for (let n = 0; n < boxes.length; n++) {
    const box = boxes[n];
    if (box !== undefined && test(box)) return true;
  }
  return false;
}

/** Dialogs put `aria-hidden` on all the rest of the page while they are open; then it says nothing about what is seen. */
function ariaHiddenCoversMost(live: Document): boolean {
  const all = live.body?.textContent?.length ?? 0;
  let hidden = 0;
  for (const element of live.querySelectorAll("[aria-hidden='true']"))
    if (!element.parentElement?.closest("[aria-hidden='true']")) hidden += element.textContent?.length ?? 0;
  return hidden > all / 2;
}

/** Whether a box has a size and lies where a reader can scroll to. To the left of a page nobody can, save right-to-left. */
function reachOf(live: Document): (box: DOMRect) => boolean {
  const view = live.defaultView;
  const root = live.documentElement;
  const scrolledX = view?.scrollX ?? 0;
  const scrolledY = view?.scrollY ?? 0;
  const beyond = Math.max(0, root.scrollWidth - root.clientWidth);
  const isRtl = view?.getComputedStyle(live.body ?? root).direction === "rtl";
  const left = isRtl ? -beyond : 0;
  return ({ left: x, right, bottom, width, height }) =>
    width >= MIN_BOX &&
    height >= MIN_BOX &&
    right + scrolledX > left &&
    bottom + scrolledY > 0 &&
    // What overflows to the right of a page that does not scroll there is out of reach as well.
    (root.scrollWidth === 0 || isRtl || x + scrolledX < Math.max(root.scrollWidth, root.clientWidth));
}

/** What a fixed box is placed in, if not in the window: https://drafts.csswg.org/css-position-3/#fixed-cb */
const PLACES_FIXED = ["transform", "perspective", "filter", "backdropFilter"] as const;

/** Whether a fixed box lies outside of the window, where no scrolling brings it in. */
function awayOf(live: Document, style: Styles): (element: Element) => boolean {
  return (element) => {
    const { width, height } = element.getBoundingClientRect();
    // A box without a size may have children that are seen.
    if (width === 0 || height === 0 || isInView(live, element)) return false;
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      const css = style(around);
      if (css === undefined) continue;
      if (
        PLACES_FIXED.some((name) => !/^(none|)$/.test(css[name] ?? "")) ||
        /paint|layout|strict|content/.test(css.contain)
      )
        return false;
    }
    return true;
  };
}

function isInView(live: Document, element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const { innerWidth = 0, innerHeight = 0 } = live.defaultView ?? {};
  return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
}

function isTransparent(css: CSSStyleDeclaration): boolean {
  if (/opacity\(0(%|\.0*)?\)/.test(css.filter)) return true;
  return css.opacity !== "" && Number.parseFloat(css.opacity) <= 0.02;
}

/** Whether opacity 0 may be the start of a fade. */
function fadesIn(css: CSSStyleDeclaration): boolean {
  const hasTransition = css.transitionDuration.split(",").some((duration) => Number.parseFloat(duration) > 0);
  return hasTransition || !(css.animationName === "" || css.animationName === "none");
}

/** The patterns of "visually hidden": a box of next to nothing that clips, or a clip that leaves nothing. */
function isClippedAway(css: CSSStyleDeclaration): boolean {
  if (leavesNothing(css.clipPath)) return true;
  if (/absolute|fixed/.test(css.position) && /^rect\((0(px)?|1px)[ ,]/.test(css.clip)) return true;
  if (!/hidden|clip/.test(css.overflow)) return false;
  return Number.parseFloat(css.width) <= MIN_CLIP || Number.parseFloat(css.height) <= MIN_CLIP;
}

/** Whether a basic shape has no area, as far as its percentages tell. */
function leavesNothing(clipPath: string): boolean {
  if (/^(circle|ellipse)\(\s*0(px|%)?[\s)]/.test(clipPath)) return true;
  const inset = /^inset\(([^)r]*)/.exec(clipPath)?.[1]?.trim().split(/\s+/);
  if (inset !== undefined) {
    const [top = 0, right = top, bottom = top, left = right] = inset.map(percentage);
    return top + bottom >= 100 || left + right >= 100;
  }
  const corners = /^polygon\(([^)]*)\)/
    .exec(clipPath)?.[1]
    ?.replace(/^\s*(nonzero|evenodd)\s*,/, "")
    .split(",");
  if (corners === undefined) return false;
  const places = corners.map((corner) => corner.trim().split(/\s+/));
  return [0, 1].some((axis) => new Set(places.map((place) => place[axis])).size === 1);
}

function percentage(length: string): number {
  return length.endsWith("%") ? Number.parseFloat(length) : 0;
}

/** Whether a computed colour lets everything through: `transparent`, `rgba(0, 0, 0, 0)`, `oklch(0.5 0.1 20 / 0.02)`. */
function isClear(colour: string): boolean {
  if (colour === "" || colour === "transparent") return true;
  const alpha = /^rgba\(.*[,\s/]\s*([\d.]+)(%?)\)$|\/\s*([\d.]+)(%?)\)$/.exec(colour);
  if (alpha === null) return false;
  const value = Number.parseFloat(alpha[1] ?? alpha[3] ?? "1");
  return ((alpha[2] ?? alpha[4]) === "%" ? value / 100 : value) <= CLEAR;
}

/** What letters are painted with, which a property that all browsers have may set apart from `color`. */
function inkColour(css: CSSStyleDeclaration): string {
  return css.getPropertyValue("-webkit-text-fill-color") || css.color;
}

function hasNoColour(css: CSSStyleDeclaration): boolean {
  const colour = inkColour(css);
  return colour !== "" && isClear(colour) && !isFilledByBackground(css);
}

/** Text filled by its background has a transparent colour and is seen. */
function isFilledByBackground(css: CSSStyleDeclaration): boolean {
  return /text/.test(css.backgroundClip) || /text/.test(css.getPropertyValue("-webkit-background-clip"));
}

interface Ink {
  /** True of text in the very colour of what is behind it. */
  isLost(element: Element, css: CSSStyleDeclaration, boxes: ArrayLike<DOMRect>): boolean;
}

/**
 * Compares the text's colour with the nearest background among its ancestors. White headings on pictures are common, and
 * the picture need not be an ancestor; so before text is called lost, everything that is painted and lies under its boxes
 * is asked for, once for the page and only when there is such text.
 */
function inkOf(live: Document, style: Styles): Ink {
  const behind = new Map<Element, string>();
  let painted: DOMRect[] | undefined;

  /** The colour behind `element`; empty when it cannot be told. */
  const background = (element: Element): string => {
    const known = behind.get(element);
    if (known !== undefined) return known;
    const css = style(element);
    const parent = element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
    let colour = "";
    if (css !== undefined && (css.backgroundImage === "" || css.backgroundImage === "none")) {
      if (!isClear(css.backgroundColor)) colour = css.backgroundColor;
      // The colour of an empty canvas depends on the colour scheme, which a page that says none has light.
      else if (parent === null) colour = /dark/.test(css.colorScheme) ? "" : "rgb(255, 255, 255)";
      else colour = background(parent);
    }
    behind.set(element, colour);
    return colour;
  };

  return {
    isLost(element, css, boxes) {
      const colour = background(element);
      if (colour === "" || !isSameColour(inkColour(css), colour) || isFilledByBackground(css)) return false;
      if (css.textShadow !== "" && css.textShadow !== "none") return false;
      painted ??= paintedBoxes(live, style);
      return !painted.some((area) => someBox(boxes, (box) => overlap(area, box)));
    },
  };
}

const PICTURES = "img, video, canvas, svg, object, embed, iframe";

/** Boxes of pictures and of coloured boxes that are positioned, which may lie behind texts that they do not contain. */
function paintedBoxes(live: Document, style: Styles): DOMRect[] {
  const boxes = Array.from(live.querySelectorAll(PICTURES), (element) => element.getBoundingClientRect());
  for (const element of live.body?.querySelectorAll("*") ?? []) {
    const css = style(element);
    if (css === undefined || !/absolute|fixed|relative|sticky/.test(css.position)) continue;
    if (isClear(css.backgroundColor) && /^(none|)$/.test(css.backgroundImage)) continue;
    // What contains the text has been asked already; a box as large as the page would stand for all of it.
    if (element.firstElementChild === null) boxes.push(element.getBoundingClientRect());
  }
  return boxes.filter((box) => box.width > 0 && box.height > 0);
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Steps of a channel (of 255) that nobody can tell apart. */
const SAME_COLOUR = 6;

function isSameColour(one: string, other: string): boolean {
  const a = channels(one);
  const b = channels(other);
  if (a === undefined || b === undefined) return one !== "" && one === other;
  return a.every((channel, index) => Math.abs(channel - (b[index] ?? 0)) <= SAME_COLOUR);
}

/** Red, green and blue of `rgb(…)`, the form in which browsers give computed colours of sRGB. */
function channels(colour: string): number[] | undefined {
  const numbers = /^rgba?\(([^)]+)\)$/
    .exec(colour)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  return numbers?.slice(0, 3);
}
