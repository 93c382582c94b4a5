import { beforeEach, describe, expect, it, vi } from "vitest";

interface Injection {
  readonly files?: readonly string[];
  readonly injectImmediately?: boolean;
}

const PAGE = {
  url: "https://example.org/",
  title: "Night trains",
  lang: "en",
  blocks: [{ kind: "paragraph", text: "They run again." }],
  words: { read: 3, all: 3 },
};

const never = new Promise<never>(() => undefined);
const executeScript = vi.fn<(injection: Injection) => Promise<{ result?: unknown }[]>>();
const get = vi.fn(async (): Promise<unknown> => ({ status: "complete" }));
vi.mock("webextension-polyfill", () => ({
  default: {
    scripting: { executeScript },
    tabs: { get },
    i18n: { detectLanguage: async () => ({ isReliable: false, languages: [] }) },
  },
}));
vi.mock("../page/extract.ts?script&iife", () => ({ default: "extract.js" }));
const readPdfInTab = vi.fn();
vi.mock("./pdf/read.ts", () => ({ readPdfInTab }));
const { READING_MS, readPage } = await import("./read-page.ts");

beforeEach(() => {
  vi.useFakeTimers();
  executeScript.mockReset();
  return () => vi.useRealTimers();
});

describe("readPage", () => {
  it("waits for a page to be loaded", async () => {
    executeScript.mockImplementation(async ({ files }) => (files ? [] : [{ result: PAGE }]));
    await expect(readPage(1)).resolves.toEqual(PAGE);
    expect(executeScript).toHaveBeenCalledTimes(2);
    expect(executeScript.mock.calls[0]?.[0].injectImmediately).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("reads a page that never finishes loading as far as it has come", async () => {
    executeScript.mockImplementation(({ files, injectImmediately }) =>
      injectImmediately ? Promise.resolve(files ? [] : [{ result: PAGE }]) : never,
    );
    const page = readPage(1);
    await vi.advanceTimersByTimeAsync(READING_MS / 2);
    await expect(page).resolves.toEqual(PAGE);
  });

  it("gives up on a page that runs nothing, as while it shows a dialog", async () => {
    executeScript.mockReturnValue(never);
    const failed = expect(readPage(1)).rejects.toMatchObject({ code: "page-slow" });
    await vi.advanceTimersByTimeAsync(READING_MS);
    await failed;
  });

  it("tells a page that went away from one that is closed to extensions", async () => {
    executeScript.mockRejectedValue(new Error("Cannot access contents of the page"));
    await expect(readPage(1)).rejects.toMatchObject({ code: "page-forbidden" });
    get.mockResolvedValueOnce({ status: "loading" });
    await expect(readPage(1)).rejects.toMatchObject({ code: "page-gone" });
    executeScript.mockImplementation(async () => [{ result: null }]);
    await expect(readPage(1)).rejects.toMatchObject({ code: "page-gone" });
  });

  it("reads the file where the tab shows a PDF", async () => {
    const url = "https://example.org/a.pdf";
    executeScript.mockImplementation(async ({ files }) => (files ? [] : [{ result: { pdf: url } }]));
    readPdfInTab.mockResolvedValue({ ...PAGE, source: "pdf" });
    await expect(readPage(1)).resolves.toMatchObject({ source: "pdf" });
    expect(readPdfInTab).toHaveBeenCalledExactlyOnceWith(1, url);
  });

  it.each([
    [{ url: "https://example.org/a.PDF?x=1" }, "pdf-closed"],
    [{ url: "https://example.org/pdf/7", title: "2311.pdf" }, "pdf-closed"],
    [{ url: "https://example.org/7", favIconUrl: "chrome://global/skin/icons/pdf.svg" }, "pdf-closed"],
    [{ url: "https://example.org/a.pdf.html", title: "Viewing a.pdf - Notes" }, "page-forbidden"],
  ])("of %j, which lets no script in, says %s", async (tab, code) => {
    executeScript.mockRejectedValue(new Error("Missing host permission for the tab"));
    get.mockResolvedValueOnce({ status: "complete", ...tab });
    await expect(readPage(1)).rejects.toMatchObject({ code });
  });
});
