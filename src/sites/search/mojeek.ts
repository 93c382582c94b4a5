/**
 * Mojeek.
 *
 * Where the structure is from: `ul.results-standard > li` with `h2 a.title` (or `a.ob`) and `p.s`:
 * https://github.com/searxng/searxng/blob/master/searx/engines/mojeek.py
 */
import type { SearchSite } from "../search-site.ts";

export const mojeek: SearchSite = {
  id: "mojeek",
  name: "Mojeek",
  matches: ["https://www.mojeek.com/*", "https://www.mojeek.co.uk/*"],
  path: "/search",
  query: "q",
  otherKinds: { fmt: [] },
  result: "ul.results-standard > li",
  levelsUp: 0,
  notResult: ".ad, .more-from",
  title: [{ at: "h2 a" }, { at: "a.title" }],
  snippet: [{ at: "p.s" }],
  link: [{ at: "h2 a.title, a.title, a.ob", attribute: "href" }],
  redirects: [],
  list: "ul.results-standard",
  next: ".pagination li:last-child a",
};
