// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SEARCH_FIXTURES } from "../../../test/fixtures/search/pages.ts";
import { SEARCH_SITES } from "../../sites/search/registry.ts";
import { show } from "../testing.ts";
import { readResults, targetOf } from "./read.ts";

const FOLDER = "test/fixtures/search";

function open(url: string, html: string): void {
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url);
  show(html);
}

describe("pages of results", () => {
  it("are all tested, one of each engine", () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(".html"));
    expect(SEARCH_FIXTURES.map(({ name }) => `${name}.html`).sort()).toEqual(files.sort());
    expect(SEARCH_FIXTURES.map(({ name }) => name).sort()).toEqual(SEARCH_SITES.map(({ id }) => id).sort());
  });

  it.each(SEARCH_FIXTURES.map(({ name, url }) => [name, url]))("%s", async (name, url) => {
    open(url, readFileSync(`${FOLDER}/${name}.html`, "utf8"));
    const before = document.documentElement.outerHTML;
    const page = readResults(document);
    expect(page?.site.id).toBe(name);
    const results = page?.results.map(({ title, url, snippet, element }) => ({
      title,
      url,
      snippet,
      box: `${element.localName}.${element.className}`.trim(),
    }));
    const text = `${JSON.stringify(results, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../../../${FOLDER}/${name}.json`);
    expect(text).not.toContain("HIDDEN");
    expect(page?.list, "what is watched for more").toBeDefined();
    for (const { element } of page?.results ?? []) expect(page?.list?.contains(element)).toBe(true);
    expect(document.querySelector(page?.site.next ?? "none"), "the way to the next page").not.toBeNull();
    expect(document.documentElement.outerHTML, "the live page is left alone").toBe(before);
  });

  it.each([
    ["pictures", "https://www.google.com/search?q=x&udm=2"],
    ["news", "https://www.google.com/search?q=x&tbm=nws"],
    ["the start page", "https://www.google.com/"],
    ["another site", "https://www.google.example/search?q=x"],
    ["pictures of DuckDuckGo", "https://duckduckgo.com/?q=x&ia=images"],
  ])("no results on %s", (_, url) => {
    open(url, "<div id='rso'></div>");
    expect(readResults(document)).toBeUndefined();
  });

  it("a page that is not built as described has no results and no list, and that can be told", () => {
    open("https://www.bing.com/search?q=x", "<main><div class='new'>x</div></main>");
    const page = readResults(document);
    expect([page?.results, page?.list]).toEqual([[], undefined]);
  });

  it("a result without a title is one still", () => {
    open(
      "https://www.bing.com/search?q=x",
      "<ol id=b_results><li class=b_algo><h2><a href='https://a.example/'></a></h2></li></ol>",
    );
    expect(readResults(document)?.results).toMatchObject([{ title: "", url: "https://a.example/" }]);
  });
});

describe("targetOf", () => {
  const parameter = { path: "/url", kind: "parameter", name: "q" } as const;
  const base64url = { path: "/ck/", kind: "base64url", name: "u" } as const;
  const path = { path: "/_ylt", kind: "path", name: "RU" } as const;

  it.each([
    ["https://a.example/b", "https://a.example/b"],
    ["/url?q=https://a.example/b", "https://a.example/b"],
    ["/url?q=javascript:alert(1)", "https://e.example/url?q=javascript:alert(1)"],
    ["/url?other=1", "https://e.example/url?other=1"],
    ["/ck/a?u=a1aHR0cHM6Ly9hLmV4YW1wbGUvw7w", "https://a.example/%C3%BC"],
    ["/ck/a?u=a1@@@", "https://e.example/ck/a?u=a1@@@"],
    ["/_ylt=1/RU=https%3a%2f%2fa.example%2f/RK=2", "https://a.example/"],
    ["/_ylt=1/RU=%zz/RK=2", "https://e.example/_ylt=1/RU=%zz/RK=2"],
    ["javascript:alert(1)", undefined],
    ["data:text/html,x", undefined],
    ["", undefined],
    [`https://a.example/${"x".repeat(5000)}`, undefined],
  ])("%s", (href, target) => {
    expect(targetOf(href, "https://e.example/", [parameter, base64url, path])).toBe(target);
  });

  it("is none for an address that is too long once it is percent-encoded", () => {
    const long = `https://a.example/${"中".repeat(500)}`;
    expect(targetOf(long, "https://e.example/", [])).toBeUndefined();
    expect(targetOf(`/url?q=${long}`, "https://e.example/", [parameter])).toBeUndefined();
    expect(targetOf(long.slice(0, 400), "https://e.example/", [])).toMatch(/%E4%B8%AD$/);
  });
});
