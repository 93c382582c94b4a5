/**
 * What a search engine's page of results is, as data: structure and attributes, no visible words. See `mail-site.ts`.
 */
import type { Places, Selector } from "./mail-site.ts";

export type SearchSiteId =
  | "baidu"
  | "bing"
  | "brave"
  | "duckduckgo"
  | "duckduckgo-html"
  | "ecosia"
  | "google"
  | "kagi"
  | "mojeek"
  | "searxng"
  | "startpage"
  | "yahoo-search"
  | "yandex";

/**
 * Links that lead over the engine: where the address of the page itself is. `parameter`: a parameter of the link, plain.
 * `base64url`: the same, after two letters, in base64url. `path`: in the path, from `/RU=` to the next `/`.
 */
export interface Redirect {
  /** How such links begin, after the host. */
  readonly path: string;
  readonly kind: "parameter" | "base64url" | "path";
  readonly name: string;
}

export interface SearchSite {
  readonly id: SearchSiteId;
  readonly name: string;
  /** Match patterns of the addresses that need the user's permission; none for software that anyone installs. */
  readonly matches: readonly string[];
  /** For software that anyone installs: what in a document tells that it is this. */
  readonly marks?: Selector;
  /** How the path of a page of results begins. */
  readonly path: string;
  /** The parameter with what is searched for, which is also the name of the page's field for it. */
  readonly query: string;
  /** Parameters that ask for pictures, videos and the like: such a page has other results. Named values are fine. */
  readonly otherKinds: Readonly<Record<string, readonly string[]>>;
  /** One result: the box that is folded. It is what `result` matches, or the element so many levels above it. */
  readonly result: Selector;
  readonly levelsUp: number;
  /** What matches `result` and is none: advertisements, boxes of other kinds. */
  readonly notResult: Selector;
  /** In the result. */
  readonly title: Places;
  readonly snippet: Places;
  /** Its address, or that of a redirection; relative to the page where it is so written. */
  readonly link: Places;
  readonly redirects: readonly Redirect[];
  /** Holds the results; what endless scrolling adds appears in it. Watched for new ones. */
  readonly list: Selector;
  /** Leads to the next page, or asks for more; empty matches where results come by scrolling alone. */
  readonly next: Selector;
}
