/** What is injected into a page of search results, as `mail/mail.ts` is into a mail page. */
import { readResults, type SearchPage, type SearchResult } from "./read.ts";

export interface PostilSearch {
  /** Null when the page is none of a known engine. `isAsDescribed` is false when nothing was found where results stand. */
  read(): {
    readonly site: SearchPage["site"]["id"];
    readonly isAsDescribed: boolean;
    readonly results: readonly Omit<SearchResult, "element">[];
  } | null;
}

declare global {
  var postilSearch: PostilSearch | undefined;
}

globalThis.postilSearch ??= {
  read() {
    const page = readResults(document);
    if (page === undefined) return null;
    return {
      site: page.site.id,
      isAsDescribed: page.list !== undefined,
      results: page.results.map(({ title, url, snippet }) => ({ title, url, snippet })),
    };
  },
};
