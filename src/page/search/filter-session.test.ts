// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { show } from "../testing.ts";
import { FilterSession, type Item, type ItemVerdict, type SessionMeans } from "./filter-session.ts";
import type { SearchResult } from "./read.ts";

const TEXTS: SessionMeans["texts"] = {
  lang: "en",
  dir: "ltr",
  label: (title) => `Folded: ${title}`,
  reason: (reason) => (reason.by === "rule" ? reason.text : "address"),
  sure: (probability) => `${probability} sure`,
  show: "Show",
  hide: "Fold again",
  stay: "Stay",
  never: (host) => `Never ${host}`,
};

/** The closed roots, which only the script that makes them can see. */
const roots = new Map<Element, ShadowRoot>();
const attach = Element.prototype.attachShadow;
let asked: Item[][];
let session: FilterSession;
const stay = vi.fn();
const never = vi.fn();
const broke = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  asked = [];
  vi.spyOn(Element.prototype, "attachShadow").mockImplementation(function (this: Element, init) {
    const root = attach.call(this, init);
    roots.set(this, root);
    return root;
  });
});
afterEach(() => {
  session.end();
  vi.restoreAllMocks();
});

const item = (title: string, host = "a.example"): string =>
  `<li><a href="https://${host}/${title}">${title}</a></li>`;

/** Starts on a list with an item for each title, as the page would be read. */
function begin(html: string, read?: SessionMeans["read"]): FilterSession {
  show(`<ol>${html}</ol>`);
  session = new FilterSession({
    document,
    texts: TEXTS,
    read: read ?? readItems,
    concerns: (element) => element.matches("ol, li") || element.querySelector("ol, li") !== null,
    ask: (items) => void asked.push([...items]),
    changed: () => undefined,
    stay,
    never,
    broke,
  });
  session.start();
  return session;
}

function readItems(): { results: SearchResult[]; list: Element | undefined } {
  const shown = Array.from(document.querySelectorAll<HTMLElement>("ol > li:has(a)")).filter(
    (element) => element.style.display !== "none",
  );
  const results = shown.map((element) => {
    const link = element.querySelector("a") as HTMLAnchorElement;
    return { element, title: link.textContent ?? "", url: link.href, snippet: "" };
  });
  return { results, list: document.querySelector("ol") ?? undefined };
}

const boxOf = (title: string): HTMLElement =>
  Array.from(document.querySelectorAll("li")).find(
    (li) => li.querySelector("a")?.textContent === title,
  ) as HTMLElement;
const isShown = (title: string): boolean => boxOf(title).style.display !== "none";
const idOf = (title: string): string => asked.flat().find((one) => one.title === title)?.id ?? "?";

function verdict(title: string, fold = true): ItemVerdict {
  return { id: idOf(title), fold, why: { by: "rule", rule: "r", text: "lists", probability: 0.9 } };
}

/** The line of a folded result. */
function lineOf(title: string): { text: string; press(name: string): void; host: HTMLElement } {
  const host = boxOf(title).previousElementSibling?.querySelector("div") as HTMLElement;
  const root = roots.get(host) as ShadowRoot;
  return {
    host,
    text: root.textContent ?? "",
    press(name) {
      const button = Array.from(root.querySelectorAll("button")).find((one) => one.textContent === name);
      const click = new MouseEvent("click", { bubbles: true, cancelable: true });
      Object.defineProperty(click, "isTrusted", { value: true });
      button?.dispatchEvent(click);
    },
  };
}

