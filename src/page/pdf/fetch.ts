/**
 * What is injected into the tab of a PDF, to hand the file over. As `extract.ts` it leaves one object behind in the
 * extension's isolated world, which further injections call; injected again, it begins anew.
 */
import { PdfFile } from "./file.ts";

declare global {
  var postilPdf: Pick<PdfFile, "fetch" | "part"> | undefined;
}

globalThis.postilPdf = new PdfFile(document.URL);
