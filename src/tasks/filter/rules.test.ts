import { describe, expect, it } from "vitest";
import {
  checkRules,
  EMPTY_RULE_BOOK,
  exportRules,
  importRules,
  MAX_CORRECTIONS,
  type Rule,
  type RuleBook,
  rulesFor,
  withCorrection,
} from "./rules.ts";

const RULE: Rule = { id: "a", text: "hide listicles", kind: "hide", on: true, sites: "everywhere" };
const BOOK: RuleBook = {
  version: 1,
  rules: [RULE, { ...RULE, id: "b", kind: "only", text: "official documentation", sites: ["google"] }],
  siteRules: "*://*.example.com/*\n@*://docs.example.com/*",
  corrections: [{ rule: "a", title: "Ten pans", snippet: "", url: "https://a.test/", fold: false }],
};

describe("checkRules", () => {
  it.each([
    ["", "rule-empty"],
    [" \n ", "rule-empty"],
    ["?!", "rule-empty"],
    ["a".repeat(2000), "rule-too-long"],
    ["no shops, only forums", "rule-mixed"],
  ])("refuses %j", (text, code) => {
    expect(() => checkRules([{ ...RULE, text }])).toThrow(expect.objectContaining({ code }));
  });

  it("refuses to hide what alone is kept, by the rule's kind or by its words", () => {
    const other: Rule = { ...RULE, id: "b", kind: "only", text: " LISTICLES" };
    const said: Rule = { ...RULE, id: "b", text: "show only essays and listicles" };
    expect(() => checkRules([RULE, said])).toThrow(expect.objectContaining({ code: "rules-contradict" }));
    expect(() => checkRules([RULE, other])).toThrow(expect.objectContaining({ code: "rules-contradict" }));
    expect(() => checkRules([RULE, { ...other, on: false }])).not.toThrow();
    expect(() => checkRules([RULE, { ...other, kind: "hide" }])).not.toThrow();
  });

  it("lets one search engine hide what another keeps alone", () => {
    const here: Rule = { ...RULE, sites: ["google", "bing"] };
    const there: Rule = { ...RULE, id: "b", text: "only listicles", sites: ["kagi"] };
    expect(() => checkRules([here, there])).not.toThrow();
    expect(() => checkRules([here, { ...there, sites: ["kagi", "bing"] }])).toThrow(
      expect.objectContaining({ code: "rules-contradict" }),
    );
  });

  it("goes by what the user decided", () => {
    const only: Rule = { ...RULE, id: "b", text: "only child", kind: "only" };
    const hide: Rule = { ...RULE, text: "hide child" };
    expect(() => checkRules([hide, only])).toThrow(expect.objectContaining({ code: "rules-contradict" }));
    expect(() => checkRules([hide, { ...only, kind: "hide", chosen: true }])).not.toThrow();
  });

  it("lets a rule of two minds be kept that is off, or that the user has decided about", () => {
    const mixed: Rule = { ...RULE, text: "no shops, only forums" };
    expect(() => checkRules([{ ...mixed, on: false }])).not.toThrow();
    expect(() => checkRules([{ ...mixed, kind: "only", chosen: true }])).not.toThrow();
  });

  it("refuses more than twenty", () => {
    const many = Array.from({ length: 21 }, (_, i) => ({ ...RULE, id: `${i}` }));
    expect(() => checkRules(many)).toThrow(expect.objectContaining({ code: "rules-too-many" }));
    expect(() => checkRules(many.slice(1))).not.toThrow();
  });
});

it("gives each search engine the rules that are on for it", () => {
  const off = { ...RULE, id: "c", on: false };
  expect(rulesFor([...BOOK.rules, off], "google").map(({ id }) => id)).toEqual(["a", "b"]);
  expect(rulesFor([...BOOK.rules, off], "list").map(({ id }) => id)).toEqual(["a"]);
});

it("keeps one correction of a rule and an address, and the newest of all", () => {
  const [first] = BOOK.corrections;
  if (!first) throw new Error("no correction");
  expect(withCorrection(BOOK, { ...first, fold: true }).corrections).toEqual([{ ...first, fold: true }]);
  let book = BOOK;
  for (let i = 0; i <= MAX_CORRECTIONS; i++)
    book = withCorrection(book, { ...first, url: `https://${i}.test/` });
  expect(book.corrections).toHaveLength(MAX_CORRECTIONS);
  expect(book.corrections.at(-1)?.url).toBe(`https://${MAX_CORRECTIONS}.test/`);
});

describe("a file of rules", () => {
  it("comes back as it went out", () => {
    expect(importRules(exportRules(BOOK))).toEqual(BOOK);
    expect(importRules(exportRules(EMPTY_RULE_BOOK))).toEqual(EMPTY_RULE_BOOK);
    const faulty = { ...BOOK, siteRules: "what is this\nexample.com" };
    expect(importRules(exportRules(faulty))).toEqual(faulty);
  });

  it.each([
    ["", "no JSON"],
    ["{", "no JSON"],
    ["[]", /Expected/],
    ["null", /Expected/],
    [exportRules(BOOK).replace('"version": 1', '"version": 2'), /^version: /],
    [exportRules(BOOK).replace('"hide"', '"blink"'), /^rules\.0\.kind: /],
    [exportRules(BOOK).replace('"id": "b"', '"id": "a"'), "two rules with one id"],
  ])("is refused with a reason: %#", (text, reason) => {
    const detail = expect.objectContaining({
      reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
    });
    expect(() => importRules(text)).toThrow(expect.objectContaining({ code: "rules-unreadable", detail }));
  });

  it.each([
    [{ text: "" }, "rule-empty"],
    [{ text: "a".repeat(2000) }, "rule-too-long"],
    [{ id: "c", text: "only listicles" }, "rules-contradict"],
  ])("is refused for what rules are refused for: %j", (change, code) => {
    const rules = code === "rules-contradict" ? [RULE, { ...RULE, ...change }] : [{ ...RULE, ...change }];
    expect(() => importRules(exportRules({ ...BOOK, rules }))).toThrow(expect.objectContaining({ code }));
  });

  it("is refused by name when it has too many", () => {
    const rules = Array.from({ length: 21 }, (_, i) => ({ ...RULE, id: `${i}` }));
    expect(() => importRules(exportRules({ ...BOOK, rules }))).toThrow(
      expect.objectContaining({ code: "rules-too-many" }),
    );
  });

  it("leaves out corrections of rules that it does not have", () => {
    expect(importRules(exportRules({ ...BOOK, rules: [] })).corrections).toEqual([]);
  });
});
