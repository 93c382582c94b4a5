/**
 * Yahoo Search. Links lead over `r.search.yahoo.com`, with the page's address in the path after `/RU=`.
 *
 * Where the structure is from: `.algo-sr`, `.compTitle a`, `.compText`, and how links are unwrapped:
 * https://github.com/searxng/searxng/blob/master/searx/engines/yahoo.py
 */
import type { SearchSite } from "../search-site.ts";

export const yahooSearch: SearchSite = {
  id: "yahoo-search",
  name: "Yahoo Search",
  matches: ["https://search.yahoo.com/*", "https://*.search.yahoo.com/*"],
  path: "/search",
  query: "p",
  otherKinds: {},
  result: "#web ol > li .algo-sr, #web ol > li .algo",
  levelsUp: 0,
  notResult: ".searchCenterTopAds *, .searchCenterBottomAds *, .algo-sr .algo",
  title: [{ at: ".compTitle h3" }, { at: "h3" }],
  snippet: [{ at: ".compText" }],
  link: [{ at: ".compTitle a, h3 a", attribute: "href" }],
  redirects: [{ path: "/_ylt", kind: "path", name: "RU" }],
  list: "#web ol.searchCenterMiddle, #web ol:not([class*='Ads'])",
  next: "a.next",
};
