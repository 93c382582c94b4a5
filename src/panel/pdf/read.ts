/// <reference types="@crxjs/vite-plugin/client" />
/** Reads PDFs: the one that a tab shows, by the page's own access to it, or a file that the user has chosen. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { PostilError } from "../../errors.ts";
import type { PageContent } from "../../page/content.ts";
import { type PdfSource, pdfContent } from "../../page/pdf/content.ts";
import fetcher from "../../page/pdf/fetch.ts?script&iife";
import { hasSignature, MAX_PDF } from "../../page/pdf/file.ts";
import { injectionError } from "../injection.ts";
import { languageOf } from "../page-language.ts";

/** Milliseconds for all of it. The longest file that was tried took a tenth of that. */
const READING_MS = 180_000;

const Fetched = v.union([
  v.object({ length: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PDF)) }),
  v.object({ missing: v.picklist(["too-large", "unreachable", "no-pdf"]) }),
]);

/**
 * The PDF in a tab whose page has let a script in.
 * @throws PostilError `pdf-unreachable` when the page cannot fetch it again, `page-gone` when the tab goes elsewhere
 *   meanwhile, and what `contentOf` throws
 */
export async function readPdfInTab(tabId: number, url: string): Promise<PageContent> {
  const signal = AbortSignal.timeout(READING_MS);
  const bytes = await bytesOf(tabId, signal).catch(async (thrown: unknown) => {
    throw thrown instanceof PostilError ? thrown : await injectionError(tabId, thrown);
  });
  return contentOf(bytes, { url }, signal);
}

/**
 * A PDF from the user's disk. `url` is the address that the notes will be about; empty when it is the file's alone.
 * @throws PostilError what `contentOf` throws, `file-unreadable` when the file cannot be read any more
 */
export async function readPdfFile(file: File, url: string): Promise<PageContent> {
  if (file.size > MAX_PDF) throw new PostilError("pdf-too-large", { bytes: file.size });
  const bytes = await file.arrayBuffer().catch((thrown: unknown) => {
    throw new PostilError("file-unreadable", { reason: String(thrown) }, { cause: thrown });
  });
  return contentOf(new Uint8Array(bytes), { url, name: file.name }, AbortSignal.timeout(READING_MS));
}

/**
 * @throws PostilError `pdf-too-large`, `pdf-locked`, `pdf-damaged`, `pdf-without-text`, `pdf-slow` when `signal` ends it
 */
async function contentOf(
  bytes: Uint8Array,
  from: Pick<PdfSource, "url" | "name">,
  signal: AbortSignal,
): Promise<PageContent> {
  if (!hasSignature(bytes)) throw new PostilError("pdf-damaged", { reason: "no PDF" });
  const { pdfText } = await import("./pages.ts");
  const { pages, title, lang } = await pdfText(bytes, signal).catch((thrown: unknown) => {
    throw signal.aborted ? new PostilError("pdf-slow", { seconds: READING_MS / 1000 }) : thrown;
  });
  const content = pdfContent(pages, { ...from, title, lang });
  if (content.words.read === 0) throw new PostilError("pdf-without-text", { pages: pages.length });
  return { ...content, lang: await languageOf(content) };
}

async function bytesOf(tabId: number, signal: AbortSignal): Promise<Uint8Array> {
  await browser.scripting.executeScript({
    target: { tabId },
    files: [`/${fetcher.replace(/^\//u, "")}`],
    injectImmediately: true,
  });
  const fetched = v.safeParse(Fetched, await inTab(tabId, () => globalThis.postilPdf?.fetch(), []));
  if (!fetched.success) throw new PostilError("page-gone");
  if ("missing" in fetched.output) {
    const { missing } = fetched.output;
    throw new PostilError(missing === "too-large" ? "pdf-too-large" : "pdf-unreachable", { missing });
  }
  const bytes = new Uint8Array(fetched.output.length);
  for (let at = 0; at < bytes.length; ) {
    if (signal.aborted) throw new PostilError("pdf-slow", { seconds: READING_MS / 1000 });
    const part = await inTab(tabId, (start: number) => globalThis.postilPdf?.part(start), [at]);
    if (typeof part !== "string" || part === "") throw new PostilError("page-gone");
    at += decode(part, bytes, at);
  }
  return bytes;
}

/** What the script in the tab answers; undefined when the tab has gone to a page without it. */
async function inTab<A extends unknown[], R>(
  tabId: number,
  func: (...args: A) => R,
  args: A,
): Promise<unknown> {
  const frames = await browser.scripting.executeScript({
    target: { tabId },
    func: func as (...args: unknown[]) => unknown,
    args,
    injectImmediately: true,
  });
  return frames[0]?.result;
}

/** Puts the bytes of `base64` into `target` from `at` on, as far as there is room; returns how many they are. */
function decode(base64: string, target: Uint8Array, at: number): number {
  const binary = atob(base64);
  const length = Math.min(binary.length, target.length - at);
  for (let index = 0; index < length; index++) target[at + index] = binary.charCodeAt(index);
  return length;
}
