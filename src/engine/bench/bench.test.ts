import { describe, expect, it } from "vitest";
import { type ErrorCode, PostilError } from "../../errors.ts";
import type { BenchPlan } from "../../messages/bench-protocol.ts";
import type { InstalledModel } from "../../model/installed.ts";
import type { Engine, EngineInfo, GenerateOptions, Prompt, Token } from "../engine.ts";
import { Bench, type BenchMeans } from "./bench.ts";
import { readRule } from "./bytes-read.ts";
import type { Meter } from "./measure.ts";
import { promptOf } from "./words.ts";

const MODEL = { id: "m", name: "Gemma" } as InstalledModel;
const INFO: EngineInfo = {
  engine: "webllm",
  backend: "webgpu",
  device: "card",
  model: "Gemma",
  contextWindow: 4096,
  loadMs: 1,
  library: "lib-f32",
  threads: 0,
  fallback: null,
};
const PLAN: BenchPlan = { engines: ["webllm"], prompts: [32, 256, 1024], repeat: 3 };
/** Tokens that every prompt has besides those of its words: its beginning. */
const AROUND = 1;

/** An engine whose work takes exactly so long by a clock of its own, and that counts what a card would be asked. */
class TimedEngine implements Engine {
  now = 0;
  counts = { dispatches: 0, passes: 0, submits: 0, writes: 0, bytesRead: 0 };
  readonly asked: { words: number; maxTokens: number }[] = [];
  unloaded = 0;
  #cached: readonly string[] = [];
  constructor(
    readonly promptMs: number,
    readonly decodeMs: number,
    readonly failure: ErrorCode | null = null,
  ) {}

  async load(): Promise<EngineInfo> {
    this.now += 1500;
    if (this.failure) throw new PostilError(this.failure);
    return INFO;
  }

  async *generate(prompt: Prompt, options: GenerateOptions, signal: AbortSignal): AsyncGenerator<Token> {
    signal.throwIfAborted();
    const words = prompt.input.split(" ");
    this.asked.push({ words: words.length, maxTokens: options.maxTokens });
    const promptTokens = words.length + AROUND;
    const differing = words.findIndex((word, index) => word !== this.#cached[index]);
    const computedTokens = differing > 0 ? words.length - differing : promptTokens;
    this.#cached = words;
    this.now += computedTokens * this.promptMs;
    this.#call(500);
    yield { text: "a" };
    for (let token = 1; token < options.maxTokens; token++) {
      this.now += this.decodeMs;
      this.#call(120);
      yield { text: "b" };
    }
    const counts = { promptTokens, computedTokens, outputTokens: options.maxTokens };
    yield { text: "", end: { reason: "length", ...counts } };
  }

  #call(dispatches: number): void {
    const { counts } = this;
    this.counts = {
      dispatches: counts.dispatches + dispatches,
      passes: counts.passes + dispatches,
      submits: counts.submits + 3,
      writes: counts.writes + dispatches + 4,
      bytesRead: counts.bytesRead + dispatches * 1000,
    };
  }

  async score(): Promise<number[]> {
    return [];
  }

  async unload(): Promise<void> {
    this.unloaded++;
  }
}

function means(engine: TimedEngine): BenchMeans & { ended: number } {
  const result = {
    ended: 0,
    open: async (name: BenchPlan["engines"][number]) => {
      const meter: Meter = {
        get counts() {
          return engine.counts;
        },
        peakBytes: 3 * 2 ** 20,
        end: () => result.ended++,
      };
      return { name, engine, begin: async () => (name === "cpu" ? null : meter) };
    },
  };
  return result;
}

async function run(engine: TimedEngine, plan: BenchPlan = PLAN, given: BenchMeans = means(engine)) {
  const bench = new Bench(plan, () => undefined);
  await bench.run(given, MODEL, () => engine.now);
  return bench.view;
}

