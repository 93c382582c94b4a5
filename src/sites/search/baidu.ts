/**
 * Baidu. Links lead over `/link?url=…`, which tells nothing; the box has the page's address in its attribute `mu`.
 *
 * Where the structure is from: `#content_left .result.c-container[mu]`, `h3.t a`, snippets in `.c-abstract` or in elements
 * whose generated class begins with `content-right_`: https://github.com/searxng/searxng/blob/master/searx/engines/baidu.py
 * and extensions such as https://github.com/langren1353/GM_script (AC-baidu)
 */
import type { SearchSite } from "../search-site.ts";

export const baidu: SearchSite = {
  id: "baidu",
  name: "Baidu",
  matches: ["https://www.baidu.com/*"],
  path: "/s",
  query: "wd",
  otherKinds: {},
  result: "#content_left > .result.c-container, #content_left > .result-op.c-container[mu^='http']",
  levelsUp: 0,
  notResult: "[data-tuiguang], .ec_ad_results",
  title: [{ at: "h3" }],
  snippet: [{ at: "[class*='content-right_']" }, { at: ".c-abstract" }, { at: "[class*='summary']" }],
  link: [
    { at: ".c-container", attribute: "mu" },
    { at: "h3 a", attribute: "href" },
  ],
  redirects: [{ path: "/link", kind: "parameter", name: "url" }],
  list: "#content_left",
  next: "#page a.n:last-of-type",
};
