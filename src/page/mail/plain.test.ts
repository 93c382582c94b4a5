import { describe, expect, it } from "vitest";
import type { Line } from "./lines.ts";
import { directionOf, limitLines, ownLines, quotedLines } from "./plain.ts";

const own = (text: string): string[] =>
  ownLines(text.split("\n").map((line): Line => ({ text: line.trim(), kind: "text" })));

describe("ownLines", () => {
  it.each([
    ["English", "On Mon, 4 May 2026 at 11:00, Ann Fell <ann@example.org> wrote:"],
    ["German", "Am 04.05.26 um 11:00 schrieb Ann Fell:"],
    ["French", "Le lun. 4 mai 2026 à 11:00, Ann Fell <ann@example.org> a écrit :"],
    ["Polish", "W dniu 2026-05-04 11:00, Ann Fell <ann@example.org> napisał(a):"],
    ["Hebrew", "בתאריך יום ב׳, 4 במאי 2026 ב-11:00 מאת אן <ann@example.org>:"],
    ["Japanese", "2026年5月4日(月) 11:00 Ann Fell <ann@example.org>:"],
    ["Chinese", "Ann Fell 于2026年5月4日周一 11:00写道："],
    ["without a colon", "On 4 May 2026 at 11:00 Ann Fell <ann@example.org> skrev"],
    [
      "wrapped",
      "On Monday, the fourth of May 2026, at 11:00, Ann\nFell <ann.fell@a-long-name.example.org> wrote:",
    ],
  ])("drops the quotation and its introduction: %s", (_, introduction) => {
    expect(own(`Yes, gladly.\n\n${introduction}\n> Shall we?\n>> Earlier.`)).toEqual(["Yes, gladly."]);
    expect(own(`Yes, gladly.\n${introduction}\n\n> Shall we?`)).toEqual(["Yes, gladly."]);
  });

  it("keeps answers between quoted lines", () => {
    expect(own("On 4 May 2026, Ann wrote:\n> When?\nAt ten.\n> Where?\nAt the gate.")).toEqual([
      "At ten.",
      "",
      "At the gate.",
    ]);
  });

  it("keeps what the writer says before a quotation without a time or an address", () => {
    expect(own("You asked:\n> When?\nAt ten.")).toEqual(["You asked:", "", "At ten."]);
    expect(own("We met at 9:30. It was fine.\nHere is what I heard:\n> Fine.")).toEqual([
      "We met at 9:30. It was fine.",
      "Here is what I heard:",
    ]);
  });

  it.each([
    [
      "English",
      "-----Original Message-----\nFrom: Ann <ann@example.org>\nSent: Monday\nSubject: Gate\n\nOld text.",
    ],
    [
      "German",
      "-----Ursprüngliche Nachricht-----\nVon: Ann <ann@example.org>\nGesendet: Montag\nBetreff: Tor\n\nAlt.",
    ],
    [
      "a rule",
      "________________________________\nDe : Ann <ann@example.org>\nEnvoyé : lundi\nObjet : Porte\nVieux.",
    ],
    [
      "no rule",
      "From: Ann <ann@example.org>\nSent: Monday, May 4, 2026\nTo: Ben\nSubject: Gate\n\nOld text.",
    ],
    ["full-width colons", "发件人：安 <ann@example.org>\n发送时间：2026年5月4日\n收件人：本\n主题：门\n\n旧"],
  ])("drops the older message below its header: %s", (_, header) => {
    expect(own(`Come at ten.\n\n${header}`)).toEqual(["Come at ten."]);
  });

  it("does not take a list for a header", () => {
    const list = "Please bring:\n\nBread: two\nCheese: one\nWine: three\nSalt: some";
    expect(own(list)).toEqual(list.split("\n"));
  });

  it("drops the signature, but not a long end after two dashes", () => {
    expect(own("Yes.\n\n-- \nAnn Fell\n+00 000")).toEqual(["Yes."]);
    const long = ["Yes.", "--", ...Array.from({ length: 40 }, (_, index) => `Point ${index}`)];
    expect(own(long.join("\n"))).toEqual(long);
  });

  it("gives back a message that is nothing but a quotation", () => {
    expect(own("> All of it.\n> Forwarded.")).toEqual(["> All of it.", "> Forwarded."]);
  });

  it("takes a block quotation for the older message only when something introduces it", () => {
    const text = (line: string): Line => ({ text: line, kind: "text" });
    const cited: Line = { text: "I wandered lonely as a cloud", kind: "cited" };
    expect(ownLines([text("My favourite line:"), cited, text("Yours?")])).toHaveLength(3);
    expect(ownLines([text("Yes."), text("On 4 May 2026 at 9:00 Ann wrote:"), cited])).toEqual(["Yes."]);
  });

  it.each([">", "a:", "-- ", "x@", "From: a@b.cc", "----- a -----", "9:30", "", "a@".repeat(500)])(
    "looks at a line a bounded number of times: %s",
    (line) => {
      const looks = (count: number): number => {
        let looked = 0;
        const counted = (): Line => ({
          get text() {
            looked++;
            return line;
          },
          kind: "text",
        });
        ownLines(Array.from({ length: count }, counted));
        return looked;
      };
      expect(looks(4000)).toBeLessThan(4.5 * looks(1000));
    },
  );
});

describe("quotedLines", () => {
  it("gives what an editor quotes, one level up, and who is said to have written it", () => {
    const { text, introduction } = quotedLines([
      "",
      "On 4 May 2026, Ann Fell <ann@example.org> wrote:",
      "> Shall we?",
      "> ",
      "> > Earlier.",
      "",
      "--",
      "Ben",
    ]);
    expect(text).toEqual(["Shall we?"]);
    expect(introduction).toContain("ann@example.org");
  });

  it("gives nothing when nothing is quoted", () => {
    expect(quotedLines(["Hello", "there"])).toEqual({ text: [], introduction: "" });
  });
});

describe("limitLines and directionOf", () => {
  it("cuts at a line", () => {
    expect(limitLines(["one", "two", "three"], 8)).toBe("one\ntwo");
    expect(limitLines(["one"], 100)).toBe("one");
  });

  it.each([
    ["שלום לכולם, see you", "rtl"],
    ["مرحبا", "rtl"],
    ["Hello שלום everybody", "ltr"],
    ["123", "ltr"],
  ])("%s: %s", (text, direction) => {
    expect(directionOf(text)).toBe(direction);
  });
});
