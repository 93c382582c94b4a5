/** What a bench of the engines is asked for, and what it says: forms that go over the borders between the rooms. */
import * as v from "valibot";
import { ERROR_CODES } from "../errors.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.pipe(v.number(), v.minValue(0));

/**
 * - `webllm`: the graphics card, with the library that an automatic choice would take
 * - `webllm-default-schedule`: the graphics card, with a library of TVM's stock operators and default schedules: what its
 *   compiler gives by itself. No extension carries it; `npm run bench:engine` builds it for its own copy.
 * - `cpu`: llama.cpp in wasm, on one thread, as threads that wait for each other measure what else the machine does
 */
export const BENCH_ENGINES = ["webllm", "webllm-default-schedule", "cpu"] as const;
export type BenchEngine = (typeof BENCH_ENGINES)[number];

/** TVM's stock operators and default schedules on the parameters of the libraries that are shipped: `compiler/baseline/`. */
export const DEFAULT_SCHEDULE_LIBRARY = "gemma3-270m-q8-f32-default-schedule";

/** Lengths of the prompts, in tokens. */
export const BENCH_PROMPTS = [32, 256, 1024] as const;
export type BenchPrompt = (typeof BENCH_PROMPTS)[number];

export const BenchPlan = v.object({
  engines: v.pipe(v.array(v.picklist(BENCH_ENGINES)), v.minLength(1), v.maxLength(BENCH_ENGINES.length)),
  prompts: v.pipe(v.array(v.picklist(BENCH_PROMPTS)), v.minLength(1), v.maxLength(BENCH_PROMPTS.length)),
  /** How often each figure is measured at most; the median counts. What takes long is measured less often. */
  repeat: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)),
});
export type BenchPlan = v.InferOutput<typeof BenchPlan>;

/** What the settings page asks for. */
export const STANDARD_PLAN: BenchPlan = {
  engines: ["webllm", "cpu"],
  prompts: [...BENCH_PROMPTS],
  repeat: 3,
};

/** Of one engine. The names are those of the JSON that people report; null is what was not, or cannot be, measured. */
export const EngineFigures = v.object({
  /** Milliseconds from nothing to a model in memory; the files are stored. */
  load_ms: amount,
  /** Most bytes of WebGPU buffers at any time, in MiB; null on the processor, whose memory a page cannot see. */
  memory_mib: v.nullable(amount),
  /** Tokens of a prompt computed a second, by the prompt's length in tokens, the choice of the first token included. */
  prefill_tokens_per_s: v.object({
    "32": v.nullable(amount),
    "256": v.nullable(amount),
    "1024": v.nullable(amount),
  }),
  decode_ms_per_token: amount,
  /** Calls of WebGPU for one decoded token, all zero on the processor. */
  per_token: v.object({
    dispatches: amount,
    passes: amount,
    submits: amount,
    /** Of buffers, by the queue. */
    writes: amount,
    /** What the kernels read of the card's memory; see `engine/bench/bytes-read.ts`. Null on the processor. */
    bytes_read: v.nullable(amount),
  }),
});
export type EngineFigures = v.InferOutput<typeof EngineFigures>;

const BenchEngineForm = v.picklist(BENCH_ENGINES);

/** The report's form is kept stable. */
export const BenchReport = v.object({
  /** The graphics card in the browser's words; empty when it hides them or none was measured. */
  device: v.string(),
  model: v.string(),
  engines: v.partial(
    v.object({
      webllm: EngineFigures,
      "webllm-default-schedule": EngineFigures,
      cpu: EngineFigures,
    }),
  ),
});
export type BenchReport = v.InferOutput<typeof BenchReport>;

export const BenchRemark = v.variant("kind", [
  /** The engine could not be measured. */
  v.object({
    kind: v.literal("failed"),
    engine: BenchEngineForm,
    error: v.object({
      code: v.picklist(ERROR_CODES),
      message: v.string(),
      detail: v.record(v.string(), v.union([v.string(), v.number()])),
    }),
  }),
  /** A prompt was left out because at the speed of the last one it would have taken so long. */
  v.object({ kind: v.literal("too-slow"), engine: BenchEngineForm, prompt: count, estimatedMs: amount }),
  /** Of a prompt of `given` tokens that begins like the one before, it computed so many. */
  v.object({ kind: v.literal("reuse"), engine: BenchEngineForm, given: count, computed: count }),
  /** With which model library the graphics card was measured. */
  v.object({ kind: v.literal("library"), engine: BenchEngineForm, library: v.string() }),
  /** How it went on with a text that is the same for all engines, so that one that computes something else is seen. */
  v.object({ kind: v.literal("answer"), engine: BenchEngineForm, text: v.string() }),
]);
export type BenchRemark = v.InferOutput<typeof BenchRemark>;

export const BenchStep = v.object({
  engine: BenchEngineForm,
  what: v.picklist(["load", "prompt", "decode"]),
  /** Of the prompt, or those to be decoded. */
  tokens: count,
  /** Of the whole plan, 0 … 1. */
  fraction: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
export type BenchStep = v.InferOutput<typeof BenchStep>;

export const BenchView = v.object({
  id: v.string(),
  status: v.picklist(["queued", "running", "done", "cancelled", "failed"]),
  /** Jobs before it, while it is queued. */
  place: count,
  step: v.nullable(BenchStep),
  /** Of the engines that have been measured so far; null before the first. */
  report: v.nullable(BenchReport),
  remarks: v.array(BenchRemark),
  /** Why no engine could be measured. */
  error: v.nullable(
    v.object({
      code: v.picklist(ERROR_CODES),
      message: v.string(),
      detail: v.record(v.string(), v.union([v.string(), v.number()])),
    }),
  ),
});
export type BenchView = v.InferOutput<typeof BenchView>;
