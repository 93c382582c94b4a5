/** The engine's dealings with wllama, which is played here; the real one is in test/gpu. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { buildGguf } from "../../../test/gguf/build.ts";
import { tinyGemma } from "../../../test/gguf/tiny-gemma.ts";
import { PostilError } from "../../errors.ts";
import { ChunkSource } from "../../model/byte-source.ts";
import type { InstalledModel } from "../../model/installed.ts";
import type { LoadProgress, Prompt, Token } from "../engine.ts";
import { CpuEngine, type CpuOptions } from "./cpu.ts";

type Request = Record<string, unknown> & { onData?: (chunk: unknown) => void; abortSignal: AbortSignal };

/** Of wllama's class what `llama.ts` uses. */
class FakeWllama {
  params: Record<string, unknown> = {};
  worker: Worker | undefined;
  exits = 0;
  requests: Request[] = [];
  constructor() {
    made.push(this);
  }
  getWorkerResources(): { startWorker(threads: number): Worker } {
    throw new Error("the build's own class overrides this");
  }
  async loadModel([blob]: Blob[], params: Record<string, unknown>): Promise<void> {
    this.params = params;
    this.worker = this.getWorkerResources().startWorker(params.n_threads as number);
    await during.load();
    const read = await blob?.slice(0, 4).arrayBuffer();
    if (read?.byteLength !== 4) throw new Error("no model");
    for await (const _ of blob?.stream() ?? []);
  }
  getLoadedContextInfo() {
    return { n_vocab: during.vocabulary };
  }
  mustAddBosToken(): boolean {
    return during.addsBeginning;
  }
  async createCompletion(request: Request): Promise<unknown> {
    this.requests.push(request);
    return during.complete(request);
  }
  async exit(): Promise<void> {
    this.exits++;
  }
}

class FakeWorker extends EventTarget {
  constructor(
    readonly url: string,
    readonly options: WorkerOptions,
  ) {
    super();
    workers.push(this);
  }
  /** As a browser does; whether the error was left for the parent to report too. */
  leftUnhandled: boolean | undefined;
  fail(message: string): void {
    this.leftUnhandled = this.dispatchEvent(
      Object.assign(new Event("error", { cancelable: true }), { message }),
    );
  }
}

const end = (text: string, more: object = {}) => ({
  choices: [{ text, finish_reason: "stop", logprobs: null }],
  usage: { prompt_tokens: 12, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 8 } },
  ...more,
});
const piece = (text: string) => ({ choices: [{ text, finish_reason: null, logprobs: null }] });

let made: FakeWllama[];
let workers: FakeWorker[];
let during: {
  load(): Promise<void>;
  complete(request: Request): Promise<unknown>;
  vocabulary: number;
  addsBeginning: boolean;
};

vi.mock("@wllama/wllama/esm/index.js", () => ({ Wllama: FakeWllama }));
vi.stubGlobal("Worker", FakeWorker);
vi.stubGlobal("crossOriginIsolated", false);
vi.stubGlobal("navigator", { hardwareConcurrency: 8 });
// Node 20 has no 64-bit memories.
vi.spyOn(WebAssembly, "validate").mockReturnValue(true);

const MODEL = { id: "0011223344556677", name: "Tiny", style: "chat", contextWindow: 512 } as InstalledModel;
const PROMPT: Prompt = {
  instruction: "Say it.",
  examples: [],
  labels: { input: "Text", output: "Note" },
  input: "A text.",
};
const idle = new AbortController().signal;
const gguf = buildGguf(tinyGemma());

function engineWith(more: Partial<CpuOptions> = {}): CpuEngine {
  return new CpuEngine({
    folder: "ext://postil/wllama/",
    verify: async () => undefined,
    open: async () => new ChunkSource([gguf]),
    onLost: () => undefined,
    ...more,
  });
}

async function collect(stream: AsyncIterable<Token>): Promise<Token[]> {
  const tokens: Token[] = [];
  for await (const token of stream) tokens.push(token);
  return tokens;
}

const generate = (engine: CpuEngine, signal = idle) =>
  collect(engine.generate(PROMPT, { maxTokens: 9, temperature: 0, stop: ["!"] }, signal));

