/**
 * Bing. Links lead over `/ck/a`, whose parameter `u` holds the page's address in base64url after the letters `a1`.
 *
 * Where the structure is from:
 * - `.b_algo`, `h2 > a`, and that links of `/ck/` are redirections: https://github.com/ublacklist/builtin/blob/main/serpinfo/bing.yml
 * - snippet `.b_caption p`, list `#b_results`, next page `a.sb_pagN`:
 *   https://github.com/searxng/searxng/blob/master/searx/engines/bing.py
 */
import type { SearchSite } from "../search-site.ts";

export const bing: SearchSite = {
  id: "bing",
  name: "Bing",
  matches: ["https://www.bing.com/*", "https://cn.bing.com/*"],
  path: "/search",
  query: "q",
  otherKinds: {},
  result: "#b_results > li.b_algo, #b_results .b_algo",
  levelsUp: 0,
  notResult: ".b_ad *, .b_adTop, .b_adBottom",
  title: [{ at: "h2" }],
  snippet: [{ at: ".b_caption p" }, { at: "p" }],
  link: [{ at: "h2 a, .b_algoheader > a", attribute: "href" }],
  redirects: [{ path: "/ck/a", kind: "base64url", name: "u" }],
  list: "#b_results",
  next: "a.sb_pagN",
};
