/**
 * DuckDuckGo without scripts.
 *
 * Where the structure is from: `.result`, `.result__a`, `.result__snippet`, `.result--ad`, links over `/l/?uddg=`:
 * https://github.com/searxng/searxng/blob/master/searx/engines/duckduckgo.py
 */
import type { SearchSite } from "../search-site.ts";

export const duckduckgoHtml: SearchSite = {
  id: "duckduckgo-html",
  name: "DuckDuckGo HTML",
  matches: ["https://html.duckduckgo.com/*"],
  path: "/",
  query: "q",
  otherKinds: {},
  result: ".results .result",
  levelsUp: 0,
  notResult: ".result--ad, .result--no-result",
  title: [{ at: ".result__a" }],
  snippet: [{ at: ".result__snippet" }],
  link: [{ at: "a.result__a", attribute: "href" }],
  redirects: [{ path: "/l/", kind: "parameter", name: "uddg" }],
  list: "#links, .results",
  next: ".nav-link form",
};
