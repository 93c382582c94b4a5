import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { PDFJS, pdfjsFiles } from "../../../scripts/pdfjs.ts";
import { writePdf } from "../../../test/fixtures/pdf/write.ts";
import { pdfContent } from "../../page/pdf/content.ts";
import { pdfText } from "./pages.ts";

// The files that the build packages, where the package has them.
const FILES = {
  worker: pathToFileURL(pdfjsFiles()["worker.js"] ?? "").href,
  cMaps: `${PDFJS}/cmaps/`,
};
const never = new AbortController().signal;
const read = (bytes: Buffer, signal = never) => pdfText(new Uint8Array(bytes), signal, FILES);

describe("pdfText", () => {
  it("reads the lines of all pages, the title and the language", async () => {
    const pdf = writePdf({
      pages: [["The ferry sails at nine", "and at noon."], ["It carries 140 passengers \\ (and dogs)."]],
      title: "Sailing times",
      lang: "en-GB",
    });
    const { pages, title, lang } = await read(pdf);
    expect([pages.length, title, lang]).toEqual([2, "Sailing times", "en-GB"]);
    expect(pages[0]).toMatchObject({ width: 595, height: 842 });
    const content = pdfContent(pages, { url: "https://example.org/a.pdf", title, lang });
    expect(content.blocks.map(({ text }) => text).join(" ")).toBe(
      "The ferry sails at nine and at noon. It carries 140 passengers \\ (and dogs).",
    );
  });

  it("knows the characters of Japanese fonts that are not in the file", async () => {
    const { pages } = await read(writePdf({ pages: [["船は九時に出ます。"]], japanese: true }));
    expect(pages[0]?.items.map(({ str }) => str).join("")).toBe("船は九時に出ます。");
  });

  it("tells a file with a password from one that is damaged", async () => {
    const pages = [["Nobody reads this."]];
    await expect(read(writePdf({ pages, locked: true }))).rejects.toMatchObject({ code: "pdf-locked" });
    await expect(read(Buffer.from("%PDF-1.7\nand then nothing"))).rejects.toMatchObject({
      code: "pdf-damaged",
    });
  });

  it("stops when it is told to", async () => {
    const gone = new AbortController();
    const pages = Array.from({ length: 200 }, () => ["A page."]);
    const reading = read(writePdf({ pages }), gone.signal);
    gone.abort(new Error("gone"));
    await expect(reading).rejects.toThrow("gone");
  });
});
