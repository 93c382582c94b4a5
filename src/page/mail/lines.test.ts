// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { show } from "../testing.ts";
import { visibilityOf } from "../visibility.ts";
import { linesOf } from "./lines.ts";
import { quotationsIn, treatmentIn } from "./quotation.ts";

const read = (html: string, limit = 10_000): string => {
  show(html);
  return linesOf(document.body, visibilityOf(document), limit)
    .map(({ text }) => text)
    .join("\n");
};

const written = (html: string): string => {
  show(html);
  return linesOf(document.body, visibilityOf(document), 10_000, treatmentIn(document.body, undefined))
    .map(({ text, kind }) => (kind === "quoted" ? "[…]" : text))
    .join("\n");
};

describe("linesOf", () => {
  it.each([
    [
      "divs, and one with a line break only",
      "<div>a</div><div><br></div><div>b<br></div><div>c</div>",
      "a\n\nb\nc",
    ],
    ["breaks", "a<br>b<br><br><br>c<br>", "a\nb\n\nc"],
    ["paragraphs", "<p>a</p><p>b</p>", "a\n\nb"],
    [
      "paragraphs without margins",
      "<p style='margin:0'>a</p><p style='margin:0'>&nbsp;</p><p style='margin:0'>b</p>",
      "a\n\nb",
    ],
    ["plain text", "<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"],
    ["text that keeps its lines", "<div style='white-space:pre-wrap'>a\nb</div>", "a\nb"],
    ["text that does not", "<div>a\nb</div>", "a b"],
    ["a table of records", "<table><tr><td>Tea</td><td>2</td></tr></table>", "Tea | 2"],
    ["a table for layout", "<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "a\n\nb"],
    ["fields and buttons", "a<button>b</button><textarea>c</textarea><select><option>d</select>", "a"],
    ["hidden text", "a<span style='display:none'>b</span><i style='font-size:1px'>c</i>", "a"],
    ["signs without ink", "<div>a</div><div>\u034F \u200C</div><div>b</div>", "a\n\nb"],
  ])("%s", (_, html, text) => {
    expect(read(html)).toBe(text);
  });

  it("stops at the limit", () => {
    expect(read("<div>one</div><div>two</div><div>three</div>", 6)).toBe("one\ntwo");
  });
});

describe("treatmentIn", () => {
  it.each([
    ["Gmail", "<div>a</div><div class='gmail_quote'>On … wrote:<blockquote>b</blockquote></div>", "a\n[…]"],
    [
      "Gmail, prefixed",
      "<div>a</div><div class='x_gmail_quote'>b</div><div class='m_1gmail_signature'>c</div>",
      "a\n[…]",
    ],
    [
      "Thunderbird",
      "a<div class='moz-cite-prefix'>On …:</div><blockquote type='cite'>b</blockquote>",
      "a\n[…]\n[…]",
    ],
    ["Outlook", "<div>a</div><div id='x_appendonsend'></div><hr>b<div>c</div>", "a\n[…]"],
    [
      "Word",
      "<p>a</p><div><p><b>Von:</b> A &lt;a@b.example&gt;<br><b>Gesendet:</b> x<br><b>An:</b> y</p></div>b<p>c</p>",
      "a\n\n[…]",
    ],
    [
      "bold labels of the writer",
      "<p><b>Note:</b> a</p><p><b>Also:</b> b</p><p><b>And:</b> c</p>",
      "Note: a\n\nAlso: b\n\nAnd: c",
    ],
    ["a signature", "<div>a</div><div id='Signature'>b</div>", "a"],
  ])("%s", (_, html, text) => {
    expect(written(html)).toBe(text);
  });

  it("finds the outermost quotations", () => {
    show("<div id=e><div class='gmail_quote'><blockquote type='cite'>a</blockquote></div></div>");
    expect(quotationsIn(document.body).map(({ className }) => className)).toEqual(["gmail_quote"]);
  });
});
