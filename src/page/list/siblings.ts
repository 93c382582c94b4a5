/**
 * Lists of any page, found by their structure: elements beside each other that are built alike, each with a link that has
 * words, as the stories of a news front page or the threads of a forum are. The page is only read.
 */
import { pageOf } from "../mail/frames.ts";
import { linesOf } from "../mail/lines.ts";
import { isLine } from "../search/fold.ts";
import type { SearchResult } from "../search/read.ts";
import { targetOf } from "../search/read.ts";
import { foldText } from "../text.ts";

/** Fewer are no list. */
const MIN_ITEMS = 3;
/** Items of one list that are read. */
const MAX_ITEMS = 1000;
/** UTF-16 units of an item's text that are read. */
const MAX_TEXT = 3000;
/** Words of a title on average: menus and rows of buttons have fewer. */
const MIN_WORDS = 3;
/** Elements after an item that may belong to it; the share of items that have such ones. */
const MAX_REST = 4;
const USUAL = 0.75;
/** Elements of a page that are looked at for its biggest list. */
const MAX_ELEMENTS = 20_000;
/** Parts of a page that lead around it. */
const AROUND = "nav, header, footer, aside, [role='navigation'], [role='banner'], [role='contentinfo']";

const HEADING = "h1, h2, h3, h4, h5, h6";

/** Items that stand beside each other. */
export interface Siblings {
  /** Holds them. */
  readonly parent: Element;
  /** What they have in common: name and classes of the element. */
  readonly kind: string;
}

/** The items of a list as it is now, in the page's order. */
export function itemsOf({ parent, kind }: Siblings): HTMLElement[] {
  const items = Array.from(parent.children).filter(
    (child): child is HTMLElement => kindOf(child) === kind && linkOf(child) !== undefined,
  );
  return items.slice(0, MAX_ITEMS);
}

/**
 * The list around an element that the user points at: of all elements around it that have their like beside them, the one
 * with the most of these; the outer one of two with as many. Undefined when there is none.
 */
export function listAround(element: Element): Siblings | undefined {
  let best: { readonly list: Siblings; readonly count: number } | undefined;
  for (let at: Element | null = element; at?.parentElement != null; at = at.parentElement) {
    const list = listOf(at);
    const count = list === undefined ? 0 : itemsOf(list).length;
    if (list !== undefined && count >= MIN_ITEMS && count >= (best?.count ?? 0)) best = { list, count };
  }
  return best?.list;
}

/** The list with the most words in its titles, outside of what leads around the page; undefined when there is none. */
export function biggestList(live: Document): Siblings | undefined {
  const { seenIn } = pageOf(live);
  const seen = seenIn(live);
  let best: { readonly list: Siblings; readonly words: number } | undefined;
  for (const parent of Array.from(live.body?.querySelectorAll("*") ?? []).slice(0, MAX_ELEMENTS)) {
    if (parent.childElementCount < MIN_ITEMS || parent.closest(AROUND)) continue;
    for (const [kind, alike] of byKind(parent.children)) {
      if (alike.length < MIN_ITEMS) continue;
      const list = { parent, kind };
      const items = alike.filter((item) => linkOf(item) !== undefined && seen.element(item));
      const words = items.reduce((sum, item) => sum + wordsIn(linkOf(item)?.textContent ?? ""), 0);
      if (items.length < MIN_ITEMS || words < MIN_WORDS * items.length) continue;
      if (words > (best?.words ?? 0)) best = { list, words };
    }
  }
  return best?.list;
}

/**
 * What stands after each item and belongs to it: elements of a kind that follows nearly every item, as the second row of a
 * thread does, or a line between two. What follows a few of them, as the heading of the next part does, belongs to none, and
 * neither does what has a title of its own: that is another item, built in another way.
 */
