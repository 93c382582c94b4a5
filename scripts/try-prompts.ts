/**
 * Runs the summarise task on files with llama.cpp, for work on its prompts and checks without a browser.
 *
 *     npm i --prefix FOLDER node-llama-cpp@3.22.1     # once, outside the project: 700 MB
 *     POSTIL_LLAMA=FOLDER npx tsx scripts/try-prompts.ts [--points N] [--style chat] [--model FILE.gguf] FILE.html|FILE.txt …
 *
 * A text file has its title in the first line, after "# ", and a paragraph in each other line; its language is what its
 * name begins with ("de-news.txt") or `--lang`. Prints, for each point, whether it is the model's or a quotation, what the
 * model said and why that was not taken, and at the end what it cost.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Window } from "happy-dom";
import type { GenerateOptions, Prompt, Token } from "../src/engine/engine.ts";
import type { PageContent } from "../src/page/content.ts";
import { findFault } from "../src/tasks/summarise/check.ts";
import { finishAnswer, type SummariseInput, summarise } from "../src/tasks/summarise/index.ts";
import { ownTexts } from "../src/tasks/summarise/prompts.ts";
import type { NotesResult } from "../src/tasks/task.ts";
import type { Model } from "../test/eval/summarise/systems.ts";
import { openLlama } from "./eval-models.ts";

interface Answer {
  readonly prompt: Prompt;
  readonly text: string;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

async function readFile(file: string, lang: string | undefined): Promise<PageContent> {
  const source = readFileSync(file, "utf8");
  if (/\.html?$/i.test(file)) return readHtml(source, file);
  const [title = "", ...paragraphs] = source.trim().split("\n");
  const blocks = paragraphs
    .filter((text) => text.trim() !== "")
    .map((text) => ({ kind: "paragraph" as const, text }));
  return {
    url: pathToFileURL(file).href,
    title: title.replace(/^#\s*/, ""),
    lang: lang ?? /^[a-z]{2}(?=-)/.exec(basename(file))?.[0] ?? "",
    blocks,
    words: { read: 0, all: 0 },
  };
}

async function readHtml(source: string, file: string): Promise<PageContent> {
  const window = new Window({ url: pathToFileURL(file).href });
  window.document.write(source);
  Object.assign(globalThis, { DOMParser: window.DOMParser });
  const { readPage } = await import("../src/page/read.ts");
  return readPage(window.document as unknown as Document);
}

/** Runs the task on one page and prints it. */
async function tryPage(page: PageContent, points: number, model: Model): Promise<Answer[]> {
  const { style, contextWindow } = model;
  const answers: Answer[] = [];
  const input: SummariseInput = { ...page, length: "points", points };
  const lang = page.lang;
  let result: NotesResult | undefined;
  const context = {
    style,
    contextWindow,
    signal: new AbortController().signal,
    score: () => Promise.reject(new Error("it asks, and never scores")),
    async *ask(prompt: Prompt, options: GenerateOptions): AsyncGenerator<Token> {
      let text = "";
      for await (const token of model.ask(prompt, options)) {
        text += token.text;
        if (token.end) answers.push({ prompt, text, ...token.end });
        yield token;
      }
    },
  };
  for await (result of summarise.run(input, context));
  for (const point of result?.points ?? []) {
    console.log(`  ${point.quoted ? "quoted" : "SAID  "} ${point.text}`);
    const answer = answers.find(({ prompt }) =>
      point.sources.join(" ").startsWith(prompt.input.slice(0, 40)),
    );
    if (answer === undefined) continue;
    const said = finishAnswer(answer.text, lang);
    const evidence = { sources: point.sources, own: ownTexts(answer.prompt), others: [], lang, style };
    if (!point.quoted) for (const source of point.sources) console.log(`    from ${source}`);
    else console.log(`    ${findFault(said, evidence) ?? "taken word for word"}: ${said}`);
  }
  return answers;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    points: { type: "string", default: "3" },
    style: { type: "string", default: "completion" },
    lang: { type: "string" },
    model: { type: "string" },
  },
});
if (positionals.length === 0) {
  console.error("Name one or more files.");
  process.exit(2);
}
const model = await openLlama(values.model, values.style === "chat" ? "chat" : "completion");
const total = { files: 0, asked: 0, prompt: 0, output: 0 };
for (const file of positionals) {
  const page = await readFile(file, values.lang);
  console.log(`${file}: ${page.title}`);
  try {
    const answers = await tryPage(page, Number(values.points), model);
    total.files += 1;
    total.asked += answers.length;
    total.prompt += answers.reduce((sum, answer) => sum + answer.promptTokens, 0);
    total.output += answers.reduce((sum, answer) => sum + answer.outputTokens, 0);
  } catch (thrown) {
    console.log(`  ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
const each = (sum: number): string => (sum / Math.max(1, total.files)).toFixed(0);
console.log(
  `${total.files} files, ${total.asked} prompts; a file: ${each(total.prompt)} prompt tokens, ${each(total.output)} output tokens`,
);
process.exit(0);
