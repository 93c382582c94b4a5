/** Runs in a page: what the extension would take for results there, before anything is folded, and what became of them. */
import { biggestList, readList } from "../../../src/page/list/siblings.ts";
import { readResults } from "../../../src/page/search/read.ts";

export interface PageResult {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
  /** Whether it is hidden now. */
  readonly folded: boolean;
}

declare global {
  var postilDemo: { results(): readonly PageResult[] } | undefined;
}

const list = biggestList(document);
const results = readResults(document)?.results ?? (list === undefined ? [] : readList(list));

globalThis.postilDemo = {
  results: () =>
    results.map(({ element, title, url, snippet }) => ({
      title,
      url,
      snippet,
      folded: element.getClientRects().length === 0,
    })),
};
