/** Whether a page of results is built as its engine's description says. Engines change, and nobody tells. */
import type { SearchSite } from "../../sites/search-site.ts";
import type { SearchPage } from "./read.ts";

/** Links to other sites in what holds the results: a page without hits has fewer. */
const MANY_LINKS = 5;

/** False when results are not found where they should stand, or have no titles where titles should stand. */
export function isAsDescribed(live: Document, { site, results, list }: SearchPage): boolean {
  if (list === undefined) return !isAnswer(live, site);
  if (results.length === 0) return linksAway(list, site) < MANY_LINKS;
  return results.some(({ title }) => title !== "");
}

/**
 * Whether something was searched for: some engines have their own first page where others have results. Those that are sent
 * a form have what was asked in the page's field alone.
 */
function isAnswer(live: Document, { query }: SearchSite): boolean {
  if ((new URL(live.URL).searchParams.get(query) ?? "") !== "") return true;
  const fields = live.querySelectorAll(`[name="${query}"]`);
  return Array.from(fields).some((field) => (field.getAttribute("value") ?? "") !== "");
}

/** Some engines' links to other sites lead over the engine itself: they count like the others. */
function linksAway(list: Element, { redirects }: SearchSite): number {
  const { hostname: here } = list.ownerDocument.location;
  const away = Array.from(list.querySelectorAll<HTMLAnchorElement>("a[href]")).filter(
    ({ protocol, hostname, pathname }) =>
      /^https?:$/.test(protocol) &&
      (hostname !== here || redirects.some(({ path }) => pathname.startsWith(path))),
  );
  return new Set(away.map(({ href }) => href)).size;
}
