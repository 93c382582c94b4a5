// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { blocksOf } from "./blocks.ts";
import { show } from "./testing.ts";

/** Blocks of a body as `kind: text` lines. */
function read(html: string): string[] {
  show(`<body>${html}</body>`);
  return blocksOf(document.body).map((block) => `${block.kind}: ${block.text}`);
}

describe("blocksOf", () => {
  it.each([
    ["text beside elements", "one <b>two</b>\n three", ["paragraph: one two three"]],
    ["headings", "<h2> A <em>b</em></h2><p>c", ["heading: A b", "paragraph: c"]],
    ["containers", "<div>a<div>b</div>c</div>", ["paragraph: a", "paragraph: b", "paragraph: c"]],
    [
      "lists in lists",
      "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>",
      ["item: a", "item: b", "item: c"],
    ],
    ["definitions", "<dl><dt>a<dd>b</dl>", ["item: a", "item: b"]],
    [
      "quotes",
      "<blockquote><p>a</p><ul><li>b</ul></blockquote><p>c",
      ["quote: a", "quote: b", "paragraph: c"],
    ],
    ["one line break, two line breaks", "a<br>b<br> <br>c", ["paragraph: a b", "paragraph: c"]],
    ["code keeps its lines", "<pre>\n a\r\n  b \n</pre>", ["code:  a\n  b"]],
    [
      "rows of data",
      "<table><tr><th>a<th>b<tr><td>1<td><p>2</p></table>",
      ["paragraph: a | b", "paragraph: 1 | 2"],
    ],
    [
      "tables for layout",
      "<table><tr><td><p>a</p><p>b</p></td></tr></table>",
      ["paragraph: a", "paragraph: b"],
    ],
    ["marks of footnotes", 'a<sup><a href="#n1">[12]</a></sup>. x<sup>2</sup>', ["paragraph: a. x2"]],
    ["readings above words", "<ruby>漢<rt>かん</rt></ruby>字", ["paragraph: 漢字"]],
    [
      "form fields and media",
      "<button>a</button><select><option>b</select><video>c</video>d",
      ["paragraph: d"],
    ],
    ["nothing", " <p> </p><div></div>", []],
  ])("%s", (_, html, expected) => {
    expect(read(html)).toEqual(expected);
  });
});
