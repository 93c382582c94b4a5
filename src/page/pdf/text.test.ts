import { describe, expect, it } from "vitest";
import type { Page, TextItem } from "./lines.ts";
import { pdfBlocks } from "./text.ts";

/** A piece of text whose letters are half as wide as high. */
function piece(str: string, x: number, y: number, size = 10, more: Partial<TextItem> = {}): TextItem {
  return {
    str,
    dir: "ltr",
    transform: [size, 0, 0, size, x, y],
    width: str.length * size * 0.5,
    height: size,
    hasEOL: false,
    ...more,
  };
}

const page = (...items: TextItem[]): Page => ({ items, width: 612, height: 792 });

/** Lines below each other, from `y` down. */
const column = (x: number, y: number, lines: readonly string[], pitch = 12): TextItem[] =>
  lines.map((text, index) => piece(text, x, y - index * pitch));

const read = (...pages: Page[]): string[] => pdfBlocks(pages).map(({ kind, text }) => `${kind}: ${text}`);

describe("pdfBlocks", () => {
  it("puts the pieces of a line together, with spaces where there are gaps", () => {
    expect(
      read(
        page(
          piece("The fer", 50, 700),
          piece("ry", 85, 700),
          piece("sails", 100, 700),
          piece(" ", 125, 700),
          piece("at 9", 130, 700),
        ),
      ),
    ).toEqual(["paragraph: The ferry sails at 9"]);
  });

  it("puts lines together to paragraphs, and parts them at gaps", () => {
    const first = column(50, 700, ["The ferry sails from the old quay at nine", "and comes back at noon."]);
    const second = column(50, 660, ["In winter it sails only on days on which", "the wind allows it."]);
    expect(read(page(...first, ...second))).toEqual([
      "paragraph: The ferry sails from the old quay at nine and comes back at noon.",
      "paragraph: In winter it sails only on days on which the wind allows it.",
    ]);
  });

  it("parts paragraphs that are told by a short last line or by an indent", () => {
    expect(
      read(
        page(
          ...column(50, 700, [
            "The ferry sails from the old quay at nine",
            "and it is back at noon.",
            "In winter it sails only on days on which",
            "the wind allows it and the ramp is clear.",
          ]),
          piece("Nobody knows these days before the eve.", 65, 652),
        ),
      ),
    ).toEqual([
      "paragraph: The ferry sails from the old quay at nine and it is back at noon.",
      "paragraph: In winter it sails only on days on which the wind allows it and the ramp is clear.",
      "paragraph: Nobody knows these days before the eve.",
    ]);
  });

  it("joins words that were divided, and keeps compounds", () => {
    expect(
      read(
        page(
          ...column(50, 700, [
            "The well-known boat was re-",
            "paired by the har\u00AD",
            "bour office, a well-",
            "known one in Saxony-",
            "Anhalt of 1990-",
            "1995.",
          ]),
        ),
      ),
    ).toEqual([
      "paragraph: The well-known boat was repaired by the harbour office, a well-known one in Saxony-Anhalt of 1990-1995.",
    ]);
  });

  it("leaves out tables of contents", () => {
    const lines = [
      "1 Boats . . . . . . . . . . . . . . 3",
      "1.1 The ramp ......... 12",
      "Preface …… iv",
      "It waited … 3",
    ];
    expect(read(page(...column(50, 700, lines)))).toEqual(["paragraph: It waited … 3"]);
  });

  it("tells headings and lists", () => {
    expect(
      read(
        page(
          piece("Sailing times", 50, 740, 16),
          ...column(50, 700, ["All times are local ones and hold for all", "days of the week."]),
          ...column(50, 664, [
            "• The first boat sails at six.",
            "• The last boat sails at nine and waits for",
            "the train.",
          ]),
          piece("1. Tickets are sold on board.", 50, 628),
        ),
      ),
    ).toEqual([
      "heading: Sailing times",
      "paragraph: All times are local ones and hold for all days of the week.",
      "item: The first boat sails at six.",
      "item: The last boat sails at nine and waits for the train.",
      "item: 1. Tickets are sold on board.",
    ]);
  });

  it("reads columns one after the other, and a sentence across them", () => {
    expect(
      read(
        page(
          ...column(50, 700, ["The left column begins here", "and its last line goes on"]),
          ...column(320, 700, ["in the right one, where it", "comes to its end."]),
        ),
      ),
    ).toEqual([
      "paragraph: The left column begins here and its last line goes on in the right one, where it comes to its end.",
    ]);
  });

  it("leaves out what stands on top and below of many pages", () => {
    const texts = [
      ["It begins on the first page and it goes on", "to the second page with"],
      ["this line. Then it", "goes on to the third."],
      ["Here it comes to an end, after all."],
    ];
    const pages = texts.map((lines, index) =>
      page(
        piece("Annual report of the ferry", 50, 770),
        ...column(50, 600, lines),
        piece(`Page ${index + 1} of 3`, 280, 30),
      ),
    );
    expect(read(...pages)).toEqual([
      "paragraph: It begins on the first page and it goes on to the second page with this line. Then it goes on to the third.",
      "paragraph: Here it comes to an end, after all.",
    ]);
  });

  it("keeps what stands there once", () => {
    expect(read(page(piece("A letter to the council", 50, 770), piece("It is short.", 50, 600)))).toEqual([
      "paragraph: A letter to the council",
      "paragraph: It is short.",
    ]);
  });

  it("does not take powers for lines of their own", () => {
    expect(
      read(page(piece("an area of 20 m", 50, 700), piece("2", 125, 704, 6), piece(" in all", 128, 700))),
    ).toEqual(["paragraph: an area of 20 m2 in all"]);
  });

  it("joins lines of scripts without spaces", () => {
    expect(read(page(...column(50, 700, ["渡し船は九時に", "出ます。"])))).toEqual([
      "paragraph: 渡し船は九時に出ます。",
    ]);
  });

  it("reads right-to-left lines from the right", () => {
    const rtl = { dir: "rtl" };
    expect(read(page(piece("تبحر", 300, 700, 10, rtl), piece("العبارة", 260, 700, 10, rtl)))).toEqual([
      "paragraph: تبحر العبارة",
    ]);
  });

  it("leaves out text that runs up the margin, and what has no place", () => {
    expect(
      read(
        page(
          piece("Draft", 20, 400, 10, { transform: [0, 10, -10, 0, 20, 400] }),
          piece("lost", Number.NaN, 700),
          piece("", 0, 0, 10, { transform: [] }),
          piece("Words.", 50, 700),
        ),
      ),
    ).toEqual(["paragraph: Words."]);
    expect(read(page())).toEqual([]);
    expect(read()).toEqual([]);
  });
});
