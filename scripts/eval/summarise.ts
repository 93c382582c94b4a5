/** The scorecard of summaries: pages of our own with the facts that a good summary tells, against simpler ways. */
import { loadCases } from "../../test/eval/summarise/cases.ts";
import { figuresOf, type Run, scoreSummary } from "../../test/eval/summarise/score.ts";
import { SYSTEMS, type SystemName } from "../../test/eval/summarise/systems.ts";
import { say } from "../lib/log.mjs";
import { countTokens, type EvalOptions, openModel, type Scorecard } from "./scorecard.ts";

export const SYSTEM_NAMES = Object.keys(SYSTEMS) as readonly SystemName[];

export async function run(options: EvalOptions): Promise<Scorecard> {
  const cases = loadCases(options.cases);
  const systems = SYSTEM_NAMES.filter((name) => options.systems?.includes(name) ?? true);
  const model = await openModel(options);
  const runs = new Map<SystemName, Run[]>(systems.map((name) => [name, []]));
  try {
    for (const [index, { name, page, facts }] of cases.entries()) {
      say(`${index + 1}/${cases.length} ${name}, ${page.words.all} words`);
      for (const system of systems) {
        const counted = countTokens(model);
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
  const figures = Object.fromEntries(Array.from(runs, ([name, each]) => [name, { ...figuresOf(each) }]));
  return { task: "summarise", model: model.name, cases: cases.length, systems: figures };
}
