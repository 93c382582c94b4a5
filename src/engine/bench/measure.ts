/** Measures one engine: load, prompts, decoding. All times are wall-clock time as a task would feel it. */

import { PostilError } from "../../errors.ts";
import type {
  BenchPlan,
  BenchPrompt,
  BenchRemark,
  BenchStep,
  EngineFigures,
} from "../../messages/bench-protocol.ts";
import type { InstalledModel } from "../../model/installed.ts";
import type { Engine, EngineInfo } from "../engine.ts";
import { countsBetween, type GpuCounts } from "./gpu-meter.ts";
import { promptOf } from "./words.ts";

/** What counts the calls of WebGPU while an engine is measured. */
export interface Meter {
  readonly counts: GpuCounts;
  readonly peakBytes: number;
  end(): void;
}

/** An engine of the bench's own, not loaded. */
export interface BenchSubject {
  readonly name: BenchPlan["engines"][number];
  readonly engine: Engine;
  /** Called before the load. @param filled how many positions of the cache are in use; null on the processor */
  begin(filled: () => number): Promise<Meter | null>;
}

export interface MeasureMeans {
  readonly plan: Pick<BenchPlan, "prompts" | "repeat">;
  readonly model: InstalledModel;
  readonly signal: AbortSignal;
  /** Milliseconds, of any beginning. */
  now(): number;
  /** `fraction` is of this engine. */
  onStep(step: Omit<BenchStep, "engine">): void;
  onRemark(remark: BenchRemark): void;
}

/** The prompt before what is decoded, and what the calls for a token are counted against. */
const SHORT: BenchPrompt = 32;
/** Words of the prompt by which the tokens around the words are counted. */
const TRIAL_WORDS = 8;
/** Of the prompt that all engines go on with; no engine counts so far by itself. */
const COMMON_SERIAL = 1_000_000;
/** Words of a prompt after those that it has in common with the one before. */
const MORE_WORDS = 8;
/** Tokens that are decoded to learn how long one takes, and at most. */
const FEW_TOKENS = 2;
const MOST_TOKENS = 64;
/** Milliseconds in which a figure may be measured again. */
const REPEAT_MS = 20_000;
/** A prompt that would take longer than so many milliseconds is left out. */
const LONGEST_MS = 240_000;

interface Run {
  readonly text: string;
  /** Milliseconds until the end, and from the first piece of text to the end. */
  readonly total: number;
  readonly decode: number;
  readonly promptTokens: number;
  readonly computedTokens: number;
  readonly outputTokens: number;
  readonly counts: GpuCounts | null;
}

export interface Measured {
  readonly figures: EngineFigures;
  readonly info: EngineInfo;
}

/**
 * Loads the engine, measures, and unloads it, whatever happens.
 * @throws PostilError what the engine throws, `cancelled`
 */
export async function measure(subject: BenchSubject, means: MeasureMeans): Promise<Measured> {
  const bench = new EngineBench(subject.engine, means);
  const meter = await subject.begin(() => bench.filled);
  try {
    return await bench.run(subject.name, meter);
  } finally {
    await subject.engine.unload().catch(() => undefined);
    meter?.end();
  }
}

class EngineBench {
  readonly #engine: Engine;
  readonly #means: MeasureMeans;
  #meter: Meter | null = null;
  /** Of the prompt that runs. */
  filled = 0;
  #serial = 0;
  /** Tokens of a prompt besides those of its words. */
  #around = 0;
  #step = 0;

  constructor(engine: Engine, means: MeasureMeans) {
    this.#engine = engine;
    this.#means = means;
  }

