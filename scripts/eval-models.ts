/** Where the scorecard's model runs: the CPU engine in Chromium, as the extension has it, or llama.cpp in Node. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "playwright-core";
import type { ScoreCost } from "../src/engine/engine.ts";
import { render } from "../src/engine/render.ts";
import type { PromptStyle } from "../src/model/installed.ts";
import type { TaskContext } from "../src/tasks/task.ts";
import type { Model } from "../test/eval/summarise/systems.ts";
import { cpuPage } from "../test/gpu/cpu-page.ts";
import type { CpuWorkerScope } from "../test/gpu/cpu-worker.ts";
import { type LlamaSequence, scoreBySequence } from "./eval-llama-score.ts";
import { ensureModel } from "./fetch-model.ts";
import { Stop } from "./lib/log.mjs";

export interface OpenModel extends Model {
  /** As `Engine.score`. */
  score: TaskContext["score"];
  close(): Promise<void>;
}

/** What a worker keeps between two calls: the engine, and the answer that is being read. */
type Scope = typeof globalThis &
  CpuWorkerScope & {
    engine: ReturnType<CpuWorkerScope["cpu"]["makeEngine"]>;
    answer: AsyncIterator<{ text: string }>;
  };

/** The CPU engine in a worker of an isolated page in Chromium; the tasks' code stays here and reads it token by token. */
export async function openCpu(): Promise<OpenModel> {
  const page = await cpuPage();
  const worker = await page.open();
  const info = await worker.evaluate(async (model) => {
    const scope = globalThis as Scope;
    await scope.cpu.fill(model);
    scope.engine = scope.cpu.makeEngine();
    return scope.engine.load(model, () => undefined, new AbortController().signal);
  }, page.model);
  return {
    name: page.model.name,
    style: page.model.style,
    contextWindow: info.contextWindow,
    ask: (prompt, options) => readFrom(worker, prompt, options),
    async score(prompt, choices, onCost) {
      const { scores, cost } = await worker.evaluate(
        async ([asked, texts]) => {
          let cost: ScoreCost | undefined;
          const never = new AbortController().signal;
          const { engine } = globalThis as Scope;
          const scores = await engine.score(asked, texts, never, (each) => {
            cost = each;
          });
          return { scores, cost };
        },
        [prompt, choices] as const,
      );
      if (cost) onCost?.(cost);
      return scores;
    },
    close: () => page.close(),
  };
}

async function* readFrom(
  worker: Worker,
  prompt: Parameters<Model["ask"]>[0],
  options: Parameters<Model["ask"]>[1],
): ReturnType<Model["ask"]> {
  await worker.evaluate(
    ([asked, how]) => {
      const scope = globalThis as Scope;
      scope.answer = scope.engine.generate(asked, how, new AbortController().signal)[Symbol.asyncIterator]();
    },
    [prompt, options] as const,
  );
  try {
    while (true) {
      const step = await worker.evaluate(() => (globalThis as Scope).answer.next());
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    await worker.evaluate(() => (globalThis as Scope).answer.return?.().then(() => undefined));
  }
}

/** As much of node-llama-cpp as is used here; it is no dependency of the project, so its types are not there. */
interface Llama {
  loadModel(options: { modelPath: string }): Promise<LlamaModel>;
}
interface LlamaModel {
  readonly tokens: { readonly bos: number };
  tokenize(text: string, specialTokens: boolean): readonly number[];
  createContext(options: {
    contextSize: number;
    threads: number;
    sequences: number;
    swaFullCache: boolean;
  }): Promise<{ getSequence(): LlamaSequence }>;
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

/** llama.cpp's threads wait for each other by spinning: on a busy machine two of them are a hundred times slower than one. */
const THREADS = 1;
const CONTEXT_TOKENS = 4096;

/**
 * llama.cpp by node-llama-cpp, which is no dependency (700 MB): `npm i --prefix FOLDER node-llama-cpp@3.22.1`, and
 * `POSTIL_LLAMA=FOLDER`. Quicker than a browser for work on prompts.
 */
export async function openLlama(
  modelPath: string | undefined,
  style: PromptStyle = "completion",
): Promise<OpenModel> {
  const folder = process.env.POSTIL_LLAMA;
  if (folder === undefined) throw new Stop("POSTIL_LLAMA names no folder with node-llama-cpp in it.");
  const path = modelPath ?? (await ensureModel({ quiet: true })).path;
  if (!existsSync(path)) throw new Stop(`There is no model at ${path}.`);
  const entry = createRequire(join(folder, "package.json")).resolve("node-llama-cpp");
  const { getLlama, LlamaCompletion } = (await import(pathToFileURL(entry).href)) as LlamaModule;
  const llama = await getLlama({ build: "never", gpu: false, logLevel: "error" });
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({
    contextSize: CONTEXT_TOKENS,
    threads: THREADS,
    sequences: 2,
    // So that a sequence can be cut off anywhere and taken up again.
    swaFullCache: true,
  });
  const scored = context.getSequence();
  const completion = new LlamaCompletion({ contextSequence: context.getSequence() });
  return {
    name: basename(path),
    style,
    contextWindow: CONTEXT_TOKENS,
    async *ask(prompt, options) {
      const rendered = render(prompt, style);
      // The completion adds its own BOS.
      const tokens = model.tokenize(rendered.text.replace(/^<bos>/, ""), true);
      const { response, metadata } = await completion.generateCompletionWithMeta(tokens, {
        maxTokens: options.maxTokens,
        temperature: options.temperature,
        customStopTriggers: [...rendered.stop, ...(options.stop ?? [])],
      });
      const reason = metadata.stopReason === "maxTokens" ? "length" : "stop";
      const outputTokens = model.tokenize(response, false).length;
      yield { text: response, end: { reason, promptTokens: tokens.length + 1, outputTokens } };
    },
    score: (prompt, choices, onCost) =>
      scoreBySequence(
        scored,
        (text) => model.tokenize(text, true),
        model.tokens.bos,
        style,
        prompt,
        choices,
        onCost,
      ),
    close: async () => undefined,
  };
}
