// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { MailSite, Places } from "./mail-site.ts";
import { MAIL_SITES, mailSiteOf, matchesPattern } from "./registry.ts";
import { SEARCH_SITES, searchSiteOf } from "./search/registry.ts";

const places = (site: MailSite): Places =>
  [site.ownAddress, site.ownName, site.subject, site.senderName, site.senderAddress, site.date].flat();

const selectors = (site: MailSite): string[] => [
  ...places(site).map(({ at }) => at),
  ...[site.thread, site.message, site.folded, site.sent, site.body, site.quotation, site.signature],
  ...[site.editor.at, site.editor.signature, site.editor.quotation, site.replyControl, site.sendControl],
  ...(site.marks === undefined ? [] : [site.marks]),
];

const LABELS = /\[(aria-label|title|placeholder|alt|value|data-tooltip)\s*[~|^$*]?=(?!'@')/;

describe.each(MAIL_SITES.map((site) => [site.id, site] as const))("%s", (id, site) => {
  it("has selectors that browsers take", () => {
    for (const selector of selectors(site))
      expect(() => document.querySelector(selector), selector).not.toThrow();
  });

  it("names no visible words and no labels, which are translated", () => {
    for (const selector of selectors(site)) {
      expect(selector).not.toMatch(
        /\[(aria-label|title|placeholder|alt|value|data-tooltip)\s*[~|^$*]?=(?!'@')/,
      );
      expect(selector).not.toContain(":contains");
    }
  });

  it("says where each selector comes from", () => {
    const source = readFileSync(`src/sites/${id}.ts`, "utf8");
    expect(source).toMatch(/^\/\*\*[\s\S]*Where the structure is from[\s\S]*https:\/\/github\.com\//);
  });

  it("is recognised by its address, or by its marks", () => {
    if (site.matches.length === 0) expect(site.marks).toBeDefined();
    for (const pattern of site.matches) {
      const url = pattern.replace("*.", "eu.").replace("/*", "/mail/u/0/");
      expect(mailSiteOf(url, () => false)?.id, url).toBe(id);
    }
  });

  it("knows a send control, and does not take it for a reply control", () => {
    expect(site.sendControl).not.toBe("");
    const shared = site.replyControl.split(",").filter((part) => site.sendControl.split(",").includes(part));
    expect(shared).toEqual([]);
  });
});

describe.each(SEARCH_SITES.map((site) => [site.id, site] as const))("%s", (id, site) => {
  const all = [...site.title, ...site.snippet, ...site.link].map(({ at }) => at);
  const named = [...all, site.result, site.notResult, site.list, site.next, site.marks ?? "*"];

  it("has selectors that browsers take, and that name no visible words", () => {
    for (const selector of named) {
      expect(() => document.querySelector(selector), selector).not.toThrow();
      expect(selector).not.toMatch(LABELS);
    }
  });

  it("says where its structure comes from", () => {
    const file = { "yahoo-search": "yahoo" }[id as string] ?? id;
    const source = readFileSync(`src/sites/search/${file}.ts`, "utf8");
    expect(source).toMatch(/^\/\*\*[\s\S]*Where the structure is from[\s\S]*https:\/\/github\.com\//);
  });

  it("is recognised by its address, or by its marks", () => {
    if (site.matches.length === 0) expect(site.marks).toBeDefined();
    for (const pattern of site.matches) {
      const url = pattern.replace("*.", "eu.").replace("/*", `${site.path}?q=x`);
      expect(searchSiteOf(url, () => false)?.id, url).toBe(id);
    }
  });
});

describe("match patterns", () => {
  it.each([
    ["https://mail.google.com/*", "https://mail.google.com/mail/u/1/#inbox", true],
    ["https://mail.google.com/*", "http://mail.google.com/mail", false],
    ["https://mail.google.com/*", "https://mail.google.com.evil.example/", false],
    ["https://mail.google.com/*", "https://evil.example/https://mail.google.com/", false],
    ["https://*.mail.yahoo.com/*", "https://eu.mail.yahoo.com/d/", true],
    ["https://*.mail.yahoo.com/*", "https://evilmail.yahoo.com/", false],
    ["https://mail.google.com/*", "about:blank", false],
    ["https://mail.google.com/*", "no address", false],
  ])("%s, %s", (pattern, url, fits) => {
    expect(matchesPattern(pattern, url)).toBe(fits);
  });

  it("an unknown page is no mail site", () => {
    expect(mailSiteOf("https://example.org/", () => false)).toBeUndefined();
    expect(mailSiteOf("https://post.example.org/", (marks) => marks.includes("task-mail"))?.id).toBe(
      "roundcube",
    );
  });
});
