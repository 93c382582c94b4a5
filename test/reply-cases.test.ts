/**
 * The scorecard's messages without the model, which only chooses among wordings: whichever it likes best, no draft may take
 * the wrong stance, pass over a question, make anything up, or be in another language.
 */
import { expect, it } from "vitest";
import { reply } from "../src/tasks/reply/index.ts";
import { loadCases } from "./eval/reply/cases.ts";
import { judge } from "./eval/reply/judge.ts";
import { mailOf, OWN_NAME } from "./eval/reply/systems.ts";

/** The first two of the alternatives: every stance has two wordings at least. */
const VARIANTS = [0, 1];

it("there are at least 60, in at least six languages", () => {
  expect(loadCases().length).toBeGreaterThanOrEqual(60);
  expect(new Set(loadCases().map(({ lang }) => lang)).size).toBeGreaterThanOrEqual(6);
});

it.each(loadCases().map((each) => [each.id, each] as const))("%s", async (_, each) => {
  const { intent, words = "", tone = "neutral", length = "short" } = each;
  for (const variant of VARIANTS) {
    const input = { message: mailOf(each), intent, words, tone, length, variant, name: "", lang: "" };
    const context = {
      style: "completion" as const,
      contextWindow: 4096,
      signal: new AbortController().signal,
      score: async (__: unknown, choices: readonly string[]) => choices.map(() => -1),
      ask: () => expect.fail("the model is asked to write"),
    };
    let draft = "";
    for await (const result of reply.run(input, context)) draft = result.draft;
    const questions = each.answers?.length ?? 0;
    expect(judge(each, draft, OWN_NAME), draft).toEqual({
      stance: true,
      answered: questions,
      questions,
      mentioned: true,
      invented: [],
      language: true,
      lengthKept: true,
    });
  }
});
