/** The search engines that are known, and which of them a page of results belongs to. */
import type { Selector } from "../mail-site.ts";
import { matchesPattern } from "../registry.ts";
import type { SearchSite } from "../search-site.ts";
import { baidu } from "./baidu.ts";
import { bing } from "./bing.ts";
import { brave } from "./brave.ts";
import { duckduckgo } from "./duckduckgo.ts";
import { duckduckgoHtml } from "./duckduckgo-html.ts";
import { ecosia } from "./ecosia.ts";
import { google } from "./google.ts";
import { kagi } from "./kagi.ts";
import { mojeek } from "./mojeek.ts";
import { searxng } from "./searxng.ts";
import { startpage } from "./startpage.ts";
import { yahooSearch } from "./yahoo.ts";
import { yandex } from "./yandex.ts";

export const SEARCH_SITES: readonly SearchSite[] = [
  ...[google, bing, duckduckgo, duckduckgoHtml, brave, startpage, kagi],
  ...[ecosia, yahooSearch, baidu, yandex, mojeek, searxng],
];

/**
 * The engine whose page of web results `url` is, or undefined: also for its pages of pictures, videos and settings.
 * @param has whether the page has an element that matches; asked for software that anyone installs
 */
export function searchSiteOf(url: string, has: (marks: Selector) => boolean): SearchSite | undefined {
  const site =
    SEARCH_SITES.find(({ matches }) => matches.some((pattern) => matchesPattern(pattern, url))) ??
    SEARCH_SITES.find(({ marks }) => marks !== undefined && has(marks));
  if (site === undefined || !URL.canParse(url)) return undefined;
  const { pathname, searchParams } = new URL(url);
  if (!pathname.startsWith(site.path)) return undefined;
  const asksForOther = Object.entries(site.otherKinds).some(([name, web]) => {
    const value = searchParams.get(name);
    return value !== null && value !== "" && !web.includes(value);
  });
  return asksForOther ? undefined : site;
}
