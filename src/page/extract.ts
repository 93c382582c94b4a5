/**
 * What is injected into a page. A bundled script has no completion value that can be relied on, so it leaves one object
 * behind in the extension's isolated world, which the page cannot reach, and a second injection calls it:
 *
 *     await scripting.executeScript({ target, files: ["…/extract.js"] });
 *     const [{ result }] = await scripting.executeScript({ target, func: () => globalThis.postilPage?.read() });
 *
 * Injecting it again replaces the object and does no harm. The result is checked with `PageContent` by who receives it.
 */
import type { PageContent } from "./content.ts";
import { isPdf } from "./pdf/file.ts";
import { readPage } from "./read.ts";

declare global {
  /** `read` answers for a PDF with its address only: the browser's viewer shows no text that could be read in the page. */
  var postilPage: { read(): PageContent | { readonly pdf: string } } | undefined;
}

globalThis.postilPage = {
  read: () => (isPdf(document) ? { pdf: document.URL } : readPage(document)),
};
