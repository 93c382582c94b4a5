/**
 * Ecosia.
 *
 * Where the structure is from:
 * - `.result`, `a.result__link`, title `h2`: https://github.com/ublacklist/builtin/blob/main/serpinfo/ecosia.yml
 * - `[data-test-id=mainline]`, `[data-test-id=result-description]`, `[data-test-id=next-button]`: ids for tests that
 *   extensions and tests of 2022 to 2026 use
 */
import type { SearchSite } from "../search-site.ts";

export const ecosia: SearchSite = {
  id: "ecosia",
  name: "Ecosia",
  matches: ["https://www.ecosia.org/*"],
  path: "/search",
  query: "q",
  otherKinds: {},
  result: "article.result, .mainline__result-wrapper .result, .result:has(a.result__link)",
  levelsUp: 0,
  notResult: ".card-ad *, [data-test-id='ad-result'], .result .result",
  title: [{ at: "[data-test-id='result-title']" }, { at: "h2" }],
  snippet: [{ at: "[data-test-id='result-description']" }, { at: ".result__description" }],
  link: [{ at: "a.result__link", attribute: "href" }],
  redirects: [],
  list: "[data-test-id='mainline'], .mainline, main",
  next: "[data-test-id='next-button']",
};
