/** Finds the scorecard of a task, runs it and prints it. Called by `eval.mjs`. */
import type { EvalOptions, Scorecard, TaskEval } from "./eval/scorecard.ts";
import { Stop } from "./lib/log.mjs";

/** A file in `eval/` a task, loaded when it is asked for: `NAME: () => import("./eval/NAME.ts"),`. */
const TASKS: Readonly<Record<string, () => Promise<TaskEval>>> = {
  filter: () => import("./eval/filter.ts"),
  reply: () => import("./eval/reply.ts"),
  summarise: () => import("./eval/summarise.ts"),
};

/** @throws Stop when there is no such task, or it has no system of that name */
export async function findEval(task: string, systems: readonly string[] = []): Promise<TaskEval> {
  const load = TASKS[task];
  if (load === undefined) throw new Stop(`There is no task "${task}"; there are: ${listOf(TASKS)}.`);
  const found = await load();
  const unknown = systems.find((name) => !found.SYSTEM_NAMES.includes(name));
  if (unknown !== undefined)
    throw new Stop(`"${task}" has no system "${unknown}"; there are: ${found.SYSTEM_NAMES.join(", ")}.`);
  return found;
}

/** Runs it and prints the result on standard output: one line of JSON, or a table. */
export async function runEval(found: TaskEval, options: EvalOptions, json: boolean): Promise<void> {
  const scorecard = await found.run(options);
  process.stdout.write(json ? `${JSON.stringify(scorecard)}\n` : tableOf(scorecard));
}

function listOf(record: object): string {
  return Object.keys(record).join(", ");
}

function tableOf({ task, model, cases, systems }: Scorecard): string {
  const names = Array.from(new Set(Object.values(systems).flatMap((figures) => Object.keys(figures))));
  const rows = Object.entries(systems).map(([system, figures]) => [
    system,
    ...names.map((name) => String(figures[name] ?? "")),
  ]);
  const table = [["", ...names], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join("  "));
  return [`${task}, ${model}, ${cases} cases`, ...lines, ""].join("\n");
}
