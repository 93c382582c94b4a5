/**
 * Summarise: select, rewrite, check. Code chooses the sentences that stand for the page, the model says one point at a
 * time in fewer words, and code checks every point against its sentences. What fails is shown as the page's own sentence.
 */
import * as v from "valibot";
import type { Prompt } from "../../engine/engine.ts";
import { PostilError } from "../../errors.ts";
import type { PromptStyle } from "../../model/installed.ts";
import { anchorOf } from "../../page/anchor.ts";
import { PageContent } from "../../page/content.ts";
import { languageTag, primaryLanguage } from "../../page/language.ts";
import { withMarks } from "../../page/marks.ts";
import { segmentsOf } from "../../page/segments.ts";
import { wordSegmenter } from "../../page/words.ts";
import { defineTask, type NotesResult, type Point, SUMMARY_LENGTHS, type TaskContext } from "../task.ts";
import { cutAtClause, estimateTokens } from "./budget.ts";
import { findFault, findTranslationFault, saysTheSame } from "./check.ts";
import { type Draft, readDraft } from "./draft.ts";
import { statementsOf } from "./passages.ts";
import { canAsk, ownTexts, promptFor } from "./prompts.ts";
import { makeRest } from "./rest.ts";
import { selectSentences } from "./select.ts";
import { hasSentenceEnd, type Sentence, sentencesIn } from "./sentences.ts";
import { isSuspect } from "./suspects.ts";

export const DEFAULT_POINTS = 3;

/** Sentences of a summary that is read as one text. */
const PARAGRAPH_POINTS = 5;

/** A page as it was read, and what is wanted of it. */
export const SummariseInput = v.object({
  ...PageContent.entries,
  /**
   * One sentence, separate points, or a paragraph: that many points in the page's order, to be shown as one text. Each keeps
   * its sources in every form.
   */
  length: v.optional(v.picklist(SUMMARY_LENGTHS), "points"),
  /** At most this many separate points; a short page gives fewer. */
  points: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(6)), DEFAULT_POINTS),
  /** BCP 47; in place of what the page says of itself. */
  language: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /**
   * BCP 47; the language to answer in, by default the page's. Only weights that follow instructions are asked to: others
   * answer in the page's. What cannot be checked across languages is quoted in the page's language.
   */
  output: v.optional(v.pipe(v.string(), v.maxLength(64))),
});

export type SummariseInput = v.InferOutput<typeof SummariseInput>;

/** Tokens of the page in one prompt. */
const SOURCE_TOKENS = 90;
/** A quotation longer than this is cut at a clause, and shows it. */
const QUOTE_TOKENS = 120;
/** Tokens of an answer: a short sentence, and never longer than what it is made from. */
const ANSWER_TOKENS = { least: 16, most: 40 };
/** A sentence in each point, and one that was left out: else it is no summary. */
const SENTENCES_PER_POINT = 2;

/** Summaries of a tab that stay beside the newest: of the pages before, or of the same page in another length. */
const KEPT = 5;

export const summarise = defineTask({ id: "summarise", input: SummariseInput, keeps: KEPT, run });

async function* run(input: SummariseInput, context: TaskContext): AsyncGenerator<NotesResult> {
  const lang = languageTag(input.language ?? "") || languageTag(input.lang);
  const rest = makeRest(context.signal);
  const sentences = await statementsOf(input.blocks, lang, rest);
  const { length, source = "page" } = input;
  // Who selects one sentence wants that one; a page with no more than one has nothing to sum up.
  if (sentences.length < (source === "selection" ? 1 : 2))
    throw new PostilError(input.words.read === 0 ? "page-empty" : "page-short", {
      sentences: sentences.length,
    });
  const read = { words: input.words.read, of: input.words.all, source };
  const wanted = { sentence: 1, points: input.points, paragraph: PARAGRAPH_POINTS }[length];
  const answerLang = answerLanguage(lang, input.output, context.style);
  const about: About = { title: input.title, lang, answerLang };
  const writes = canAsk(lang, context.style);
  const shown = { length, lang: { page: lang, answer: answerLang }, writes, read };
  const count = Math.min(wanted, Math.max(1, Math.floor(sentences.length / SENTENCES_PER_POINT)));
  const points: Point[] = [];
  for (const sentence of await selectSentences(sentences, input.title, count, rest, lang)) {
    if (context.signal.aborted) throw new PostilError("cancelled");
    let point = quote(sentence, input.blocks);
    const isAsked = sentence.passage === undefined && !isSuspect(sentence.text);
    const steps = isAsked ? rewrite(point, sentence.text, about, points, context) : [];
    for await (const step of steps) {
      if (step.point === undefined) yield { kind: "notes", points: [...points], draft: step.draft, ...shown };
      else point = step.point;
    }
    // What a quotation has in common with a point before it is seen only now.
    if (!points.some((other) => saysTheSame(point.text, other.text, lang))) points.push(point);
    yield { kind: "notes", points: [...points], draft: "", ...shown };
  }
}

/** What all points of a page have in common; languages in BCP 47 or empty. */
interface About {
  readonly title: string;
  readonly lang: string;
  readonly answerLang: string;
}

function answerLanguage(page: string, wanted: string | undefined, style: PromptStyle): string {
  const output = languageTag(wanted ?? "");
  const isSame = primaryLanguage(output) === primaryLanguage(page);
  return style === "chat" && output !== "" && !isSame ? output : page;
}

