/** From a search engine's page to its results. The page is only read; what is read is strangers' text. */
import { NOTHING } from "../../sites/mail-site.ts";
import { searchSiteOf } from "../../sites/search/registry.ts";
import type { Redirect, SearchSite } from "../../sites/search-site.ts";
import { fieldIn, outermost } from "../mail/fields.ts";
import { type Page, pageOf } from "../mail/frames.ts";

/** Results of one page that are read; endless scrolling brings no more than this in a sitting. */
const MAX_RESULTS = 1000;
/** UTF-16 code units of an address, as it is asked about: percent-encoding makes it longer than the page has it. */
const MAX_URL = 4096;

export interface SearchResult {
  /** The box to fold. */
  readonly element: HTMLElement;
  /** What belongs to it and stands after it, on its own: folded with it. */
  readonly rest?: readonly HTMLElement[];
  /** Empty when it has none. */
  readonly title: string;
  /** Of the page that it leads to, not of the engine's redirection where that tells. http or https. */
  readonly url: string;
  readonly snippet: string;
}

export interface SearchPage {
  readonly site: SearchSite;
  readonly results: readonly SearchResult[];
  /** Holds the results, to watch for more; undefined when the page is not built as the description says. */
  readonly list: Element | undefined;
}

/** The results that `live` shows, in its order; undefined when it is no page of results of a known engine. */
export function readResults(live: Document): SearchPage | undefined {
  const site = searchSiteOf(live.URL, (marks) => live.querySelector(marks) !== null);
  if (site === undefined) return undefined;
  const page = pageOf(live);
  const found = Array.from(live.querySelectorAll(site.result)).filter(
    (element) => !element.matches(site.notResult),
  );
  const boxes = new Set(
    outermost(found.map((element) => above(element, site.levelsUp))).slice(0, MAX_RESULTS),
  );
  const results = Array.from(boxes, (box) => resultIn(page, site, box)).filter(
    (result) => result !== undefined,
  );
  return { site, results, list: live.querySelector(site.list) ?? undefined };
}

function resultIn(page: Page, site: SearchSite, box: Element): SearchResult | undefined {
  if (!page.isShown(box)) return undefined;
  const href = fieldIn(page, box, site.link, NOTHING);
  const url = targetOf(href, box.ownerDocument.baseURI, site.redirects);
  if (url === undefined) return undefined;
  return {
    element: box as HTMLElement,
    title: fieldIn(page, box, site.title, NOTHING),
    url,
    snippet: fieldIn(page, box, site.snippet, NOTHING),
  };
}

/**
 * Where a link leads in the end.
 * @returns undefined for what is no http or https address, or too long a one
 */
export function targetOf(href: string, base: string, redirects: readonly Redirect[]): string | undefined {
  if (href === "" || href.length > MAX_URL || !URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  const target = unwrapped(url, redirects).href;
  return target.length > MAX_URL ? undefined : target;
}

function unwrapped(url: URL, redirects: readonly Redirect[]): URL {
  for (const redirect of redirects) {
    if (!url.pathname.startsWith(redirect.path)) continue;
    const inner = unwrap(url, redirect);
    if (inner !== undefined && URL.canParse(inner) && /^https?:/i.test(inner)) return new URL(inner);
  }
  return url;
}

function unwrap(url: URL, { kind, name }: Redirect): string | undefined {
  if (kind === "path") {
    const [, value] = new RegExp(`/${name}=([^/]+)`).exec(url.pathname) ?? [];
    return value === undefined ? undefined : decoded(value);
  }
  const value = url.searchParams.get(name);
  if (value === null || kind === "parameter") return value ?? undefined;
  try {
    const binary = atob(value.slice(2).replace(/-/g, "+").replace(/_/g, "/"));
    return new TextDecoder("utf-8", { fatal: true }).decode(
      Uint8Array.from(binary, (sign) => sign.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function above(element: Element, levels: number): Element {
  let box = element;
  for (let level = 0; level < levels && box.parentElement !== null; level++) box = box.parentElement;
  return box;
}
