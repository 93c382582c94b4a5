/**
 * The CPU engine with the real wllama and the real weights, in a dedicated worker in Chromium, on a page that is isolated as
 * the extension's are. What is expected was computed by llama.cpp itself (natively, through node-llama-cpp 3.22.1) from the
 * GGUF that is rebuilt from the installed model.
 */
import type { Worker } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GenerateOptions, Prompt, Token } from "../../src/engine/engine.ts";
import type { InstalledModel } from "../../src/model/installed.ts";
import { type CpuPage, cpuPage } from "./cpu-page.ts";
import type { CpuWorkerScope } from "./cpu-worker.ts";

const capital = (input: string): Prompt => ({
  instruction: "",
  examples: [{ input: "Italy", output: "Rome" }],
  labels: { input: "Country", output: "Capital" },
  input,
});
const SENTENCE =
  "The harbour bridge, built in nineteen thirty two and closed since a barge struck one of its piers, will not reopen before summer.";
const bridge = (times: number, input = ""): Prompt => ({
  instruction: "",
  examples: [],
  labels: { input: "Text", output: "Summary" },
  input: `${Array.from({ length: times }, () => SENTENCE).join(" ")}${input}`,
});

interface Generated {
  readonly text: string;
  readonly end: Token["end"];
  readonly ms: number;
  readonly firstMs: number;
  readonly error?: string;
}

let served: CpuPage;
let worker: Worker;

/** Loads the model in a worker as it is served now. @returns the engine's info and its last progress */
function load(into: Worker, model: InstalledModel, threads: number | null) {
  return into.evaluate(
    async ([installed, count]) => {
      const scope = globalThis as unknown as CpuWorkerScope;
      await scope.cpu.fill(installed);
      return scope.cpu.load(installed, count);
    },
    [model, threads] as const,
  );
}

function generate(prompt: Prompt, more: Partial<GenerateOptions & { stopAfter: number }> = {}) {
  const options = { maxTokens: 24, temperature: 0, stop: [], ...more };
  return worker.evaluate(
    ([asked, how]) => (globalThis as unknown as CpuWorkerScope).cpu.generate(asked, how),
    [prompt, options] as const,
  ) as Promise<Generated>;
}

function score(prompt: Prompt, choices: readonly string[]): Promise<number[]> {
  return worker.evaluate(
    ([asked, texts]) => (globalThis as unknown as CpuWorkerScope).cpu.score(asked, texts),
    [prompt, choices] as const,
  );
}

beforeAll(async () => {
  served = await cpuPage();
  worker = await served.open();
});

afterAll(async () => {
  await served?.close();
});

