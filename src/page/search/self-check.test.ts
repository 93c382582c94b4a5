// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SEARCH_FIXTURES } from "../../../test/fixtures/search/pages.ts";
import { show } from "../testing.ts";
import { readResults } from "./read.ts";
import { isAsDescribed } from "./self-check.ts";

function check(url: string, html: string): boolean {
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url);
  show(html);
  const page = readResults(document);
  if (page === undefined) expect.fail("no page of results");
  return isAsDescribed(document, page);
}

const BING = "https://www.bing.com/search?q=x";
const links = (count: number): string =>
  Array.from({ length: count }, (_, n) => `<a href="https://a${n}.example/">Page ${n}</a>`).join("");

/** A page of results whose boxes have another class than described. */
const renamed = (count: number, link: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => `<div class="new"><a href="${link(n)}">Page ${n}</a></div>`).join(
    "",
  );

describe("the self-check", () => {
  it.each(SEARCH_FIXTURES.map(({ name, url }) => [name, url]))("finds %s as described", (name, url) => {
    expect(check(url, readFileSync(`test/fixtures/search/${name}.html`, "utf8"))).toBe(true);
  });

  it("takes a page without hits for what it is", () => {
    expect(check(BING, `<ol id="b_results"><li>No results. Try <a href="/">again</a></li></ol>`)).toBe(true);
  });

  const field = (name: string, value: string): string =>
    `<form><input name="${name}" value="${value}"></form>`;
  it.each([
    ["https://duckduckgo.com/", field("q", ""), true],
    ["https://duckduckgo.com/settings", field("q", ""), true],
    ["https://html.duckduckgo.com/html/", field("q", ""), true],
    ["https://www.startpage.com/", field("query", ""), true],
    ["https://www.bing.com/search?q=", "", true],
    // Asked by a form that was sent.
    ["https://html.duckduckgo.com/html/", field("q", "bread oven"), false],
    ["https://www.startpage.com/sp/search", field("query", "bread oven"), false],
  ])("asks a page for results only where something was searched for: %s, %s", (url, html, expected) => {
    expect(check(url, html + links(9))).toBe(expected);
  });

  it.each([
    ["there is no list", `<main>${links(9)}</main>`],
    ["the list has many links and no result", `<ol id="b_results">${links(9)}</ol>`],
    [
      "no result has a title",
      `<ol id="b_results"><li class="b_algo"><h2><a href="https://a.example/"></a></h2><b>Title</b></li></ol>`,
    ],
  ])("says so when %s", (_, html) => {
    expect(check(BING, html)).toBe(false);
  });

  it.each([
    ["Bing", BING, "b_results", "https://www.bing.com/ck/a?u=a1x"],
    ["Baidu", "https://www.baidu.com/s?wd=x", "content_left", "http://www.baidu.com/link?url=x"],
    ["DuckDuckGo HTML", "https://html.duckduckgo.com/html/?q=x", "links", "/l/?uddg=x"],
  ])("sees that results of %s lead over the engine itself", (_, url, list, link) => {
    const html = `<div id="${list}">${renamed(9, (n) => `${link}${n}`)}</div>`;
    expect(check(url, html)).toBe(false);
  });
});
