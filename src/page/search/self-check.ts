/** Whether a page of results is built as its engine's description says. Engines change, and nobody tells. */
import type { SearchPage } from "./read.ts";

/** Links to other sites in what holds the results: a page without hits has fewer. */
const MANY_LINKS = 5;

/** False when results are not found where they should stand, or have no titles where titles should stand. */
export function isAsDescribed({ results, list }: SearchPage): boolean {
  if (list === undefined) return false;
  if (results.length === 0) return linksAway(list) < MANY_LINKS;
  return results.some(({ title }) => title !== "");
}

function linksAway(list: Element): number {
  const here = list.ownerDocument.location.hostname;
  const links = Array.from(list.querySelectorAll<HTMLAnchorElement>("a[href^='http']"));
  return new Set(links.filter(({ hostname }) => hostname !== here).map(({ href }) => href)).size;
}