describe("the model on the processor", () => {
  test("loads from the installed files, with threads, and asks nobody else for anything", async () => {
    const { info, progress } = await load(worker, served.model, null);
    console.info(`load ${info.loadMs.toFixed(0)} ms, ${info.threads} threads`);
    expect(info).toMatchObject({ engine: "cpu", backend: "wasm", contextWindow: 4096 });
    expect(info.threads).toBeGreaterThan(0);
    expect(progress).toEqual({ phase: "weights", fraction: 1 });
    const asked = new Set(served.requests.filter((path) => !path.startsWith("/model/")));
    expect([...asked].filter((path) => path.startsWith("/wllama/")).sort()).toEqual(
      ["/wllama/worker.js", "/wllama/wllama.wasm", ...(info.threads > 1 ? ["/wllama/thread.js"] : [])].sort(),
    );
    expect(served.elsewhere).toEqual([]);
  });

  test("says what llama.cpp says, ends at a stop, and counts the mark of the beginning once", async () => {
    const spain = await generate(capital("Spain"));
    expect(spain.text).toBe(" Madrid");
    // 14 tokens of text and the mark; " Madrid" and the blank line.
    expect(spain.end).toEqual({ reason: "stop", promptTokens: 15, computedTokens: 15, outputTokens: 2 });
  });

  test("a thousand tokens, over the border of the sliding window and of many batches", async () => {
    const long = await generate(bridge(40));
    const { promptTokens = 0, computedTokens = 0 } = long.end ?? {};
    console.info(
      `${computedTokens} tokens of prompt in ${long.firstMs.toFixed(0)} ms, ${((computedTokens / long.firstMs) * 1000).toFixed(1)} tokens/s;`,
      `then ${((23 / (long.ms - long.firstMs)) * 1000).toFixed(1)} tokens/s`,
    );
    expect(promptTokens).toBe(1046);
    expect(long.text).toBe(` ${SENTENCE.slice(0, SENTENCE.indexOf(" summer"))}`);
    expect(long.end?.reason).toBe("length");
  });

  test("computes only what differs from the prompt before, with the same result", async () => {
    // Everything but the last words is in the cache now.
    const again = await generate(bridge(40));
    expect(again.end).toMatchObject({ promptTokens: 1046, computedTokens: 1 });
    const other = await generate(bridge(30, " The town has ordered a ferry."));
    expect(other.end?.computedTokens).toBeLessThan(40);
    expect(again.text).toBe(` ${SENTENCE.slice(0, SENTENCE.indexOf(" summer"))}`);
    // The same from nothing: what was in the cache is thrown out by prompts that have nothing in common with it.
    await load(worker, served.model, null);
    await worker.evaluate(() => (globalThis as unknown as CpuWorkerScope).cpu.unload());
    await load(worker, served.model, null);
    const fresh = await generate(bridge(30, " The town has ordered a ferry."));
    expect(fresh.end?.computedTokens).toBe(fresh.end?.promptTokens);
    expect(fresh.text).toBe(other.text);
  });

  test("scores continuations as llama.cpp does, and computes their context once", async () => {
    const choices = [" Paris", " London", " banana", " Paris\n", " Paris, the city", " Lond"];
    const expected = [-0.2464, -6.4837, -21.1125, -1.6875, -10.6272, -12.3207];
    const scores = await score(capital("France"), choices);
    console.info(choices.map((choice, i) => `${JSON.stringify(choice)} ${scores[i]?.toFixed(4)}`).join(", "));
    // The native build rounds activations in other places (AVX2), which moves unlikely ones most.
    for (const [i, value] of expected.entries())
      expect(Math.abs((scores[i] ?? 0) - value), choices[i] ?? "").toBeLessThan(
        0.05 + Math.abs(value) * 0.03,
      );
    const after = await generate(capital("France"), { maxTokens: 1 });
    expect(after.end?.computedTokens).toBe(1);
    // A border inside a token: "Capital: Par" ends otherwise than "Capital: Paris" goes on.
    const inside = await score({ ...capital("France"), prefix: "Par" }, ["is", "ma"]);
    expect(inside[0]).toBeGreaterThan(inside[1] ?? 0);
  });

  test("samples by seed, and greedily without temperature", async () => {
    const warm = { temperature: 1.2, topP: 0.95, seed: 7, maxTokens: 12 };
    const [one, same, other] = [
      await generate(bridge(2), warm),
      await generate(bridge(2), warm),
      await generate(bridge(2), { ...warm, seed: 8 }),
    ];
    expect(same.text).toBe(one.text);
    expect(other.text).not.toBe(one.text);
  });

  test("stops within a token when it is told to, and goes on with the next prompt", async () => {
    const stopped = await generate(bridge(3), { stopAfter: 3, maxTokens: 200 });
    expect(stopped.error).toBe("cancelled");
    const next = await generate(capital("Spain"));
    expect(next.text).toBe(" Madrid");
  });

  test("a prompt beyond the context is refused, and nothing breaks", async () => {
    expect((await generate(bridge(170))).error).toBe("prompt-too-long");
    expect((await generate(capital("Spain"))).text).toBe(" Madrid");
  });
});

describe("what goes wrong", () => {
  test("a worker that dies in the middle is named, and the next load works", async () => {
    served.serve(
      "worker.js",
      (code) => `${code}\nlet calls = 0; const alive = onmessage; onmessage = (event) => {
      if (event.data?.verb === "wllama.action" && ++calls === 8) setTimeout(() => { throw new Error("boom"); });
      else return alive(event);
    };`,
    );
    await worker.evaluate(() => (globalThis as unknown as CpuWorkerScope).cpu.unload());
    await load(worker, served.model, null);
    expect((await generate(bridge(1))).error).toBe("engine-crashed");
    served.serve("worker.js", (code) => code);
    await load(worker, served.model, null);
    expect((await generate(capital("Spain"))).text).toBe(" Madrid");
  });

  test("too little memory for the model is named", async () => {
    served.serve("worker.js", (code) => code.replace("const pages = 16384", "const pages = 4096"));
    await worker.evaluate(() => (globalThis as unknown as CpuWorkerScope).cpu.unload());
    await expect(load(worker, served.model, null)).rejects.toThrow("memory-short");
    served.serve("worker.js", (code) => code);
  });

  test("a stored file that changed is named before anything is loaded", async () => {
    await worker.evaluate(
      (model) => (globalThis as unknown as CpuWorkerScope).cpu.damage(model),
      served.model,
    );
    await expect(load(worker, served.model, null)).rejects.toThrow("model-damaged");
  });

  test("a page that is not isolated has one thread, and the same answer", async () => {
    worker = await served.open("/plain");
    await worker.evaluate(
      (model) => (globalThis as unknown as CpuWorkerScope).cpu.repair(model),
      served.model,
    );
    const { info } = await load(worker, served.model, null);
    expect(info.threads).toBe(1);
    expect((await generate(capital("Spain"))).text).toBe(" Madrid");
  });
});
