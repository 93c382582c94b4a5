/**
 * DuckDuckGo, with scripts. More results are added below the first ones.
 *
 * Where the structure is from:
 * - `[data-testid=web-vertical] li > article` with the `li` as the box, `h2 > a`: https://github.com/ublacklist/builtin/blob/main/serpinfo/duckduckgo.yml
 * - `article[data-testid=result]`, `[data-result=snippet]`, `#more-results`: as extensions of 2022 to 2026 use them, among
 *   them https://github.com/iorate/ublacklist/blob/v8.0.0/src/scripts/search-engines/duckduckgo.ts
 */
import type { SearchSite } from "../search-site.ts";

export const duckduckgo: SearchSite = {
  id: "duckduckgo",
  name: "DuckDuckGo",
  matches: ["https://duckduckgo.com/*", "https://safe.duckduckgo.com/*", "https://start.duckduckgo.com/*"],
  path: "/",
  query: "q",
  otherKinds: { ia: ["web", "about", "answer", "meanings", "definition"] },
  result: "li > article[data-testid='result'], [data-testid='web-vertical'] li > article",
  levelsUp: 1,
  notResult: "article[data-testid='ad']",
  title: [{ at: "h2" }],
  snippet: [{ at: "[data-result='snippet']" }],
  link: [{ at: "h2 > a", attribute: "href" }],
  redirects: [{ path: "/l/", kind: "parameter", name: "uddg" }],
  list: ".react-results--main, [data-testid='mainline']",
  next: "#more-results",
};
