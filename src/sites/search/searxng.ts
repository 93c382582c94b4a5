/**
 * SearXNG, a search engine over others that anyone installs; its pages say in their head what they are.
 *
 * Where the structure is from:
 * - `article.result`, `h3 a`, `p.content`, `#urls`, `form.next_page`, `meta[name=generator]`:
 *   https://github.com/searxng/searxng/tree/master/searx/templates/simple
 * - `.category-general`: https://github.com/ublacklist/builtin/blob/main/serpinfo/searxng.yml
 */
import { NOTHING } from "../mail-site.ts";
import type { SearchSite } from "../search-site.ts";

export const searxng: SearchSite = {
  id: "searxng",
  name: "SearXNG",
  matches: [],
  marks: "meta[name='generator'][content^='searxng' i]",
  path: "/search",
  query: "q",
  otherKinds: {},
  result: "#urls article.result.category-general, #urls article.result-default",
  levelsUp: 0,
  notResult: NOTHING,
  title: [{ at: "h3" }],
  snippet: [{ at: "p.content" }],
  link: [{ at: "h3 a, a.url_header", attribute: "href" }],
  redirects: [],
  list: "#urls",
  next: "form.next_page",
};
