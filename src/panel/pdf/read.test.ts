import { beforeEach, describe, expect, it, vi } from "vitest";
import { MAX_PDF, PdfFile } from "../../page/pdf/file.ts";

interface Injection {
  readonly files?: readonly string[];
  readonly func?: (...args: unknown[]) => unknown;
  readonly args?: readonly unknown[];
}

const URL = "https://example.org/a.pdf";
const FILE = new TextEncoder().encode(`%PDF-1.7${"\u0000\u007f".repeat(40)}`);
const LINE = { dir: "ltr", transform: [12, 0, 0, 12, 72, 700], width: 90, height: 12, hasEOL: true };
const PAGES = [{ width: 595, height: 842, items: [{ ...LINE, str: "The ferry sails at nine." }] }];

const fetch = vi.fn<typeof globalThis.fetch>();
vi.stubGlobal("fetch", fetch);
/** A tab whose page is this process. */
const executeScript = vi.fn<(injection: Injection) => Promise<{ result?: unknown }[]>>();
vi.mock("webextension-polyfill", () => ({
  default: {
    scripting: { executeScript },
    tabs: { get: async () => ({ status: "complete", url: URL }) },
    i18n: { detectLanguage: async () => ({ isReliable: false, languages: [] }) },
  },
}));
vi.mock("../../page/pdf/fetch.ts?script&iife", () => ({ default: "fetch.js" }));
const pdfText = vi.fn();
vi.mock("./pages.ts", () => ({ pdfText }));
const { readPdfFile, readPdfInTab } = await import("./read.ts");

beforeEach(() => {
  globalThis.postilPdf = undefined;
  fetch.mockReset().mockResolvedValue(new Response(FILE));
  pdfText.mockReset().mockResolvedValue({ pages: PAGES, title: "", lang: "en" });
  executeScript.mockReset().mockImplementation(async ({ files, func, args = [] }) => {
    if (files) globalThis.postilPdf = new PdfFile(URL);
    return [{ result: await func?.(...args) }];
  });
});

describe("readPdfInTab", () => {
  it("gets the bytes that the page fetches, part by part, and reads them", async () => {
    const file = new PdfFile(URL);
    executeScript.mockImplementation(async ({ files, func, args = [] }) => {
      if (files) globalThis.postilPdf = { fetch: () => file.fetch(), part: (start) => file.part(start, 7) };
      return [{ result: await func?.(...args) }];
    });
    const content = await readPdfInTab(1, URL);
    expect(content).toMatchObject({ url: URL, title: "a.pdf", source: "pdf", words: { read: 5, all: 5 } });
    expect(pdfText.mock.calls[0]?.[0]).toEqual(FILE);
  });

  it("gives up on a file that takes too long, by name", async () => {
    const ended = AbortSignal.abort(new DOMException("", "TimeoutError"));
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(ended);
    pdfText.mockRejectedValue(new Error("stopped"));
    await expect(readPdfInTab(1, URL)).rejects.toMatchObject({ code: "pdf-slow" });
    const file = new File([FILE], "a.pdf");
    await expect(readPdfFile(file, "")).rejects.toMatchObject({ code: "pdf-slow" });
    timeout.mockRestore();
  });

  it("says why the page could not fetch the file", async () => {
    fetch.mockResolvedValue(new Response("<form>Log in</form>"));
    await expect(readPdfInTab(1, URL)).rejects.toMatchObject({ code: "pdf-unreachable" });
    const file = new PdfFile(URL);
    executeScript.mockImplementation(async ({ files, func, args = [] }) => {
      if (files) globalThis.postilPdf = { fetch: () => file.fetch(10), part: (start) => file.part(start) };
      return [{ result: await func?.(...args) }];
    });
    fetch.mockResolvedValue(new Response(FILE));
    await expect(readPdfInTab(1, URL)).rejects.toMatchObject({ code: "pdf-too-large" });
  });

  it("notices when the tab goes elsewhere in between", async () => {
    executeScript.mockImplementation(async ({ func, args = [] }) => {
      const result = await func?.(...args);
      return [{ result }];
    });
    await expect(readPdfInTab(1, URL)).rejects.toMatchObject({ code: "page-gone" });
    executeScript.mockRejectedValue(new Error("No tab with id: 1"));
    await expect(readPdfInTab(1, URL)).rejects.toMatchObject({ code: "pdf-closed" });
  });
});

describe("readPdfFile", () => {
  const file = (bytes: BlobPart = FILE): File => new File([bytes], "times.pdf", { type: "application/pdf" });

  it("reads it, and calls it by its own name where nothing else does", async () => {
    expect(await readPdfFile(file(), "")).toMatchObject({ url: "", title: "times.pdf", source: "pdf" });
    pdfText.mockResolvedValue({ pages: PAGES, title: "Sailing times", lang: "en" });
    expect(await readPdfFile(file(), URL)).toMatchObject({ url: URL, title: "Sailing times" });
  });

  it("refuses what is too large, no PDF, gone, or without text", async () => {
    const large = Object.defineProperty(file(), "size", { value: MAX_PDF + 1 });
    await expect(readPdfFile(large, "")).rejects.toMatchObject({ code: "pdf-too-large" });
    await expect(readPdfFile(file("GIF89a"), "")).rejects.toMatchObject({ code: "pdf-damaged" });
    const gone = Object.assign(file(), { arrayBuffer: () => Promise.reject(new Error("gone")) });
    await expect(readPdfFile(gone, "")).rejects.toMatchObject({ code: "file-unreadable" });
    pdfText.mockResolvedValue({ pages: [{ width: 595, height: 842, items: [] }], title: "", lang: "" });
    await expect(readPdfFile(file(), "")).rejects.toMatchObject({ code: "pdf-without-text" });
  });
});