beforeEach(() => {
  made = [];
  workers = [];
  during = {
    load: async () => undefined,
    complete: async ({ onData }) => {
      onData?.(piece("one "));
      onData?.(end("two"));
    },
    vocabulary: 300,
    addsBeginning: true,
  };
});

describe("loading", () => {
  test("starts the packaged worker and hands over the model as it is read", async () => {
    const seen: LoadProgress[] = [];
    const info = await engineWith({ threads: 3 }).load(MODEL, (p) => seen.push(p), idle);
    expect(info).toMatchObject({
      engine: "cpu",
      backend: "wasm",
      model: "Tiny",
      contextWindow: 512,
      threads: 3,
    });
    expect(workers).toMatchObject([
      { url: "ext://postil/wllama/worker.js?threads=3", options: { type: "module" } },
    ]);
    expect(made[0]?.params).toMatchObject({ n_ctx: 512, n_threads: 3, n_gpu_layers: 0, swa_full: true });
    expect(seen[0]).toEqual({ phase: "verify", fraction: 0 });
    expect(seen.at(-1)).toEqual({ phase: "weights", fraction: 1 });
  });

  test("has one thread where memory cannot be shared", async () => {
    expect(await engineWith().load(MODEL, () => undefined, idle)).toMatchObject({ threads: 1 });
  });

  test("a second time gives what is there; another model takes its place", async () => {
    const engine = engineWith();
    const [first, joined] = await Promise.all([
      engine.load(MODEL, () => undefined, idle),
      engine.load(MODEL, () => undefined, idle),
    ]);
    expect(joined).toBe(first);
    expect(await engine.load(MODEL, () => undefined, idle)).toBe(first);
    await engine.load({ ...MODEL, id: "8899aabbccddeeff" }, () => undefined, idle);
    expect(made.map(({ exits }) => exits)).toEqual([1, 0]);
    await engine.unload();
    expect(made.map(({ exits }) => exits)).toEqual([1, 1]);
  });

  test("a load that nobody waits for any more can be joined", async () => {
    let go: () => void = () => undefined;
    during.load = () => new Promise((resolve) => (go = resolve));
    const engine = engineWith();
    const stop = new AbortController();
    const left = engine.load(MODEL, () => undefined, stop.signal);
    await vi.waitFor(() => expect(made).toHaveLength(1));
    stop.abort();
    await expect(left).rejects.toMatchObject({ code: "cancelled" });
    const joined = engine.load(MODEL, () => undefined, idle);
    go();
    await joined;
    expect(made).toHaveLength(1);
  });

  test("nothing is begun for a load that is cancelled already", async () => {
    const verify = vi.fn(async () => undefined);
    await expect(
      engineWith({ verify }).load(MODEL, () => undefined, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: "cancelled" });
    await new Promise((resolve) => setTimeout(resolve));
    expect(verify).not.toHaveBeenCalled();
  });

  const failures: Record<string, [() => void, object]> = {
    "a damaged model": [() => undefined, { code: "model-damaged", detail: { file: "params_shard_0.bin" } }],
    "a worker that does not start": [
      () => {
        during.load = async () => workers[0]?.fail("blocked by the policy");
      },
      { code: "engine-crashed", detail: { reason: "blocked by the policy" } },
    ],
    "too little memory": [
      () => {
        during.load = async () => {
          throw new Error("(ABORT) Cannot allocate WebAssembly.Memory");
        };
      },
      { code: "memory-short" },
    ],
    "a model that llama.cpp refuses": [() => (during.vocabulary = 0), { code: "engine-failed" }],
  };
  for (const [what, [prepare, expected]] of Object.entries(failures))
    test(`${what} is named, and the worker ended`, async () => {
      prepare();
      const damaged = new PostilError("model-damaged", { file: "params_shard_0.bin" });
      const open = async () => {
        const read = () => Promise.reject(damaged);
        return what === "a damaged model" ? { size: 100, read } : new ChunkSource([gguf]);
      };
      const engine = engineWith({ open });
      await expect(engine.load(MODEL, () => undefined, idle)).rejects.toMatchObject(expected);
      expect(made[0]?.exits).toBeGreaterThan(0);
      await expect(generate(engine)).rejects.toMatchObject({ code: "engine-crashed" });
    });

  test("a model whose files are not whole is not opened", async () => {
    const verify = () => Promise.reject(new PostilError("model-damaged"));
    await expect(engineWith({ verify }).load(MODEL, () => undefined, idle)).rejects.toMatchObject({
      code: "model-damaged",
    });
    expect(made).toHaveLength(0);
  });
});