function restsOf(items: readonly HTMLElement[]): ReadonlyMap<HTMLElement, readonly HTMLElement[]> {
  const all = new Set<Element>(items);
  const after = new Map(
    items.map((item) => {
      const found: HTMLElement[] = [];
      for (let at = item.nextElementSibling; at !== null && !all.has(at); at = at.nextElementSibling) {
        if (isLine(at)) continue;
        if (found.push(at as HTMLElement) === MAX_REST) break;
      }
      return [item, found] as const;
    }),
  );
  const counts = new Map<string, number>();
  for (const found of after.values())
    for (const kind of new Set(found.map(kindOf))) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  // The last one may be followed by nothing, or by something else.
  const isUsual = (element: HTMLElement): boolean =>
    (counts.get(kindOf(element)) ?? 0) >= Math.max(MIN_ITEMS - 1, USUAL * (items.length - 1)) &&
    element.querySelector(HEADING) === null &&
    wordsIn(linkOf(element)?.textContent ?? "") <= MIN_WORDS;
  return new Map(
    Array.from(after, ([item, found]) => {
      const end = found.findIndex((element) => !isUsual(element));
      return [item, end < 0 ? found : found.slice(0, end)];
    }),
  );
}

/** The items as results: the title is a heading, or else the link with the most words; the snippet is the rest of the text. */
export function readList(list: Siblings): SearchResult[] {
  const live = list.parent.ownerDocument;
  const page = pageOf(live);
  const items = itemsOf(list);
  const rests = restsOf(items);
  return items.flatMap((element) => {
    const link = linkOf(element);
    const url = targetOf(link?.getAttribute("href") ?? "", live.baseURI, []);
    if (link === undefined || url === undefined || !page.isShown(element)) return [];
    const textIn = (part: Element): string =>
      foldText(
        linesOf(part, page.seenIn(live), MAX_TEXT)
          .map(({ text }) => text)
          .join(" "),
      );
    const title = textIn(element.querySelector(HEADING) ?? link) || textIn(link);
    const snippet = textIn(element).replace(title, " ").replace(/\s+/gu, " ").trim();
    return [{ element, rest: rests.get(element) ?? [], title, url, snippet }];
  });
}

/** One pass over the children: a parent may have as many kinds as children. */
function byKind(children: Iterable<Element>): Map<string, Element[]> {
  const kinds = new Map<string, Element[]>();
  for (const child of children) {
    const kind = kindOf(child);
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [child]);
    else alike.push(child);
  }
  return kinds;
}

function listOf(element: Element): Siblings | undefined {
  const parent = element.parentElement;
  if (parent === null || element === element.ownerDocument.body) return undefined;
  return { parent, kind: kindOf(element) };
}

/**
 * Classes that tell one item from the next: those with a number in them, and those of the first, the last, the odd and the
 * visited one; what blogs and forums say of a post's subject and state, as WordPress does
 * (https://developer.wordpress.org/reference/functions/get_post_class/), and Discourse.
 */
const OWN_CLASS =
  /\d|first|last|odd|even|active|selected|visited|featured|hover|^(?:cat|category|tag|topic|format|author|lang|status|has|is)-|^(?:archived|closed|hot|locked|new|pinned|read|solved|sticky|unread)$|unseen/i;

/** Name and classes, without those that tell one item from the next. */
function kindOf(element: Element): string {
  const classes = Array.from(element.classList).filter((name) => !OWN_CLASS.test(name));
  return [element.localName, ...classes.sort()].join(".");
}

/** The link with the most words: the item's title, or what leads to it. */
function linkOf(item: Element): HTMLAnchorElement | undefined {
  const links = [
    ...(item.matches("a[href]") ? [item as HTMLAnchorElement] : []),
    ...item.querySelectorAll<HTMLAnchorElement>("a[href]"),
  ];
  let best: HTMLAnchorElement | undefined;
  let most = 0;
  for (const link of links) {
    const words = wordsIn(link.textContent ?? "");
    if (words > most) [best, most] = [link, words];
  }
  return best;
}

/** Roughly: scripts without spaces have a word for every two letters. */
function wordsIn(text: string): number {
  const spaced = text.trim().match(/\S+/gu)?.length ?? 0;
  const dense =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  return spaced + Math.floor(dense / 2);
}
