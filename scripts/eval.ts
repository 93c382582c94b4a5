/** The scorecard: what a task's results are worth on pages of our own, against simpler ways. Called by `eval.mjs`. */
import { loadCases } from "../test/eval/summarise/cases.ts";
import { type Figures, figuresOf, type Run, scoreSummary } from "../test/eval/summarise/score.ts";
import { type Model, SYSTEMS, type SystemName } from "../test/eval/summarise/systems.ts";
import { openCpu, openLlama } from "./eval-models.ts";
import { say } from "./lib/log.mjs";

export interface EvalOptions {
  readonly engine: "cpu" | "llama";
  readonly cases: number | undefined;
  /** Path of a GGUF, for llama. */
  readonly model: string | undefined;
  readonly style: "chat" | "completion" | undefined;
  readonly systems: readonly SystemName[];
  readonly json: boolean;
}

/** What `--json` prints; its form is kept stable. */
interface Scorecard {
  readonly task: "summarise";
  readonly model: string;
  readonly cases: number;
  readonly systems: Partial<Record<SystemName, Figures>>;
}

/** Runs the scorecard, tells on standard error how it goes, and prints the result. */
export async function runEval(options: EvalOptions): Promise<void> {
  const cases = loadCases(options.cases);
  const model = options.engine === "cpu" ? await openCpu() : await openLlama(options.model, options.style);
  const runs = new Map<SystemName, Run[]>(options.systems.map((name) => [name, []]));
  try {
    for (const [index, { name, page, facts }] of cases.entries()) {
      say(`${index + 1}/${cases.length} ${name}, ${page.words.all} words`);
      for (const system of options.systems) {
        const counted = count(model);
        const started = performance.now();
        const points = await SYSTEMS[system](page, counted.model);
        const seconds = (performance.now() - started) / 1000;
        const score = scoreSummary({ page, facts }, points);
        runs.get(system)?.push({ score, seconds, tokens: counted.tokens() });
        say(`  ${system}: ${score.facts} of ${score.of} facts, ${seconds.toFixed(1)} s`);
        for (const point of points) say(`    ${point}`);
        if (score.unsupported.length > 0) say(`    not on the page: ${score.unsupported.join(", ")}`);
      }
    }
  } finally {
    await model.close();
  }
  const figures = Object.fromEntries(Array.from(runs, ([name, each]) => [name, figuresOf(each)]));
  print({ task: "summarise", model: model.name, cases: cases.length, systems: figures }, options.json);
}

/** The same model, its tokens counted. */
function count(model: Model): { readonly model: Model; tokens(): number } {
  let tokens = 0;
  return {
    tokens: () => tokens,
    model: {
      ...model,
      async *ask(prompt, options) {
        for await (const token of model.ask(prompt, options)) {
          if (token.end) tokens += token.end.promptTokens + token.end.outputTokens;
          yield token;
        }
      },
    },
  };
}

function print(scorecard: Scorecard, json: boolean): void {
  if (json) return void process.stdout.write(`${JSON.stringify(scorecard)}\n`);
  process.stdout.write(`${scorecard.task}, ${scorecard.model}, ${scorecard.cases} pages\n`);
  const names = ["facts_covered", "unsupported", "repeats", "own_words", "seconds", "tokens"] as const;
  process.stdout.write(`${["", ...names].map((name) => name.padEnd(14)).join("")}\n`);
  for (const [system, figures] of Object.entries(scorecard.systems))
    process.stdout.write(
      `${[system, ...names.map((name) => String(figures[name]))].map((cell) => cell.padEnd(14)).join("")}\n`,
    );
}