describe("a list of results", () => {
  it("is asked about once, and folded by what is answered", () => {
    begin(item("One") + item("Two"));
    expect(asked).toEqual([
      [
        { id: "r1", title: "One", url: "https://a.example/One", snippet: "" },
        { id: "r2", title: "Two", url: "https://a.example/Two", snippet: "" },
      ],
    ]);
    session.take([verdict("Two"), verdict("One", false)]);
    expect([isShown("One"), isShown("Two")]).toEqual([true, false]);
    expect(lineOf("Two").text).toBe("Twolists0.9 sureShowStayNever a.example");
    expect(session.counts).toEqual({ folded: 1, judged: 2, of: 2 });
  });

  it("is asked about from what is in the window on, then what is below it, then what is above", () => {
    const tops: Readonly<Record<string, number>> = { One: -900, Two: -100, Three: 50, Four: 5000, Five: 900 };
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
      const top = tops[this.textContent ?? ""] ?? 0;
      return { top, bottom: top + 90, height: 90, left: 0, right: 500, width: 500, x: 0, y: top } as DOMRect;
    });
    begin(
      Object.keys(tops)
        .map((title) => item(title))
        .join(""),
    );
    expect(asked[0]?.map(({ title }) => title)).toEqual(["Three", "Five", "Four", "Two", "One"]);
  });

  it("stays in its order, with nothing removed, and is as it was after the end", () => {
    begin(item("One") + item("Two"));
    const before = document.body.innerHTML;
    session.take([verdict("One"), verdict("Two")]);
    const titles = Array.from(document.querySelectorAll("li a"), (link) => link.textContent);
    expect(titles).toEqual(["One", "Two"]);
    session.end();
    expect(document.body.innerHTML).toBe(before);
  });

  it("keeps what the page has set for a result's display", () => {
    begin(item("One"));
    boxOf("One").style.setProperty("display", "grid", "important");
    session.take([verdict("One")]);
    session.undo();
    expect(boxOf("One").getAttribute("style")).toMatch(/display:\s*grid\s*!important/);
  });

  it("has what belongs to a result folded with it, and shown with it", () => {
    begin(`${item("One")}<hr id="after" style="display: block">${item("Two")}`, () => {
      const { results, list } = readItems();
      const after = document.getElementById("after") as HTMLElement;
      return {
        results: results.map((each) => (each.title === "One" ? { ...each, rest: [after] } : each)),
        list,
      };
    });
    const display = (): string => document.getElementById("after")?.style.display ?? "";
    session.take([verdict("One"), verdict("Two", false)]);
    expect([isShown("One"), display(), isShown("Two")]).toEqual([false, "none", true]);
    lineOf("One").press("Show");
    expect([isShown("One"), display()]).toEqual([true, "block"]);
    session.undo();
    expect(display()).toBe("block");
  });

  it("takes hostile titles for text", () => {
    begin(`<li><a href="https://a.example/">&lt;img src=x onerror=alert(1)&gt;</a></li>`);
    session.take([verdict("<img src=x onerror=alert(1)>")]);
    const root = roots.get(lineOf("<img src=x onerror=alert(1)>").host);
    expect(root?.querySelector("img")).toBeNull();
    expect(root?.textContent).toContain("<img src=x");
  });

  it("is unfolded by a later verdict", () => {
    begin(item("One"));
    session.take([verdict("One")]);
    session.take([verdict("One", false)]);
    expect(isShown("One")).toBe(true);
  });

  it("stays visible when reading it fails", () => {
    let fails = false;
    begin(item("One"), () => {
      if (fails) throw new Error("unreadable");
      return readItems();
    });
    session.take([verdict("One")]);
    fails = true;
    session.again();
    expect(isShown("One")).toBe(true);
    expect(broke).toHaveBeenCalledTimes(1);
  });

  it("shows what the model has folded when it fails, and not what an address has", () => {
    begin(item("One") + item("Two"));
    session.take([verdict("One"), { id: idOf("Two"), fold: true, why: { by: "address" } }]);
    session.fail();
    expect([isShown("One"), isShown("Two")]).toEqual([true, false]);
    expect(session.counts).toEqual({ folded: 1, judged: 1, of: 2 });
  });
});