describe("generating", () => {
  async function loaded(more: Partial<CpuOptions> = {}): Promise<CpuEngine> {
    const engine = engineWith(more);
    await engine.load(MODEL, () => undefined, idle);
    return engine;
  }

  test("streams pieces and tells what was computed", async () => {
    expect(await generate(await loaded())).toEqual([
      { text: "one " },
      { text: "two" },
      { text: "", end: { reason: "stop", promptTokens: 12, computedTokens: 4, outputTokens: 3 } },
    ]);
    expect(made[0]?.requests[0]).toMatchObject({
      max_tokens: 9,
      temperature: 0,
      cache_prompt: true,
      stop: ["<end_of_turn>", "<start_of_turn>", "<eos>", "!"],
    });
  });

  for (const adds of [true, false])
    test(`the mark of the beginning is there once, ${adds ? "added by llama.cpp" : "written by us"}`, async () => {
      during.addsBeginning = adds;
      await generate(await loaded());
      const text = String(made[0]?.requests[0]?.prompt);
      expect(text.startsWith(adds ? "<start_of_turn>" : "<bos><start_of_turn>")).toBe(true);
    });

  test("one after the other, also when the first one's consumer has left", async () => {
    const engine = await loaded();
    let running = 0;
    let most = 0;
    during.complete = async ({ onData, abortSignal }) => {
      most = Math.max(most, ++running);
      onData?.(piece("one "));
      await new Promise((resolve) => setTimeout(resolve));
      running--;
      if (abortSignal.aborted) throw new DOMException("stopped", "AbortError");
      onData?.(end("two"));
    };
    for await (const _ of engine.generate(PROMPT, { maxTokens: 9, temperature: 0 }, idle)) break;
    expect(await generate(engine)).toHaveLength(3);
    expect(most).toBe(1);
    expect(made[0]?.requests.map(({ abortSignal }) => abortSignal.aborted)).toEqual([true, true]);
  });

  test("stops at once when it is told to, and what was begun ends by itself", async () => {
    const engine = await loaded();
    let go: () => void = () => undefined;
    during.complete = async ({ onData, abortSignal }) => {
      onData?.(piece("one "));
      await new Promise<void>((resolve) => (go = resolve));
      if (abortSignal.aborted) throw new DOMException("stopped", "AbortError");
    };
    const stop = new AbortController();
    const stream = engine
      .generate(PROMPT, { maxTokens: 9, temperature: 0 }, stop.signal)
      [Symbol.asyncIterator]();
    expect((await stream.next()).value).toEqual({ text: "one " });
    stop.abort();
    await expect(stream.next()).rejects.toMatchObject({ code: "cancelled" });
    const next = generate(engine);
    during.complete = async ({ onData }) => onData?.(end("after"));
    go();
    expect((await next)[0]).toEqual({ text: "after" });
  });

  test("a prompt beyond the context, and other errors of the server, leave the model where it is", async () => {
    const engine = await loaded();
    during.complete = async () => {
      throw new Error(
        "request (600 tokens) exceeds the available context size (512 tokens), try increasing it",
      );
    };
    await expect(generate(engine)).rejects.toMatchObject({ code: "prompt-too-long" });
    during.complete = async () => {
      throw new Error("Failed to parse grammar");
    };
    await expect(generate(engine)).rejects.toMatchObject({ code: "engine-failed" });
    during.complete = async ({ onData }) => onData?.(end("again"));
    expect(await generate(engine)).toHaveLength(2);
  });

  const crashes: Record<string, () => unknown> = {
    "wasm that traps": () => {
      throw Object.assign(new Error("memory access out of bounds"), { name: "RuntimeError" });
    },
    "a call into dead wasm": () => {
      throw "wllama has crashed, please reload the module";
    },
    "a worker's error": () => {
      workers[0]?.fail("boom");
      return new Promise(() => undefined);
    },
  };
  for (const [what, crash] of Object.entries(crashes))
    test(`${what} ends the model; the next load works`, async () => {
      const onLost = vi.fn();
      const engine = await loaded({ onLost });
      during.complete = async () => crash();
      await expect(generate(engine)).rejects.toMatchObject({ code: "engine-crashed" });
      await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce());
      expect(made[0]?.exits).toBe(1);
      await expect(generate(engine)).rejects.toMatchObject({ code: "engine-crashed" });
      during.complete = async ({ onData }) => onData?.(end("anew"));
      await engine.load(MODEL, () => undefined, idle);
      expect(await generate(engine)).toHaveLength(2);
    });

  test("an error of the worker goes no further than to the engine", async () => {
    await loaded();
    workers[0]?.fail("boom");
    expect(workers[0]?.leftUnhandled).toBe(false);
  });

  test("a crash in what was stopped ends the model too, so that the next load works at once", async () => {
    const onLost = vi.fn();
    const engine = await loaded({ onLost });
    const stop = new AbortController();
    let die: (reason: unknown) => void = () => undefined;
    during.complete = () => new Promise((_, reject) => (die = reject));
    const running = generate(engine, stop.signal);
    await vi.waitFor(() => expect(made[0]?.requests).toHaveLength(1));
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    die(Object.assign(new Error("memory access out of bounds"), { name: "RuntimeError" }));
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce());
    during.complete = async ({ onData }) => onData?.(end("anew"));
    await engine.load(MODEL, () => undefined, idle);
    expect(made).toHaveLength(2);
    expect(await generate(engine)).toHaveLength(2);
  });

  test("what was stopped and ends as it should is no loss", async () => {
    const onLost = vi.fn();
    const engine = await loaded({ onLost });
    const stop = new AbortController();
    during.complete = async () => {
      stop.abort();
      throw Object.assign(new Error("Operation aborted"), { name: "AbortError" });
    };
    await expect(generate(engine, stop.signal)).rejects.toMatchObject({ code: "cancelled" });
    during.complete = async ({ onData }) => onData?.(end("after"));
    expect(await generate(engine)).toHaveLength(2);
    expect(onLost).not.toHaveBeenCalled();
  });

  test("unloading in the middle ends what runs, and what comes after the next load is not held up", async () => {
    const engine = await loaded();
    during.complete = () => new Promise(() => undefined);
    const running = generate(engine);
    await vi.waitFor(() => expect(made[0]?.requests).toHaveLength(1));
    await engine.unload();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    during.complete = async ({ onData }) => onData?.(end("anew"));
    await engine.load(MODEL, () => undefined, idle);
    expect(await generate(engine)).toHaveLength(2);
  });

  test("unloading on purpose is no loss", async () => {
    const onLost = vi.fn();
    const engine = await loaded({ onLost });
    await engine.unload();
    workers[0]?.fail("terminated");
    await new Promise((resolve) => setTimeout(resolve));
    expect(onLost).not.toHaveBeenCalled();
  });
});

describe("scoring", () => {
  test("asks for the choices' tokens, by the model's own vocabulary", async () => {
    const engine = engineWith();
    await engine.load(MODEL, () => undefined, idle);
    during.complete = async ({ logit_bias }) => {
      const [[id] = [-1]] = logit_bias as [number, number][];
      const content = [{ id, logprob: -id / 100, top_logprobs: [] }];
      return end("", { choices: [{ text: "", finish_reason: "length", logprobs: { content } }] });
    };
    // "abcd" is token 268 of the tiny vocabulary.
    expect(await engine.score(PROMPT, ["abcd"], idle)).toEqual([-2.68]);
    expect(made[0]?.requests[0]?.abortSignal).toBe(idle);
    const stop = new AbortController();
    stop.abort();
    await expect(engine.score(PROMPT, ["abcd"], stop.signal)).rejects.toMatchObject({ code: "cancelled" });
  });
});