interface Step {
  readonly draft: string;
  readonly point?: Point;
}

/**
 * Asks the model for one point, and once more with less freedom when the answer does not stand up to its source: then its
 * first words are given, and they are the source's. `quotation` is the point that it takes the place of, `source` its
 * sentence without the marks of footnotes. Yields drafts as they grow and, if one stands up, the point.
 */
async function* rewrite(
  quotation: Point,
  source: string,
  { title, lang, answerLang }: About,
  before: readonly Point[],
  context: TaskContext,
): AsyncGenerator<Step> {
  const text = fitSource(source, context);
  const prompt = text === undefined ? undefined : promptFor(text, lang, context.style, answerLang);
  if (text === undefined || prompt === undefined) return;
  const others = before.map((point) => point.text);
  const own = ownTexts(prompt);
  const evidence = { sources: [source], own, others, title, lang, style: context.style };
  const isTranslated = answerLang !== lang;
  let prefix = "";
  do {
    let answer = "";
    const asked = prefix === "" ? prompt : { ...prompt, prefix };
    for await (const step of askOnce(asked, text, answerLang, context)) {
      if (step.end === undefined) yield { draft: step.text };
      else answer = step.text;
    }
    const fault = isTranslated
      ? findTranslationFault(answer, answerLang, evidence)
      : findFault(answer, evidence);
    if (fault === undefined) {
      yield { draft: "", point: { ...quotation, text: answer, quoted: answer === source } };
      return;
    }
    prefix = isTranslated || prefix !== "" ? "" : openingFor(answer, text, lang);
  } while (prefix !== "");
}

/** One answer as it grows, with its prefix; the last is a sentence, or empty when the answer went wrong on its way. */
async function* askOnce(
  prompt: Prompt,
  text: string,
  lang: string,
  context: TaskContext,
): AsyncGenerator<Draft> {
  const prefix = prompt.prefix ?? "";
  const tokens = context.ask(prompt, { maxTokens: answerTokens(text), temperature: 0, stop: ["\n"] });
  for await (const draft of readDraft(tokens, context.signal, prefix)) {
    if (draft.end === undefined) yield draft;
    else yield { text: draft.end === "stop" ? finishAnswer(draft.text, lang) : "", end: draft.end };
  }
}

/** Words of the source that are given to the second answer. */
const OPENING_WORDS = 3;
/** Share of the source from which on an opening leaves too little open. */
const MOST_OPENED = 0.75;

/**
 * What the second answer begins with: the first words of `text`, or, where the first answer broke off in it, what it said
 * and the next words. Empty when the second answer could not be another one.
 */
function openingFor(answer: string, text: string, lang: string): string {
  const said = answer.replace(/[.。।]$/u, "");
  const from = text.startsWith(said) ? said.length : 0;
  let words = 0;
  let end = from;
  for (const part of segmentsOf(text.slice(from), wordSegmenter(lang))) {
    end += part.text.length;
    if (part.isWordLike) words += 1;
    if (words === OPENING_WORDS) break;
  }
  const opening = text.slice(0, end);
  return end > text.length * MOST_OPENED || answer.startsWith(opening) ? "" : opening;
}

/** The answer as a sentence: its first one if it has more, with a full stop if it has none (headlines have none). */
export function finishAnswer(answer: string, lang: string): string {
  const first = sentencesIn(answer, lang)[0] ?? "";
  if (first === "" || hasSentenceEnd(first)) return first;
  let end = first.length;
  while (end > 0 && /[\s,;:،、–—-]/u.test(first.charAt(end - 1))) end -= 1;
  return first.slice(0, end) + fullStopAfter(first);
}

function fullStopAfter(text: string): string {
  return FULL_STOPS.find(([script]) => script.test(text))?.[1] ?? ".";
}

/** By the script of the last letter. */
const FULL_STOPS = [
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u, "。"],
  [/[\p{Script=Devanagari}\p{Script=Bengali}]\p{M}*$/u, "।"],
  [/\p{Script=Khmer}\p{M}*$/u, "។"],
  [/\p{Script=Myanmar}\p{M}*$/u, "။"],
  [/\p{Script=Ethiopic}$/u, "።"],
  [/\p{Script=Armenian}$/u, "։"],
] as const;

/** What of the source goes into the prompt; undefined when not even a clause of it can. */
function fitSource(source: string, { contextWindow, style }: TaskContext): string | undefined {
  const room = Math.min(SOURCE_TOKENS, contextWindow - promptOverhead(style) - ANSWER_TOKENS.most);
  return room <= 0 ? undefined : cutAtClause(source, room);
}

/** Tokens of everything in the prompt but the page's text, at most. */
function promptOverhead(style: PromptStyle): number {
  return style === "chat" ? 80 : 200;
}

function answerTokens(text: string): number {
  return Math.min(ANSWER_TOKENS.most, Math.max(ANSWER_TOKENS.least, estimateTokens(text)));
}

function quote({ text, block, passage }: Sentence, blocks: SummariseInput["blocks"]): Point {
  const at = blocks[block];
  const cut = cutAtClause(text, QUOTE_TOKENS) ?? text;
  const [begins, ends] = [passage?.begins ?? true, cut === text && (passage?.ends ?? true)];
  return {
    text: `${begins ? "" : "… "}${cut}${ends ? "" : " …"}`,
    sources: [at === undefined ? text : withMarks(at, text)],
    anchors: [anchorOf(blocks, text, block)],
    quoted: true,
  };
}
