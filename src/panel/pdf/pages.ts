/**
 * The pages of a PDF by pdf.js, which reads in a worker of its own. The one file that imports it; large, and so itself
 * imported only when a PDF is to be read.
 */
import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
  VerbosityLevel,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { PostilError } from "../../errors.ts";
import { MAX_PAGE_TEXT } from "../../page/content.ts";
import type { Page, TextItem } from "../../page/pdf/text.ts";

/** Where pdf.js finds what it fetches while it runs. The build puts it there (see `scripts/pdfjs.ts`). */
export interface PdfjsFiles {
  readonly worker: string;
  /** Folder, with a slash at its end. */
  readonly cMaps: string;
}

const FILES: PdfjsFiles = { worker: "/pdfjs/worker.js", cMaps: "/pdfjs/cmaps/" };

export interface PdfText {
  readonly pages: readonly Page[];
  /** What the file says of itself, unchecked; empty when it says nothing. */
  readonly title: string;
  readonly lang: string;
}

/**
 * The text of a PDF, page by page up to `MAX_PAGE_TEXT` UTF-16 units and the page in which they end. `bytes` are used up.
 * @param signal ends the reading, with the signal's reason
 * @throws PostilError `pdf-locked` when it opens by a password only, `pdf-damaged` when pdf.js cannot make sense of it
 */
export async function pdfText(bytes: Uint8Array, signal: AbortSignal, files = FILES): Promise<PdfText> {
  signal.throwIfAborted();
  GlobalWorkerOptions.workerSrc = files.worker;
  const loading = getDocument({
    data: bytes,
    cMapUrl: files.cMaps,
    // Programs inside a PDF are not run, and the security policy forbids to make functions of text.
    isEvalSupported: false,
    enableXfa: false,
    // Nothing is drawn: no fonts, no images.
    disableFontFace: true,
    useSystemFonts: true,
    useWasm: false,
    // What files have wrong with them is said to nobody.
    verbosity: VerbosityLevel.ERRORS,
  });
  // Whatever is asked of the document then comes to nothing.
  const stop = (): void => void loading.destroy();
  signal.addEventListener("abort", stop);
  try {
    return await textOf(await loading.promise, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    const { name, message: reason } = thrown instanceof Error ? thrown : new Error(String(thrown));
    // The class itself is not exported.
    if (name === "PasswordException") throw new PostilError("pdf-locked", { reason }, { cause: thrown });
    throw new PostilError("pdf-damaged", { reason }, { cause: thrown });
  } finally {
    signal.removeEventListener("abort", stop);
    await loading.destroy();
  }
}

async function textOf(pdf: PDFDocumentProxy, signal: AbortSignal): Promise<PdfText> {
  const pages: Page[] = [];
  let length = 0;
  for (let number = 1; number <= pdf.numPages && length <= MAX_PAGE_TEXT; number++) {
    signal.throwIfAborted();
    const page = await pageOf(pdf, number);
    for (const { str } of page.items) length += str.length;
    pages.push(page);
  }
  const { title, lang } = await infoOf(pdf);
  return { pages, title, lang };
}

async function pageOf(pdf: PDFDocumentProxy, number: number): Promise<Page> {
  const page = await pdf.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const [left = 0, bottom = 0] = page.view;
  const { items } = await page.getTextContent();
  page.cleanup();
  return {
    width,
    height,
    items: items.flatMap((item) => ("str" in item ? [fromCorner(item, left, bottom)] : [])),
  };
}

/** A page's corner need not be the origin of its places. */
function fromCorner(item: TextItem, left: number, bottom: number): TextItem {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform;
  const { str, dir, width, height, hasEOL } = item;
  return { str, dir, width, height, hasEOL, transform: [a, b, c, d, x - left, y - bottom] };
}

/** The document information dictionary's title and the catalogue's language (ISO 32000-1, 14.3.3 and 14.9.2). */
async function infoOf(pdf: PDFDocumentProxy): Promise<Pick<PdfText, "title" | "lang">> {
  const said = (await pdf.getMetadata().catch(() => null))?.info as Record<string, unknown> | undefined;
  const { Title: title, Language: lang } = said ?? {};
  return { title: typeof title === "string" ? title : "", lang: typeof lang === "string" ? lang : "" };
}
