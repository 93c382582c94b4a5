/** The scorecard of summaries: pages of our own with the facts that a good summary tells, against simpler ways. */
import type { PageContent } from "../../src/page/content.ts";
import { loadCases } from "../../test/eval/summarise/cases.ts";
import { figuresOf, type Run, scoreSummary } from "../../test/eval/summarise/score.ts";
import { type Model, SYSTEMS, type System, type SystemName } from "../../test/eval/summarise/systems.ts";
import { say } from "../lib/log.mjs";
import { openJournal } from "./journal.ts";
import { countTokens, type EvalOptions, openModel, type Scorecard } from "./scorecard.ts";

export const SYSTEM_NAMES = Object.keys(SYSTEMS) as readonly SystemName[];

export async function run(options: EvalOptions): Promise<Scorecard> {
  const cases = loadCases(options.cases);
  const systems = SYSTEM_NAMES.filter((name) => options.systems?.includes(name) ?? true);
  const journal = openJournal(options.resume);
  const model = await openModel(options);
  const runs = new Map<SystemName, Run[]>(systems.map((name) => [name, []]));
  try {
    for (const [index, { name, page, facts }] of cases.entries()) {
      say(`${index + 1}/${cases.length} ${name}, ${page.words.all} words`);
      for (const system of systems) {
        const { points, seconds, tokens } = await journal.once(`${model.name}, ${name}, ${system}`, () =>
          timed(SYSTEMS[system], page, model),
        );
        const score = scoreSummary({ page, facts }, points);
        runs.get(system)?.push({ score, seconds, tokens });
        say(`  ${system}: ${score.facts} of ${score.of} facts, ${seconds.toFixed(1)} s`);
        for (const point of points) say(`    ${point}`);
        if (score.unsupported.length > 0) say(`    not on the page: ${score.unsupported.join(", ")}`);
      }
    }
  } finally {
    await model.close();
  }
  const figures = Object.fromEntries(Array.from(runs, ([name, each]) => [name, { ...figuresOf(each) }]));
  return { task: "summarise", model: model.name, cases: cases.length, systems: figures };
}

/** The points of one page, with what they cost. */
async function timed(
  system: System,
  page: PageContent,
  model: Model,
): Promise<{ points: readonly string[]; seconds: number; tokens: number }> {
  const counted = countTokens(model);
  const started = performance.now();
  const points = await system(page, counted.model);
  return { points, seconds: (performance.now() - started) / 1000, tokens: counted.tokens() };
}