describe("the line of a folded result", () => {
  it("shows the result and folds it again", () => {
    begin(item("One"));
    session.take([verdict("One")]);
    lineOf("One").press("Show");
    expect(isShown("One")).toBe(true);
    expect(session.counts.folded).toBe(0);
    lineOf("One").press("Fold again");
    expect(isShown("One")).toBe(false);
  });

  it("lets one stay, for good, and moves the focus to its link", () => {
    begin(item("One"));
    session.take([verdict("One")]);
    lineOf("One").host.tabIndex = 0;
    lineOf("One").host.focus();
    lineOf("One").press("Stay");
    expect(isShown("One")).toBe(true);
    expect(document.activeElement).toBe(boxOf("One").querySelector("a"));
    expect(stay).toHaveBeenCalledWith("r", expect.objectContaining({ title: "One" }));
    session.take([verdict("One")]);
    expect(isShown("One")).toBe(true);
  });

  it("frees a whole site, with all below it", () => {
    begin(item("One", "www.a.example") + item("Two", "b.a.example") + item("Three", "c.example"));
    session.take(["One", "Two", "Three"].map((title) => verdict(title)));
    lineOf("One").press("Never a.example");
    expect(["One", "Two", "Three"].map(isShown)).toEqual([true, true, false]);
    expect(never).toHaveBeenCalledWith("a.example");
  });

  it("does not heed what a page makes up", () => {
    begin(item("One"));
    session.take([verdict("One")]);
    lineOf("One").host.click();
    roots.get(lineOf("One").host)?.querySelector("button")?.click();
    expect(isShown("One")).toBe(false);
  });
});

describe("a page that goes on", () => {
  it("has new results asked about, and only those", async () => {
    begin(item("One"));
    session.take([verdict("One")]);
    document.querySelector("ol")?.insertAdjacentHTML("beforeend", item("Two"));
    await vi.waitFor(() => expect(session.counts.of).toBe(2));
    expect(asked.map((items) => items.map(({ title }) => title))).toEqual([["One"], ["Two"]]);
    expect(isShown("One")).toBe(false);
  });

  it("has a result that is drawn anew folded again, without asking", async () => {
    begin(item("One"));
    session.take([verdict("One")]);
    (document.querySelector("ol") as Element).innerHTML = item("One");
    await vi.waitFor(() => expect(isShown("One")).toBe(false));
    expect(asked).toHaveLength(1);
    expect(document.querySelectorAll("li")).toHaveLength(2);
  });

  it("has a box with another result in it shown, and judged", async () => {
    begin(item("One"));
    session.take([verdict("One")]);
    (boxOf("One").querySelector("a") as Element).textContent = "Other";
    await vi.waitFor(() => expect(isShown("Other")).toBe(true));
    expect(asked.at(-1)).toMatchObject([{ title: "Other" }]);
    expect(document.querySelectorAll("li")).toHaveLength(1);
  });

  it("forgets results that are gone", async () => {
    begin(item("One") + item("Two"));
    session.take([verdict("One")]);
    boxOf("One").remove();
    await vi.waitFor(() => expect(session.counts).toEqual({ folded: 0, judged: 0, of: 1 }));
    expect(document.querySelectorAll("li")).toHaveLength(1);
  });

  it("has what a failing engine left asked about with what comes next, and not before", async () => {
    begin(item("One") + item("Two"));
    session.take([verdict("One", false)]);
    session.fail();
    document.querySelector("ol")?.append("words");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(asked).toHaveLength(1);
    document.querySelector("ol")?.insertAdjacentHTML("beforeend", item("Three"));
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.map(({ title }) => title)).toEqual(["One", "Two", "Three"]);
  });

  it.each(["stop", "undo"] as const)("is asked about again at another address after %s", async (wish) => {
    begin(item("One") + item("Two"));
    session.take([verdict("One")]);
    session[wish]();
    expect(session.wish).toBe(wish === "stop" ? "stopped" : "undone");
    expect(isShown("One")).toBe(wish === "undo");
    document.querySelector("ol")?.insertAdjacentHTML("beforeend", item("Three"));
    await vi.waitFor(() => expect(session.counts.of).toBe(3));
    expect(asked).toHaveLength(1);
    history.pushState(null, "", `?${wish}`);
    window.dispatchEvent(new Event("popstate"));
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    // What had a verdict keeps it.
    expect(asked[1]?.map(({ title }) => title)).toEqual(["Two", "Three"]);
    expect([session.wish, isShown("One")]).toEqual([null, false]);
  });

  it("stays as the user has made it after everything was unfolded", async () => {
    begin(item("One"));
    session.take([verdict("One")]);
    session.undo();
    document.querySelector("ol")?.insertAdjacentHTML("beforeend", item("Two"));
    await vi.waitFor(() => expect(session.counts.of).toBe(2));
    expect([isShown("One"), asked.length]).toEqual([true, 1]);
    session.again();
    expect(asked).toHaveLength(2);
  });
});
