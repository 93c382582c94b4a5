// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { growth, show } from "../testing.ts";
import { biggestList, listAround, readList } from "./siblings.ts";

const titlesOf = (list: ReturnType<typeof biggestList>): string[] =>
  list === undefined ? [] : readList(list).map(({ title }) => title);
const at = (selector: string): Element => document.querySelector(selector) ?? expect.fail(selector);

const MENU = `<nav><ul>${["Home", "Sport", "Letters to the editor of this paper"]
  .map((name) => `<li><a href="/${name.length}">${name}</a></li>`)
  .join("")}</ul></nav>`;
const NEWS = ["A second ferry for the island", "The bridge stays closed", "Apple trees find owners"];
const story = (title: string, n: number): string =>
  `<article class="story story-${n} ${n % 2 ? "odd" : "even"}"><a href="/pic/${n}"><img alt=""></a>
   <h3><a href="/story/${n}">${title}</a></h3><p>Words about ${n}.</p></article>`;
const FRONT = `${MENU}<main><div>${NEWS.map(story).join("<hr>")}</div></main><footer>${MENU}</footer>`;

describe("a list of any page", () => {
  it("is found by what its items have in common, and read", () => {
    show(FRONT);
    const list = biggestList(document);
    expect(titlesOf(list)).toEqual(NEWS);
    if (list === undefined) expect.fail();
    expect(readList(list)[0]).toMatchObject({
      title: NEWS[0],
      url: new URL("/story/0", document.baseURI).href,
      snippet: "Words about 0.",
      element: at("article"),
    });
  });

  it("is the one around what the user points at, also when that is a menu", () => {
    show(FRONT);
    expect(titlesOf(listAround(at("article p")))).toEqual(NEWS);
    expect(titlesOf(listAround(at("nav a")))).toHaveLength(3);
    expect(listAround(document.body)).toBeUndefined();
  });

  it("may be a table, as in old forums", () => {
    const rows = NEWS.map(
      (title, n) =>
        `<tr class="athing" id="${n}"><td>${n}.</td><td><a href="https://a.example/${n}">${title}</a></td></tr><tr><td>5 points</td></tr>`,
    );
    show(`<table><tbody>${rows.join("")}</tbody></table>`);
    expect(titlesOf(biggestList(document))).toEqual(NEWS);
    expect(titlesOf(listAround(at("td a")))).toEqual(NEWS);
  });

  it("takes along what follows nearly every item, and not what follows a few", () => {
    const rows = [...NEWS, "A fourth thread of words", "A fifth thread of words"].map(
      (title, n) =>
        `<tr class="athing" id="${n}"><td><a href="https://a.example/${n}">${title}</a></td></tr><tr><td>${n} points</td></tr>
         ${n === 1 ? '<tr class="part"><th>Yesterday</th></tr>' : ""}<tr class="spacer"></tr>`,
    );
    show(`<table><tbody>${rows.join("")}<tr class="more"><td>More</td></tr></tbody></table>`);
    const list = biggestList(document);
    if (list === undefined) expect.fail();
    expect(
      readList(list).map(({ rest }) => rest?.map(({ className, textContent }) => className || textContent)),
    ).toEqual([0, 1, 2, 3, 4].map((n) => (n === 1 ? ["1 points"] : [`${n} points`, "spacer"])));
    show(FRONT);
    const front = biggestList(document);
    if (front === undefined) expect.fail();
    expect(readList(front).map(({ rest }) => rest?.map(({ localName }) => localName))).toEqual([
      ["hr"],
      ["hr"],
      [],
    ]);
  });

  it("takes no other item along, however it is built", () => {
    const pair = (title: string, n: number): string =>
      `<li class="small"><a href="/${n}">${title}</a></li><li class="large"><a href="/b${n}">Another ${title}</a></li>`;
    show(`<ul>${NEWS.map(pair).join("")}</ul>`);
    const list = listAround(at("li.small"));
    if (list === undefined) expect.fail();
    expect(readList(list).map(({ rest }) => rest)).toEqual([[], [], []]);
  });

  it("may have items that say of themselves what they are about", () => {
    const post = (title: string, n: number): string =>
      `<article id="post-${n}" class="post-${n} post type-post status-publish ${n ? "format-standard has-post-thumbnail category-news" : "sticky category-sport tag-boats"} hentry">
       <h2><a href="/${n}">${title}</a></h2></article>`;
    show(`<main>${NEWS.map(post).join("")}</main>`);
    expect(titlesOf(biggestList(document))).toEqual(NEWS);
    const topic = (title: string, n: number): string =>
      `<tr class="topic-list-item category-${"abc"[n]} ${["pinned", "unseen-topic", "tag-x closed"][n]}"><td><a href="/t/${n}">${title}</a></td></tr>`;
    show(`<table><tbody>${NEWS.map(topic).join("")}</tbody></table>`);
    expect(titlesOf(biggestList(document))).toEqual(NEWS);
  });

  it("may be of links alone, in a script without spaces", () => {
    const titles = ["用黏土搭建面包烤炉", "村博物馆的老烤炉", "夏天以前桥梁不会开放"];
    show(`<div>${titles.map((title, n) => `<a href="/${n}">${title}</a>`).join("")}</div>`);
    expect(titlesOf(biggestList(document))).toEqual(titles);
  });

  it("is none where nothing stands beside its like", () => {
    show("<main><h1>An article</h1><p>Words with <a href='/a'>one link in them</a>.</p><p>More.</p></main>");
    expect(biggestList(document)).toBeUndefined();
    expect(listAround(at("a"))).toBeUndefined();
  });

  it("leaves out items that nobody sees, and links that lead to no page", () => {
    show(
      `<ul>${NEWS.map((title, n) => `<li><a href="/${n}">${title}</a></li>`).join("")}
       <li hidden><a href="/h">A hidden item of this list</a></li>
       <li><a href="javascript:alert(1)">An item that runs a script</a></li></ul>`,
    );
    expect(titlesOf(biggestList(document))).toEqual(NEWS);
  });

  it("is found in time that grows with the page", async () => {
    const cost = await growth(40, (n) => {
      show(
        `<main>${Array.from({ length: n }, (_, i) => story(`Story number ${i} of many`, i)).join("")}</main>`,
      );
      expect(titlesOf(biggestList(document))).toHaveLength(n);
    });
    expect(cost).toBeLessThan(12);
  });
});
