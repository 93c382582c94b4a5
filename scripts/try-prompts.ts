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
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Window } from "happy-dom";
import type { GenerateOptions, Prompt, Token } from "../src/engine/engine.ts";
import { render } from "../src/engine/render.ts";
import type { PromptStyle } from "../src/model/installed.ts";
import type { PageContent } from "../src/page/content.ts";
import { findFault } from "../src/tasks/summarise/check.ts";
import { finishAnswer, type SummariseInput, summarise } from "../src/tasks/summarise/index.ts";
import { ownTexts } from "../src/tasks/summarise/prompts.ts";
import type { TaskResult } from "../src/tasks/task.ts";

const CONTEXT_TOKENS = 2048;
/** llama.cpp's threads wait for each other by spinning: on a busy machine two of them are a hundred times slower than one. */
const THREADS = 1;

/** As much of node-llama-cpp as is used here; it is no dependency of the project, so its types are not there. */
interface Llama {
  loadModel(options: { modelPath: string }): Promise<LlamaModel>;
}
interface LlamaModel {
  tokenize(text: string, specialTokens: boolean): readonly number[];
  createContext(options: { contextSize: number; threads: number }): Promise<{ getSequence(): object }>;
}
interface LlamaModule {
  getLlama(options: { build: "never"; gpu: false; logLevel: "error" }): Promise<Llama>;
  LlamaCompletion: new (options: {
    contextSequence: object;
  }) => {
    generateCompletionWithMeta(
      tokens: readonly number[],
      options: { maxTokens: number; temperature: number; customStopTriggers: readonly string[] },
    ): Promise<{ response: string; metadata: { stopReason: string } }>;
  };
}

interface Answer {
  readonly prompt: Prompt;
  readonly text: string;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

type Ask = (prompt: Prompt, options: GenerateOptions) => Promise<Answer>;

async function loadLlama(modelPath: string, style: PromptStyle): Promise<Ask> {
  const folder = process.env.POSTIL_LLAMA;
  if (folder === undefined)
    throw new Error("POSTIL_LLAMA names no folder with node-llama-cpp in it; see the head of this file.");
  const entry = createRequire(join(folder, "package.json")).resolve("node-llama-cpp");
  const { getLlama, LlamaCompletion } = (await import(pathToFileURL(entry).href)) as LlamaModule;
  const llama = await getLlama({ build: "never", gpu: false, logLevel: "error" });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: CONTEXT_TOKENS, threads: THREADS });
  const completion = new LlamaCompletion({ contextSequence: context.getSequence() });
  return async (prompt, options) => {
    const rendered = render(prompt, style);
    // The completion adds its own BOS.
    const tokens = model.tokenize(rendered.text.replace(/^<bos>/, ""), true);
    const { response, metadata } = await completion.generateCompletionWithMeta(tokens, {
      maxTokens: options.maxTokens,
      temperature: options.temperature,
      customStopTriggers: [...rendered.stop, ...(options.stop ?? [])],
    });
    const outputTokens = model.tokenize(response, false).length;
    const cut = metadata.stopReason === "maxTokens" ? "…" : "";
    return { prompt, text: response + cut, promptTokens: tokens.length + 1, outputTokens };
  };
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
async function tryPage(page: PageContent, points: number, style: PromptStyle, ask: Ask): Promise<Answer[]> {
  const answers: Answer[] = [];
  const input: SummariseInput = { ...page, length: "points", points };
  const lang = page.lang;
  let result: TaskResult | undefined;
  const context = {
    style,
    contextWindow: CONTEXT_TOKENS,
    signal: new AbortController().signal,
    async *ask(prompt: Prompt, options: GenerateOptions): AsyncGenerator<Token> {
      const answer = await ask(prompt, options);
      answers.push(answer);
      const { text, promptTokens, outputTokens } = answer;
      const reason = text.endsWith("…") ? "length" : "stop";
      yield { text: text.replace(/…$/, ""), end: { reason, promptTokens, outputTokens } };
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
const cache =
  process.env.POSTIL_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "postil");
const modelPath = values.model ?? join(cache, "gguf", "gemma-3-270m-q4_k_m.gguf");
if (positionals.length === 0 || !existsSync(modelPath)) {
  console.error(positionals.length === 0 ? "Name one or more files." : `There is no model at ${modelPath}.`);
  process.exit(2);
}
const style: PromptStyle = values.style === "chat" ? "chat" : "completion";
const ask = await loadLlama(modelPath, style);
const total = { files: 0, asked: 0, prompt: 0, output: 0 };
for (const file of positionals) {
  const page = await readFile(file, values.lang);
  console.log(`${file}: ${page.title}`);
  try {
    const answers = await tryPage(page, Number(values.points), style, ask);
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
