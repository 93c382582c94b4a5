/** The scorecard's judge finds what is wrong with a reply; a judge that finds nothing would make any figure good. */
import { describe, expect, it } from "vitest";
import type { ReplyCase } from "./eval/reply/case.ts";
import { loadCases } from "./eval/reply/cases.ts";
import { judge } from "./eval/reply/judge.ts";

const each: ReplyCase = {
  id: "x",
  lang: "en",
  from: "Helen Marsh",
  text: "Hi Robin,\n\ncould you send me the minutes of the evening by Friday? Where is the hall?\n\nHelen",
  intent: "accept",
  stance: "accept",
  answers: ["hall"],
  mentions: ["minutes"],
};
const GOOD =
  "Hello Helen,\n\nYes, I can send you the minutes by Friday. The hall is at [place].\n\nBest regards,\nRobin Vale";
const of = (draft: string, more: Partial<ReplyCase> = {}) => judge({ ...each, ...more }, draft, "Robin Vale");

describe("the judge of replies", () => {
  it("finds nothing wrong with a good one", () => {
    expect(of(GOOD)).toEqual({
      stance: true,
      answered: 1,
      questions: 1,
      mentioned: true,
      invented: [],
      language: true,
      lengthKept: true,
    });
  });

  it.each([
    ["the other stance", GOOD.replace("Yes, I can", "Unfortunately, I cannot"), { stance: false }],
    ["a question left out", GOOD.replace("The hall is at [place].", ""), { answered: 0 }],
    ["what matters left out", GOOD.replace("the minutes", "them"), { mentioned: false }],
    ["an invented day and number", GOOD.replace("Friday", "Monday at 10"), { invented: ["10", "Monday"] }],
    ["an invented name", GOOD.replace("[place]", "the house of Edith"), { invented: ["Edith"] }],
    ["an invented greeting", GOOD.replace("Hello Helen", "Hello Claire"), { invented: ["Claire"] }],
    [
      "another language",
      "Hallo Helen,\n\nja, ich schicke dir die minutes für den Abend in der hall.\n\nRobin Vale",
      { language: false },
    ],
    [
      "too many words",
      GOOD.replace("Friday.", `Friday. ${"That is what I will do. ".repeat(20)}`),
      { lengthKept: false },
    ],
    ["the message itself", each.text, { stance: false, answered: 0 }],
  ])("sees %s", (_, draft, expected) => {
    expect(of(draft)).toMatchObject(expected);
  });

  it("takes a question that is quoted with its answer for no echo", () => {
    const draft =
      "Hello Helen,\n\nYes.\n\n– Could you send me the minutes of the evening by Friday? Yes.\n– Where is the hall? [place]\n\nBest,\nRobin Vale";
    expect(of(draft)).toMatchObject({ stance: true, answered: 1 });
  });
});

it("there are at least 60 messages in at least six languages, each once, in all stances", () => {
  const cases = loadCases();
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(new Set(cases.map(({ lang }) => lang)).size).toBeGreaterThanOrEqual(6);
  expect(new Set(cases.map(({ stance }) => stance)).size).toBe(6);
});

it("a few of them are taken from all languages", () => {
  expect(new Set(loadCases(16).map(({ lang }) => lang)).size).toBe(8);
});
