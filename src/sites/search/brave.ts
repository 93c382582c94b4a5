/**
 * Brave Search.
 *
 * Where the structure is from:
 * - `.snippet[data-type=web]`, link `a`, title `.title`: https://github.com/ublacklist/builtin/blob/main/serpinfo/brave.yml
 * - `.snippet-description`, later `.generic-snippet`: https://github.com/searxng/searxng/blob/master/searx/engines/brave.py
 */
import type { SearchSite } from "../search-site.ts";

export const brave: SearchSite = {
  id: "brave",
  name: "Brave Search",
  matches: ["https://search.brave.com/*"],
  path: "/search",
  query: "q",
  otherKinds: {},
  result: ".snippet[data-type='web']",
  levelsUp: 0,
  notResult: ".snippet[data-type='ad'] *",
  title: [{ at: ".title", attribute: "title" }, { at: ".title" }, { at: ".snippet-title" }],
  snippet: [{ at: ".snippet-description" }, { at: ".generic-snippet .content" }, { at: ".generic-snippet" }],
  link: [{ at: "a[href^='http']", attribute: "href" }],
  redirects: [],
  list: "#results",
  next: "#pagination a:last-of-type",
};
