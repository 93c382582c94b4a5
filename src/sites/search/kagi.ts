/**
 * Kagi, which marks its results for extensions like this one (`_ext_ub_…`).
 *
 * Where the structure is from:
 * - `._ext_ub_r` result, `_u` link, `_t` title: https://github.com/ublacklist/builtin/blob/main/serpinfo/kagi.yml
 * - `.search-result`, `.__sri-desc`, `#load_more_results`: as extensions and styles of 2022 to 2026 use them
 */
import type { SearchSite } from "../search-site.ts";

export const kagi: SearchSite = {
  id: "kagi",
  name: "Kagi",
  matches: ["https://kagi.com/*"],
  path: "/search",
  query: "q",
  otherKinds: {},
  result: "._ext_ub_r",
  levelsUp: 0,
  notResult: "._ext_ub_r ._ext_ub_r",
  title: [{ at: "._ext_ub_t" }],
  snippet: [{ at: ".__sri-desc" }, { at: ".__sri-body" }],
  link: [{ at: "a._ext_ub_u, ._ext_ub_u a", attribute: "href" }],
  redirects: [],
  list: "#main, main",
  next: "#load_more_results",
};