  async run(name: BenchSubject["name"], meter: Meter | null): Promise<Measured> {
    const { plan, now } = this.#means;
    this.#meter = meter;
    const started = now();
    const info = await this.#load();
    const load = now() - started;
    const prefill: Record<`${BenchPrompt}`, number | null> = { "32": null, "256": null, "1024": null };
    const trial = await this.#prompt(TRIAL_WORDS);
    this.#around = trial.promptTokens - TRIAL_WORDS;
    let rate = rateOf(trial);
    for (const length of [...plan.prompts].sort((a, b) => a - b)) {
      this.#tell("prompt", length);
      const estimatedMs = (length / rate) * 1000;
      if (estimatedMs > LONGEST_MS) {
        this.#means.onRemark({ kind: "too-slow", engine: name, prompt: length, estimatedMs });
      } else {
        rate = median((await this.#repeatedly(() => this.#prompt(length - this.#around))).map(rateOf));
        prefill[`${length}`] = rounded(rate);
      }
      this.#step++;
    }
    this.#tell("decode", FEW_TOKENS);
    const { perToken, counts } = await this.#decode(name);
    return {
      info,
      figures: {
        load_ms: Math.round(load),
        memory_mib: meter ? rounded(meter.peakBytes / 2 ** 20) : null,
        prefill_tokens_per_s: prefill,
        decode_ms_per_token: rounded(perToken),
        per_token: {
          dispatches: rounded(counts.dispatches),
          passes: rounded(counts.passes),
          submits: rounded(counts.submits),
          writes: rounded(counts.writes),
          bytes_read: meter ? Math.round(counts.bytesRead) : null,
        },
      },
    };
  }

  #load(): Promise<EngineInfo> {
    const { model, signal } = this.#means;
    this.#tell("load", 0);
    return this.#engine
      .load(model, ({ fraction }) => this.#tell("load", 0, fraction), signal)
      .finally(() => this.#step++);
  }

  /** The calls that a token takes are what a longer answer takes more than an answer of one token, which no decoding is in. */
  async #decode(name: BenchSubject["name"]): Promise<{ perToken: number; counts: GpuCounts }> {
    const words = SHORT - this.#around;
    const alone = await this.#prompt(words);
    const few = await this.#generate(words, 1 + FEW_TOKENS, COMMON_SERIAL);
    this.#means.onRemark({ kind: "answer", engine: name, text: few.text });
    const longer = await this.#generate(words + MORE_WORDS, 1, COMMON_SERIAL);
    const { promptTokens: given, computedTokens: computed } = longer;
    this.#means.onRemark({ kind: "reuse", engine: name, given, computed });
    const step = stepOf(few);
    const tokens = Math.min(MOST_TOKENS, Math.floor(REPEAT_MS / this.#means.plan.repeat / Math.max(step, 1)));
    const runs = [few];
    if (tokens > FEW_TOKENS) {
      this.#tell("decode", tokens);
      runs.splice(0, 1, ...(await this.#repeatedly(() => this.#generate(words, 1 + tokens))));
    }
    this.#step++;
    const last = runs.at(-1) ?? few;
    const more = last.outputTokens - alone.outputTokens;
    const between = alone.counts && last.counts ? countsBetween(alone.counts, last.counts) : NO_CALLS;
    const each = Object.entries(between).map(([name, amount]) => [name, amount / more]);
    return { perToken: median(runs.map(stepOf)), counts: Object.fromEntries(each) as GpuCounts };
  }

  /** Again while there are repetitions and time left. */
  async #repeatedly(run: () => Promise<Run>): Promise<readonly Run[]> {
    const { plan, now } = this.#means;
    const runs: Run[] = [];
    const started = now();
    do runs.push(await run());
    while (runs.length < plan.repeat && ((now() - started) * (runs.length + 1)) / runs.length < REPEAT_MS);
    return runs;
  }

  #prompt(words: number): Promise<Run> {
    return this.#generate(words, 1);
  }

  async #generate(words: number, maxTokens: number, serial = this.#serial++): Promise<Run> {
    const { signal, now } = this.#means;
    const prompt = promptOf(Math.max(1, words), serial);
    this.filled = words + this.#around;
    const before = this.#meter?.counts ?? null;
    const started = now();
    let first: number | null = null;
    let said = "";
    const options = { maxTokens, temperature: 0, untilLength: true };
    for await (const { text, end } of this.#engine.generate(prompt, options, signal)) {
      if (text !== "") first ??= now();
      said += text;
      if (!end) continue;
      const ended = now();
      return {
        text: said,
        total: ended - started,
        decode: ended - (first ?? ended),
        promptTokens: end.promptTokens,
        computedTokens: end.computedTokens ?? end.promptTokens,
        outputTokens: end.outputTokens,
        counts: before && this.#meter ? countsBetween(before, this.#meter.counts) : null,
      };
    }
    throw new PostilError("engine-failed", { reason: "no end of the answer" });
  }

  #tell(what: BenchStep["what"], tokens: number, within = 0): void {
    const steps = this.#means.plan.prompts.length + 2;
    this.#means.onStep({ what, tokens, fraction: Math.min(1, (this.#step + within) / steps) });
  }
}

const NO_CALLS: GpuCounts = { dispatches: 0, passes: 0, submits: 0, writes: 0, bytesRead: 0 };

/** Tokens a second. A clock without fractions may see no time pass. */
function rateOf({ computedTokens, total }: Run): number {
  return (computedTokens / Math.max(total, 1)) * 1000;
}

/** Milliseconds for a token after the first. */
function stepOf({ decode, outputTokens }: Run): number {
  if (outputTokens < 2) throw new PostilError("engine-failed", { reason: "no token was decoded" });
  return decode / (outputTokens - 1);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}

/** To a hundredth below 100, else to a tenth. */
function rounded(value: number): number {
  const unit = value < 100 ? 100 : 10;
  return Math.round(value * unit) / unit;
}
