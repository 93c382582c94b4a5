/**
 * Startpage.
 *
 * Where the structure is from:
 * - `.w-gl > .result`, `.result-link`, title `h2`: https://github.com/ublacklist/builtin/blob/main/serpinfo/startpage.yml
 * - `.description`, `.pagination .next`: https://github.com/searxng/searxng/blob/master/searx/engines/startpage.py
 */
import type { SearchSite } from "../search-site.ts";

export const startpage: SearchSite = {
  id: "startpage",
  name: "Startpage",
  matches: ["https://www.startpage.com/*", "https://*.startpage.com/*"],
  path: "/",
  query: "query",
  otherKinds: { cat: ["web"] },
  result: ".w-gl > .result, .w-gl .result:not(.w-gl > .result *)",
  levelsUp: 0,
  notResult: ".a-bg-result, .ad-result, .result .result",
  title: [{ at: "h2" }, { at: "h3" }],
  snippet: [{ at: "p.description" }, { at: ".description" }, { at: ".w-gl__description" }],
  link: [{ at: "a.result-link, a.result-title, a.w-gl__result-title", attribute: "href" }],
  redirects: [],
  list: ".w-gl",
  next: ".pagination .next, button.next-page",
};
