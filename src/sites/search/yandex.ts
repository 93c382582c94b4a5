/**
 * Yandex.
 *
 * Where the structure is from:
 * - `.serp-item`, title `h2`, the hosts: https://github.com/ublacklist/builtin/blob/main/serpinfo/yandex.yml
 * - `.OrganicTitle-Link`, `.OrganicTextContentSpan`, `.Pager-Item_type_next`:
 *   https://github.com/searxng/searxng/blob/master/searx/engines/yandex.py
 */
import type { SearchSite } from "../search-site.ts";

const HOSTS = (
  "yandex.com yandex.com.am yandex.az yandex.by yandex.ee yandex.eu yandex.com.ge yandex.co.il yandex.kz yandex.lt yandex.lv " +
  "yandex.md yandex.ru yandex.tj yandex.tm yandex.com.tr yandex.uz ya.ru"
).split(" ");

export const yandex: SearchSite = {
  id: "yandex",
  name: "Yandex",
  matches: HOSTS.map((host) => `https://${host}/*`),
  path: "/search",
  query: "text",
  otherKinds: {},
  result: "#search-result > .serp-item, .serp-item:not(.serp-item *)",
  levelsUp: 0,
  notResult: "[data-fast-name='ads'], .serp-item:has(.AdvLabel), .serp-item_type_adv",
  title: [{ at: "h2" }],
  snippet: [{ at: ".OrganicTextContentSpan" }, { at: ".OrganicText" }, { at: ".Organic-ContentWrapper" }],
  link: [{ at: "a.OrganicTitle-Link, h2 a, a[href^='http']", attribute: "href" }],
  redirects: [],
  list: "#search-result",
  next: ".Pager-Item_type_next",
};
