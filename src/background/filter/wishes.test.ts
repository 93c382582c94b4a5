import { describe, expect, it, vi } from "vitest";
import { parseSiteRules, type RuleBook, siteVerdict } from "../../tasks/filter/rules.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));
const { changed } = await import("./wishes.ts");

const BOOK: RuleBook = {
  version: 1,
  rules: [{ id: "r1", text: "listicles", kind: "hide", on: true, sites: "everywhere" }],
  siteRules: "# mine\nsite:spam.example\n\n",
  corrections: [],
};
const allow = (host: string) => ({ target: "background", type: "filter.allow", host }) as const;
const correct = (rule: string) =>
  ({
    target: "background",
    type: "filter.correct",
    correction: { rule, title: "t", snippet: "", url: "https://a.example/", fold: false },
  }) as const;

describe("a wish about a folded result", () => {
  it("frees a host with all below it, once, and leaves the other lines", () => {
    const book = changed(BOOK, allow("spam.example"));
    expect(book.siteRules).toBe("@*://*.spam.example/*\n# mine\nsite:spam.example\n\n");
    const { rules, faults } = parseSiteRules(book.siteRules);
    expect(faults).toEqual([]);
    expect(siteVerdict(rules, "https://www.spam.example/x")).toBe("keep");
    expect(changed(book, allow("spam.example"))).toBe(book);
  });

  it.each(["localhost", "192.0.2.7"])("frees %s, which has no domain", (host) => {
    const { rules } = parseSiteRules(changed(BOOK, allow(host)).siteRules);
    expect(siteVerdict(rules, `http://${host}/`)).toBe("keep");
  });

  it("becomes an example for its rule, unless that is gone", () => {
    expect(changed(BOOK, correct("r1")).corrections).toEqual([correct("r1").correction]);
    expect(changed(BOOK, correct("gone"))).toBe(BOOK);
  });
});
