import { SEARCH_SITES } from "../src/sites/search/registry.ts";

/**
 * A manifest by which the user may be asked for the search engines that Postil can filter, each when it is switched on. None is
 * granted with the installation. https://developer.chrome.com/docs/extensions/reference/api/permissions
 */
export function withSearchEngines<M extends object>(
  manifest: M,
): M & { optional_host_permissions: readonly string[] } {
  const engines = SEARCH_SITES.flatMap(({ matches }) => matches);
  return { ...manifest, optional_host_permissions: [...new Set(engines)].sort() };
}
