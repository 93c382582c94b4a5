import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { PageContent } from "../content.ts";
import { pdfContent } from "./content.ts";
import type { Page, TextItem } from "./lines.ts";

const item = (str: string, y: number, size: number): TextItem => ({
  str,
  dir: "ltr",
  transform: [size, 0, 0, size, 50, y],
  width: str.length * size * 0.5,
  height: size,
  hasEOL: true,
});
const page: Page = {
  items: [item("Sailing times", 640, 18), item("The ferry sails at nine and at noon.", 600, 10)],
  width: 612,
  height: 792,
};
const url = "https://example.org/files/times%20of%20sailing.pdf?v=2";

describe("pdfContent", () => {
  it("is a page's content that says where it is from", () => {
    const content = pdfContent([page], { url, title: "Times", lang: "en_gb" });
    expect(content).toEqual({
      url,
      title: "Times",
      lang: "en-GB",
      source: "pdf",
      blocks: [
        { kind: "heading", text: "Sailing times" },
        { kind: "paragraph", text: "The ferry sails at nine and at noon." },
      ],
      words: { read: 10, all: 10 },
    });
    expect(v.is(PageContent, content)).toBe(true);
  });

  it.each([
    ["Times", [page], "Times"],
    ["", [page], "Sailing times"],
    ["times_v3.docx", [page], "Sailing times"],
    ["times_v3.docx", [], "times_v3.docx"],
    ["", [], "times of sailing.pdf"],
  ])("of the title %j and %j pages is called %j", (title, pages, expected) => {
    expect(pdfContent(pages, { url, title, lang: "" }).title).toBe(expected);
  });

  it("of pictures only has no words", () => {
    expect(pdfContent([{ ...page, items: [] }], { url, title: "", lang: "" }).words).toEqual({
      read: 0,
      all: 0,
    });
  });

  it("takes an address that decodes to nothing as it is", () => {
    expect(pdfContent([], { url: "https://example.org/%E0%A4%A.pdf", title: "", lang: "" }).title).toBe(
      "%E0%A4%A.pdf",
    );
  });
});
