// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { asMark, LONGEST_MARK, takeMarks, withMarks, withoutMarks } from "./marks.ts";
import { readPage } from "./read.ts";
import { show } from "./testing.ts";

const line = (...parts: string[]): string =>
  parts.map((part, index) => (index % 2 === 0 ? part : asMark(part))).join("");
const block = (...parts: string[]) => ({ kind: "paragraph" as const, ...takeMarks(line(...parts)) });

describe("marks", () => {
  it.each([
    [
      ["The mill, built in 1842,", "[3]", " stands."],
      "The mill, built in 1842, stands.",
      "The mill, built in 1842,[3] stands.",
    ],
    [["The mill stands", "[3]", "."], "The mill stands.", "The mill stands[3]."],
    [["The mill ", "[3]", " stands."], "The mill stands.", "The mill [3] stands."],
    [
      ["It", "1", ", the mill", "[a]", "", "[b]", " stands."],
      "It, the mill stands.",
      "It1, the mill[a][b] stands.",
    ],
    [["No mark at all."], "No mark at all.", "No mark at all."],
  ])("%j: are out of the text, and back in what is quoted of it", (parts, text, quoted) => {
    const found = block(...parts);
    expect(found.text).toBe(text);
    expect(withMarks(found, text)).toBe(quoted);
  });

  it("belong to the sentence that they stand in, not to the one before or after", () => {
    const found = block("One.", "[1]", " Two, then", "[2]", " three.", "[3]");
    expect(found.text).toBe("One. Two, then three.");
    expect(withMarks(found, "One.")).toBe("One.");
    expect(withMarks(found, "Two, then three.")).toBe("Two, then[2] three.");
    expect(withMarks(found, "not in it")).toBe("not in it");
  });

  it("cannot be written by a page, nor be long", () => {
    expect(withoutMarks("a\uF5F0b\uF5F1c\uF5F0")).toBe("ac");
    expect(takeMarks(asMark("x\uF5F1y"))).toEqual({ text: "", marks: [{ at: 0, text: "xy" }] });
    expect(asMark("x".repeat(LONGEST_MARK + 1))).toBe("");
    show("<article><p>A page\uF5F0[9]\uF5F1 of its own.</p></article>");
    expect(readPage(document).blocks).toEqual([{ kind: "paragraph", text: "A page of its own." }]);
  });

  it("of a wiki come through the reading of a page as they stand in it", () => {
    const mark = (n: number) =>
      `<sup class="reference" id="cite_ref-${n}"><a href="#cite_note-${n}">[${n}]</a></sup>`;
    const text = `Der Bau kostete 2,6 Millionen Mark,${mark(4)} von denen die Provinz ein Drittel übernahm.${mark(5)} Danach fuhren vier Züge${mark(6)}.`;
    const more = Array.from(
      { length: 12 },
      (_, i) => `<p>Im Jahr ${1900 + i} fuhren auf der Strecke jeden Tag vier Züge.</p>`,
    );
    show(
      `<title>Bahn</title><main><h1>Bahn${mark(1)}</h1><p>${text}</p>${more.join("")}<ol class="references"><li>Brehm.</li></ol></main>`,
    );
    const { title, blocks } = readPage(document);
    expect(title).toBe("Bahn");
    const found = blocks.find(({ marks }) => marks !== undefined);
    expect(found?.text).toBe(
      "Der Bau kostete 2,6 Millionen Mark, von denen die Provinz ein Drittel übernahm. Danach fuhren vier Züge.",
    );
    const quote = (sentence: string) => (found ? withMarks(found, sentence) : "");
    expect(quote("Danach fuhren vier Züge.")).toBe("Danach fuhren vier Züge[6].");
    expect(quote("Der Bau kostete 2,6 Millionen Mark, von denen die Provinz ein Drittel übernahm.")).toBe(
      "Der Bau kostete 2,6 Millionen Mark,[4] von denen die Provinz ein Drittel übernahm.",
    );
    expect(JSON.stringify(blocks)).not.toMatch(/[\uF5F0\uF5F1]|Brehm/u);
  });
});
