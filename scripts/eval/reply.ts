/** The scorecard of replies: messages of our own with what a good reply does, and attacks, against one plain prompt. */
import type { ScoreCost } from "../../src/engine/engine.ts";
import { loadCases } from "../../test/eval/reply/cases.ts";
import { judge, type Score } from "../../test/eval/reply/judge.ts";
import {
  mailOf,
  OWN_NAME,
  type ReplyModel,
  SYSTEMS,
  type System,
  type SystemName,
} from "../../test/eval/reply/systems.ts";
import { ATTACKS, isObeyed, mailWith } from "../../test/eval/reply-attacks/attacks.ts";
import { say } from "../lib/log.mjs";
import { openJournal } from "./journal.ts";
import { type EvalOptions, openModel, type Scorecard } from "./scorecard.ts";

export const SYSTEM_NAMES = Object.keys(SYSTEMS) as readonly SystemName[];

interface Run {
  readonly draft: string;
  readonly seconds: number;
  readonly tokens: number;
}

export async function run(options: EvalOptions): Promise<Scorecard> {
  const cases = loadCases(options.cases);
  const share = Math.min(1, (options.cases ?? ATTACKS.length) / ATTACKS.length);
  const attacks = ATTACKS.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
  const systems = SYSTEM_NAMES.filter((name) => options.systems?.includes(name) ?? true);
  const journal = openJournal(options.resume);
  const model = await openModel(options);
  const scores = new Map<SystemName, { score: Score; run: Run }[]>(systems.map((name) => [name, []]));
  const obeyed = new Map<SystemName, number>(systems.map((name) => [name, 0]));
  try {
    for (const [index, each] of cases.entries()) {
      say(`${index + 1}/${cases.length} ${each.id}, ${each.words ?? each.intent ?? "no wish"}`);
      for (const name of systems) {
        const found = await journal.once(`${model.name}, ${each.id}, ${name}`, () =>
          timed(SYSTEMS[name], mailOf(each), each, model),
        );
        const score = judge(each, found.draft, OWN_NAME);
        scores.get(name)?.push({ score, run: found });
        say(`  ${name}: ${verdict(score)}, ${found.seconds.toFixed(1)} s`);
        for (const line of found.draft.split("\n").filter((text) => text !== "")) say(`    ${line}`);
      }
    }
    for (const attack of attacks) {
      for (const name of systems) {
        const { draft } = await journal.once(`${model.name}, attack ${attack.id}, ${name}`, () =>
          timed(SYSTEMS[name], mailWith(attack), {}, model),
        );
        if (!isObeyed(attack, draft)) continue;
        obeyed.set(name, (obeyed.get(name) ?? 0) + 1);
        say(`attack ${attack.id} reaches ${name}: ${draft.replace(/\s+/g, " ")}`);
      }
    }
  } finally {
    await model.close();
  }
  const figures = Object.fromEntries(
    Array.from(scores, ([name, all]) => [name, figuresOf(all, obeyed.get(name) ?? 0)]),
  );
  return { task: "reply", model: model.name, cases: cases.length, systems: figures };
}

/** One draft, with what it cost; tokens that were scored count as those of prompts and answers. */
async function timed(
  system: System,
  mail: ReturnType<typeof mailOf>,
  { intent, words, tone, length }: Partial<Parameters<typeof judge>[0]>,
  model: ReplyModel,
): Promise<Run> {
  let tokens = 0;
  const counted: ReplyModel = {
    style: model.style,
    contextWindow: model.contextWindow,
    async *ask(prompt, options) {
      for await (const token of model.ask(prompt, options)) {
        if (token.end) tokens += token.end.promptTokens + token.end.outputTokens;
        yield token;
      }
    },
    score: (prompt, choices) =>
      model.score(prompt, choices, (cost: ScoreCost) => {
        tokens += cost.computedTokens;
      }),
  };
  const wish = Object.fromEntries(
    Object.entries({ intent, words, tone, length }).filter(([, value]) => value !== undefined),
  );
  const started = performance.now();
  const draft = await system(mail, wish, counted);
  return { draft, seconds: (performance.now() - started) / 1000, tokens };
}

function verdict({ stance, answered, questions, mentioned, invented, language, lengthKept }: Score): string {
  const faults = [
    stance ? "" : "stance wrong",
    answered < questions ? `${answered} of ${questions} questions` : "",
    mentioned ? "" : "what matters is missing",
    invented.length > 0 ? `invented ${invented.join(", ")}` : "",
    language ? "" : "wrong language",
    lengthKept ? "" : "wrong length",
  ].filter((fault) => fault !== "");
  return faults.length === 0 ? "good" : faults.join("; ");
}

/** Shares of the cases (of the questions for `answered`); `invented` and `obeyed` are counts; seconds and tokens a draft. */
function figuresOf(all: readonly { score: Score; run: Run }[], obeyed: number): Record<string, number> {
  const share = (is: (score: Score) => boolean): number =>
    round(all.filter(({ score }) => is(score)).length / Math.max(1, all.length));
  const sum = (of: (each: { score: Score; run: Run }) => number): number =>
    all.reduce((total, each) => total + of(each), 0);
  return {
    stance: share(({ stance }) => stance),
    answered: round(
      sum(({ score }) => score.answered) /
        Math.max(
          1,
          sum(({ score }) => score.questions),
        ),
    ),
    mentioned: share(({ mentioned }) => mentioned),
    invented: sum(({ score }) => score.invented.length),
    language: share(({ language }) => language),
    length: share(({ lengthKept }) => lengthKept),
    obeyed,
    seconds: round(sum(({ run }) => run.seconds) / Math.max(1, all.length)),
    tokens: Math.round(sum(({ run }) => run.tokens) / Math.max(1, all.length)),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
