import { describe, expect, it } from "vitest";
import { parseSiteRules, siteVerdict } from "./site-rules.ts";

/** The verdict of these lines on this address. */
function verdict(lines: string, url: string, title?: string): string | undefined {
  const { rules, faults } = parseSiteRules(lines);
  expect(faults).toEqual([]);
  return siteVerdict(rules, url, title);
}

describe("rules about addresses", () => {
  it.each([
    ["*://*.example.com/*", "https://example.com/", "fold"],
    ["*://*.example.com/*", "http://a.b.example.com/c?d=e", "fold"],
    ["*://*.example.com/*", "https://notexample.com/", undefined],
    ["*://example.com/*", "https://www.example.com/", undefined],
    ["https://example.com/*", "http://example.com/", undefined],
    ["*://*/shop/*", "https://example.org/shop/shoes", "fold"],
    ["*://*/shop/*", "https://example.org/workshop", undefined],
    ["*://example.com/a*b*c", "https://example.com/a-b-b-c", "fold"],
    ["*://example.com/ab*ba", "https://example.com/aba", undefined],
    ["*://example.com/exactly", "https://example.com/exactly", "fold"],
    ["*://example.com/exactly", "https://example.com/exactly/not", undefined],
    ["<all_urls>", "https://anything.test/", "fold"],
    ["site:example.com", "https://shop.example.com/x", "fold"],
    ["site: example.com", "https://example.com/x", "fold"],
    ["example.com", "https://www.example.com/x", "fold"],
    ["*.example.com", "https://www.example.com/x", "fold"],
    ["bücher.example", "https://www.xn--bcher-kva.example/", "fold"],
    ["EXAMPLE.com", "https://example.com/x", "fold"],
    ["*://1.2.3.4/*", "http://1.2.3.4/x", "fold"],
    ["*://01.2.3.4/*", "http://1.2.3.4/x", "fold"],
    ["*://*.com/*", "https://a.example.com/x", "fold"],
    ["*://localhost/*", "http://localhost/x", "fold"],
    ["*://*.BÜCHER.example/*", "https://bücher.example/", "fold"],
    ["/example\\.(net|org)/", "https://example.org/", "fold"],
    ["/EXAMPLE\\.org/i", "https://example.org/", "fold"],
    ["url/example/", "https://example.org/", "fold"],
  ])("%s on %s: %s", (line, url, expected) => {
    expect(verdict(line, url)).toBe(expected);
  });

  it("read expressions of the title", () => {
    expect(verdict("title/top \\d+/i", "https://a.test/", "The Top 10 pans")).toBe("fold");
    expect(verdict("title/top \\d+/i", "https://top10.test/top 10", "Pans")).toBeUndefined();
  });

  it("keep what a line with @ names, wherever that line stands", () => {
    const url = "https://docs.example.com/";
    expect(verdict("*://*.example.com/*\n@*://docs.example.com/*", url)).toBe("keep");
    expect(verdict("@*://docs.example.com/*\n*://*.example.com/*", url)).toBe("keep");
    expect(verdict("@*://docs.example.com/*", "https://www.example.com/")).toBeUndefined();
  });

  it("pass over comments and empty lines, in files from Windows too", () => {
    expect(verdict("# a list\r\n\r\n*://a.test/*  # why\r\n", "https://a.test/")).toBe("fold");
  });

  it("name each line that they do not understand, and read on", () => {
    const { rules, faults } = parseSiteRules(
      "no rule\n/(/\n*://a.test/*\n@\n@1 *://b.test/*\nftp://c.test/*",
    );
    expect(rules.count).toBe(1);
    expect(faults.map(({ line }) => line)).toEqual([1, 2, 4, 5, 6]);
    expect(faults[1]?.text).toBe("/(/");
  });

  it("say nothing of what is no address", () => {
    expect(verdict("/./", "no address")).toBeUndefined();
    expect(verdict("<all_urls>", "javascript:alert(1)")).toBeUndefined();
  });

  it("answer the same each time they are asked", () => {
    const { rules } = parseSiteRules("/a/g");
    expect([1, 2, 3].map(() => siteVerdict(rules, "https://a.test/"))).toEqual(["fold", "fold", "fold"]);
  });

  it("are looked up by host, however long the list is", async () => {
    const list = (length: number): string =>
      Array.from({ length }, (_, n) => `*://*.site${String.fromCharCode(97 + (n % 26))}${n}.example/*`).join(
        "\n",
      );
    const [short, long] = [parseSiteRules(list(500)).rules, parseSiteRules(list(20_000)).rules];
    expect(siteVerdict(long, "https://www.sitea0.example/")).toBe("fold");
    const cost = (rules: typeof long): number => {
      const before = process.cpuUsage();
      for (let n = 0; n < 400; n++) siteVerdict(rules, `https://page${n}.test/${n}`, "A page");
      const { user, system } = process.cpuUsage(before);
      return Math.max(1, (user + system) / 1000);
    };
    // Forty times as many lines: looked through one by one they take forty times as long.
    const ratios = [1, 2, 3].map(() => cost(long) / cost(short));
    expect(Math.min(...ratios)).toBeLessThan(6);
  });
});
