import { describe, expect, it } from "vitest";
import { job } from "../../../test/ui/states.ts";
import type { JobView } from "../../messages/protocol.ts";
import { resultOf } from "../../messages/protocol.ts";
import { markdown, plainText } from "./copy.ts";

const notes = resultOf(job(), "notes");
if (!notes) throw new Error("the job has notes");
const as = (change: Partial<typeof notes>, page: JobView["page"] = job().page): JobView =>
  job({ page, result: { ...notes, ...change } });
const points = [
  { text: "It sails at nine.", sources: [], quoted: false },
  { text: "Dogs travel free.", sources: [], quoted: true },
];

describe("plainText", () => {
  it("is a list of points, or one paragraph", () => {
    const head = "Night trains return to the coast line\nhttps://www.northline.example/news/night-trains\n\n";
    expect(plainText(as({ points }))).toBe(`${head}• It sails at nine.\n• “Dogs travel free.”\n`);
    expect(plainText(as({ points, length: "paragraph" }))).toBe(
      `${head}It sails at nine. “Dogs travel free.”\n`,
    );
  });

  it("of a file has no address", () => {
    expect(plainText(as({ points }, { url: "", title: "times.pdf" }))).toMatch(/^times\.pdf\n\n•/u);
  });
});

describe("markdown", () => {
  it("is a heading that leads to the page, and a list or a paragraph", () => {
    const head =
      "## [Night trains return to the coast line](<https://www.northline.example/news/night-trains>)\n\n";
    expect(markdown(as({ points }))).toBe(`${head}- It sails at nine.\n- “Dogs travel free.”\n`);
    expect(markdown(as({ points, length: "sentence" }))).toBe(
      `${head}It sails at nine. “Dogs travel free.”\n`,
    );
    expect(markdown(as({ points }, { url: "", title: "times.pdf" }))).toMatch(/^## times\.pdf\n\n-/u);
  });

  it.each([
    ["![x](https://evil.example/a.png)", "\\!\\[x\\](https\\://evil.example/a.png)"],
    ["<img src=x> & www.evil.example", "\\<img src=x\\> \\& www\\.evil.example"],
    ["1. no list,\n# no heading", "1\\. no list, \\# no heading"],
    ["a@b.example `code` *now* 5 * 3", "a\\@b.example \\`code\\` \\*now\\* 5 \\* 3"],
  ])("leaves nothing alive in %j", (text, escaped) => {
    const written = markdown(as({ points: [{ text, sources: [], quoted: false }] }));
    expect(written.split("\n\n")[1]).toBe(`- ${escaped}\n`);
  });

  it("links to no address but a web page's, and lets none out of its brackets", () => {
    expect(markdown(as({ points }, { url: "javascript:alert(1)", title: "a" }))).toMatch(/^## a\n/u);
    expect(markdown(as({ points }, { url: "https://a.example/?<b> c", title: "a" }))).toMatch(
      /^## \[a\]\(<https:\/\/a\.example\/\?%3Cb%3E%20c>\)\n/u,
    );
  });
});