describe("a bench", () => {
  it("measures load, prompts and decoding, and counts the calls of a decoded token alone", async () => {
    const engine = new TimedEngine(5, 40);
    const given = means(engine);
    const view = await run(engine, PLAN, given);
    expect(view.status).toBe("done");
    expect(view.report).toEqual({
      device: "card",
      model: "Gemma",
      engines: {
        webllm: {
          load_ms: 1500,
          memory_mib: 3,
          prefill_tokens_per_s: { "32": 200, "256": 200, "1024": 200 },
          decode_ms_per_token: 40,
          per_token: { dispatches: 120, passes: 120, submits: 3, writes: 124, bytes_read: 120_000 },
        },
      },
    });
    expect(view.remarks).toEqual([
      { kind: "answer", engine: "webllm", text: "abb" },
      { kind: "reuse", engine: "webllm", given: 40, computed: 8 },
      { kind: "library", engine: "webllm", library: "lib-f32" },
    ]);
    expect([engine.unloaded, given.ended]).toEqual([1, 1]);
  });

  it("asks for prompts of exactly the lengths of its plan, each as often as it says", async () => {
    const engine = new TimedEngine(5, 40);
    await run(engine);
    const alone = engine.asked.filter(({ maxTokens }) => maxTokens === 1).map(({ words }) => words + AROUND);
    for (const length of [256, 1024]) expect(alone.filter((tokens) => tokens === length)).toHaveLength(3);
  });

  it("leaves out a prompt that would take too long, and says how long", async () => {
    const view = await run(new TimedEngine(500, 20_000));
    const figures = view.report?.engines.webllm;
    expect(figures?.prefill_tokens_per_s).toEqual({ "32": 2, "256": 2, "1024": null });
    expect(figures?.decode_ms_per_token).toBe(20_000);
    expect(view.remarks).toContainEqual({
      kind: "too-slow",
      engine: "webllm",
      prompt: 1024,
      estimatedMs: 512_000,
    });
  });

  it("repeats nothing that takes long", async () => {
    const engine = new TimedEngine(500, 20_000);
    await run(engine, { ...PLAN, prompts: [256] });
    expect(engine.asked.filter(({ words }) => words + AROUND === 256)).toHaveLength(1);
    expect(Math.max(...engine.asked.map(({ maxTokens }) => maxTokens))).toBe(3);
  });

  it("has no calls and no memory of the processor", async () => {
    const { report } = await run(new TimedEngine(5, 40), { ...PLAN, engines: ["cpu"] });
    expect(report?.engines.cpu).toMatchObject({
      memory_mib: null,
      per_token: { dispatches: 0, passes: 0, submits: 0, writes: 0, bytes_read: null },
    });
  });

  it("goes on with the next engine when one fails, and names why", async () => {
    const good = new TimedEngine(5, 40);
    const bad = new TimedEngine(5, 40, "gpu-missing");
    const given: BenchMeans = {
      open: (name, model) => means(name === "cpu" ? good : bad).open(name, model),
    };
    const view = await run(good, { ...PLAN, engines: ["webllm", "cpu"] }, given);
    expect(view.status).toBe("done");
    expect(Object.keys(view.report?.engines ?? {})).toEqual(["cpu"]);
    expect(view.remarks[0]).toMatchObject({
      kind: "failed",
      engine: "webllm",
      error: { code: "gpu-missing" },
    });
    expect(bad.unloaded).toBe(1);
  });

  it("fails with the first reason when no engine can be measured", async () => {
    const view = await run(new TimedEngine(5, 40, "gpu-lost"));
    expect([view.status, view.error?.code, view.report]).toEqual(["failed", "gpu-lost", null]);
  });

  it("says where it is, never going back", async () => {
    const engine = new TimedEngine(5, 40);
    const seen: number[] = [];
    const bench = new Bench({ ...PLAN, engines: ["webllm", "cpu"] }, () => {
      if (bench.view.step) seen.push(bench.view.step.fraction);
    });
    await bench.run(means(engine), MODEL, () => engine.now);
    expect(seen.length).toBeGreaterThan(8);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(bench.view.step).toBeNull();
  });

  it("stops between two tokens when it is told to, and frees its engine", async () => {
    const engine = new TimedEngine(5, 40);
    const bench = new Bench(PLAN, () => {
      if (bench.view.step?.what === "decode") bench.cancel();
    });
    await bench.run(means(engine), MODEL, () => engine.now);
    expect([bench.view.status, bench.view.report, engine.unloaded]).toEqual(["cancelled", null, 1]);
    expect(Math.max(...engine.asked.map(({ maxTokens }) => maxTokens))).toBe(1);
  });
});

describe("prompts", () => {
  it("have so many words, and begin differently", () => {
    const prompts = Array.from({ length: 30 }, (_, serial) => promptOf(20, serial).input);
    expect(prompts.map((text) => text.split(" ").length)).toEqual(Array(30).fill(20));
    expect(new Set(prompts.map((text) => text.split(" ")[0])).size).toBe(30);
  });
});

describe("what a kernel reads", () => {
  const dimensions = {
    contextWindow: 4096,
    prefillChunk: 512,
    vocabSize: 262_144,
    hiddenSize: 640,
    layers: 18,
    feedForward: 2048,
    queryHeads: 4,
    kvHeads: 1,
    headDim: 256,
    slidingWindow: 512,
  };
  const rule = readRule(dimensions, 4, () => 64);
  it("is all of a weight, a row of the embedding, and the filled part of a cache", () => {
    const table = 131_072 * 640;
    expect(rule(table, "q8_head_kernel")).toBe(table);
    expect(rule(table, "q8_embed_kernel")).toBe(2560);
    expect(rule(4, "q8_embed_kernel")).toBe(4);
    expect(rule(4096 * 2 * 256 * 4, "attention")).toBe(64 * 2 * 256 * 4);
  });
});
