import { beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../../errors.ts";
import type { PageContent } from "../../page/content.ts";
import { type ReaderMeans, SummaryReader } from "./reader.ts";

const PAGE: PageContent = {
  url: "https://example.org/",
  title: "Night trains",
  lang: "en",
  blocks: [{ kind: "paragraph", text: "They run again." }],
  source: "page",
  words: { read: 3, all: 3 },
};
const FILE = new File(["%PDF-"], "times.pdf");

const means = {
  readPage: vi.fn<ReaderMeans["readPage"]>(),
  readPdfFile: vi.fn<ReaderMeans["readPdfFile"]>(),
  languageOf: vi.fn(async () => "fr"),
  tab: vi.fn(async () => ({ url: "https://example.org/a.pdf", title: "a.pdf" })),
  wish: vi.fn<ReaderMeans["wish"]>(),
  ownLanguage: "de-AT",
};
let reader: SummaryReader;

beforeEach(() => {
  vi.clearAllMocks();
  means.readPage.mockResolvedValue(PAGE);
  means.readPdfFile.mockImplementation(async (_file, url) => ({ ...PAGE, url, source: "pdf" }));
  means.wish.mockResolvedValue({ length: "points", language: "page" });
  reader = new SummaryReader(means);
});

describe("SummaryReader", () => {
  it("reads the page, and asks for what is wanted", async () => {
    expect(await reader.read(7)).toEqual({ page: PAGE, input: { ...PAGE, length: "points" } });
    means.wish.mockResolvedValue({ length: "sentence", language: "own" });
    expect((await reader.read(7)).input).toEqual({ ...PAGE, length: "sentence", output: "de-AT" });
  });

  it("reads a chosen file, and the same one again until the page is asked for", async () => {
    expect((await reader.read(7, { file: FILE, url: "https://example.org/a.pdf" })).page.url).toMatch(
      /a\.pdf$/u,
    );
    expect(reader.hasFile(7)).toBe(true);
    expect(reader.hasFile(8)).toBe(false);
    await reader.read(7, { again: true });
    expect(means.readPdfFile).toHaveBeenLastCalledWith(FILE, "https://example.org/a.pdf");
    expect(means.readPage).not.toHaveBeenCalled();
    await reader.read(7);
    expect(reader.hasFile(7)).toBe(false);
  });

  describe("with the menu's selection", () => {
    const selection = "Le train part à neuf heures.\nIl arrive à midi.";

    it("takes what the page says of it, where it does", async () => {
      means.readPage.mockResolvedValue({ ...PAGE, source: "selection" });
      expect((await reader.read(7, { selection })).page).toMatchObject({ title: "Night trains" });
    });

    it.each([
      ["is closed", () => Promise.reject(new PostilError("pdf-closed"))],
      ["knows of none", () => Promise.resolve(PAGE)],
    ])("takes it as it is, where the page %s", async (_what, readPage) => {
      means.readPage.mockImplementation(readPage);
      expect((await reader.read(7, { selection })).input).toEqual({
        url: "https://example.org/a.pdf",
        title: "a.pdf",
        lang: "fr",
        source: "selection",
        blocks: [
          { kind: "paragraph", text: "Le train part à neuf heures." },
          { kind: "paragraph", text: "Il arrive à midi." },
        ],
        words: { read: 10, all: 10 },
        length: "points",
      });
    });

    it("takes a word or two for no selection", async () => {
      expect((await reader.read(7, { selection: " Le train " })).page).toBe(PAGE);
    });
  });
});
