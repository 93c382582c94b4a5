/** What the scorecard compares: the task itself and three ways that cost less thought. */

import * as v from "valibot";
import type { GenerateOptions, Prompt, Token } from "../../../src/engine/engine.ts";
import type { PromptStyle } from "../../../src/model/installed.ts";
import type { PageContent } from "../../../src/page/content.ts";
import { primaryLanguage } from "../../../src/page/language.ts";
import { estimateTokens } from "../../../src/tasks/summarise/budget.ts";
import { DEFAULT_POINTS, SummariseInput, summarise } from "../../../src/tasks/summarise/index.ts";
import { promptFor } from "../../../src/tasks/summarise/prompts.ts";
import { selectSentences } from "../../../src/tasks/summarise/select.ts";
import { sentencesIn, sentencesOf } from "../../../src/tasks/summarise/sentences.ts";

/** What runs the model. */
export interface Model {
  readonly name: string;
  readonly style: PromptStyle;
  /** tokens */
  readonly contextWindow: number;
  ask(prompt: Prompt, options: GenerateOptions): AsyncIterable<Token>;
}

/** The points of a summary of `page`, in order. */
export type System = (page: PageContent, model: Model) => Promise<readonly string[]>;

/** The task as the extension runs it. */
const postil: System = async (page, model) => {
  const { signal } = new AbortController();
  let points: readonly string[] = [];
  const input = v.parse(SummariseInput, page);
  for await (const result of summarise.run(input, {
    ...model,
    ask: model.ask.bind(model),
    score: () => Promise.reject(new Error("it asks, and never scores")),
    signal,
  }))
    points = result.points.map((point) => point.text);
  return points;
};

/** The page's first sentences. */
const lead: System = async ({ blocks, lang }) =>
  (await sentencesOf(blocks, lang)).slice(0, DEFAULT_POINTS).map(({ text }) => text);

/** The sentences that the task would ask about, as they are. */
const select: System = async ({ blocks, lang, title }) => {
  const sentences = await sentencesOf(blocks, lang);
  const chosen = await selectSentences(sentences, title, DEFAULT_POINTS, undefined, lang);
  return chosen.map(({ text }) => text);
};

/** Tokens of an answer of three sentences. */
const SUMMARY_TOKENS = 120;

/** As much of the page as the context holds, in one prompt. */
const wholePage: System = async (page, model) => {
  const room = model.contextWindow - SUMMARY_TOKENS - 400;
  const text = cutTo(page.blocks.map((block) => block.text).join("\n"), room);
  let answer = "";
  const prompt = wholePagePrompt(text, page.lang, model.style);
  for await (const token of model.ask(prompt, { maxTokens: SUMMARY_TOKENS, temperature: 0 }))
    answer += token.text;
  return answer
    .split("\n")
    .map((line) => line.replace(/^[\s*•\-\d.)]+(?=\p{L})/u, "").trim())
    .flatMap((line) => sentencesIn(line, page.lang))
    .filter((line) => line !== "")
    .slice(0, DEFAULT_POINTS);
};

export const SYSTEMS = { postil, lead, select, whole_page: wholePage } as const satisfies Record<
  string,
  System
>;
export type SystemName = keyof typeof SYSTEMS;

/** What stands before a summary where people write one below a text. */
const IN_SHORT: Readonly<Record<string, string>> = {
  ar: "باختصار",
  de: "Kurz gesagt",
  en: "In short",
  es: "En resumen",
  fr: "En bref",
  hi: "सारांश",
  it: "In breve",
  ja: "要約",
  ko: "요약",
  nl: "Kortom",
  pt: "Em resumo",
  ru: "Коротко",
  th: "สรุป",
  zh: "摘要",
};

/**
 * Weights that only continue text answer a whole page's examples with the examples; without any they do summarise, so that
 * the comparison is with the better of the two.
 */
function wholePagePrompt(text: string, lang: string, style: PromptStyle): Prompt {
  if (style === "chat")
    return {
      instruction: `Summarise the following page in ${DEFAULT_POINTS} short sentences, in the same language.`,
      examples: [],
      labels: { input: "", output: "" },
      input: text,
    };
  const input = promptFor("", lang, style)?.labels?.input ?? "Text";
  const output = IN_SHORT[primaryLanguage(lang)] ?? "In short";
  return { instruction: "", examples: [], labels: { input, output }, input: text };
}

function cutTo(text: string, tokens: number): string {
  if (estimateTokens(text) <= tokens) return text;
  let [low, high] = [0, text.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (estimateTokens(text.slice(0, middle)) <= tokens) low = middle;
    else high = middle;
  }
  return text.slice(0, low);
}
