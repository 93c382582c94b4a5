/** The engine's dealings with WebLLM and the device, both of which are played here; real ones are in test/gpu. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { InstalledModel } from "../model/installed.ts";
import { layoutDigest, parseLibraryManifest } from "../model/library-manifest.ts";
import type { Prompt, ScoreCost } from "./engine.ts";
import { logProbability } from "./scoring.ts";
import { FakePipeline, logitsOf } from "./testing.ts";

class FakeDevice {
  lose: (info: { reason: string; message: string }) => void = () => undefined;
  readonly lost = new Promise((resolve) => {
    this.lose = resolve;
  });
}
class FakeAdapter {
  features = new Set<string>();
  info = { vendor: "acme", architecture: "anvil", description: "" };
  limits = {
    maxBufferSize: 2 ** 30,
    maxStorageBufferBindingSize: 2 ** 30,
    maxComputeWorkgroupStorageSize: 2 ** 15,
    maxStorageBuffersPerShaderStage: 10,
  };
  async requestDevice(): Promise<FakeDevice> {
    device = new FakeDevice();
    return device;
  }
}
let device: FakeDevice;
let adapter: FakeAdapter | null;
vi.stubGlobal("GPUAdapter", FakeAdapter);
vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter } });

/** Of the MLCEngine what `webllm.ts` uses; loads and steps wait for `step()` where a test wants to come between. */
class FakeMLCEngine {
  readonly loadedModelIdToPipeline = new Map<string, FakePipeline>();
  reloads = 0;
  unloads = 0;
  interrupted = false;
  #device: FakeDevice | null = null;
  constructor(readonly config: { initProgressCallback: (r: { text: string; progress: number }) => void }) {
    engines.push(this);
  }
  async reload(id: string): Promise<void> {
    this.reloads++;
    this.loadedModelIdToPipeline.set(id, new FakePipeline());
    this.#device = (await adapter?.requestDevice()) ?? null;
    this.config.initProgressCallback({ text: "Loading GPU shader modules", progress: 0.5 });
    await step();
  }
  async unload(): Promise<void> {
    this.unloads++;
    this.#device?.lose({ reason: "destroyed", message: "" });
  }
  interruptGenerate(): void {
    this.interrupted = true;
  }
  readonly completions = {
    create: async () => {
      generating++;
      return this.#chunks();
    },
  };
  async *#chunks() {
    this.interrupted = false;
    for (const text of ["one ", "two ", "three"]) {
      await step();
      if (this.interrupted) break;
      yield { choices: [{ text, finish_reason: null }] };
    }
    generating--;
    yield { choices: [{ text: "", finish_reason: "length" }] };
    yield { choices: [], usage: { prompt_tokens: 7, completion_tokens: 2 } };
  }
}
let engines: FakeMLCEngine[];
let generating: number;
let step: () => Promise<void>;
vi.mock("@mlc-ai/web-llm", () => ({ MLCEngine: FakeMLCEngine }));
const { WebLlmEngine } = await import("./webllm.ts");

const MODEL = { id: "m", name: "M", library: "lib", baseUrl: "https://x/", style: "chat", contextWindow: 9 };
const model = MODEL as unknown as InstalledModel;
const PROMPT: Prompt = { instruction: "", examples: [], labels: { input: "", output: "" }, input: "hello" };
const OPTIONS = { maxTokens: 5, temperature: 0 };

const options = { libraryBase: "x/", verify: vi.fn(async () => undefined), onLost: vi.fn() };
const signal = () => new AbortController().signal;
/** A step that waits until it is let go. */
function gate(): { go: () => void } {
  let go: () => void = () => undefined;
  const open = new Promise<void>((resolve) => {
    go = resolve;
  });
  step = () => open;
  return { go };
}

beforeEach(() => {
  vi.clearAllMocks();
  engines = [];
  generating = 0;
  adapter = new FakeAdapter();
  step = async () => undefined;
});

async function read(engine: InstanceType<typeof WebLlmEngine>, abort = signal()): Promise<string> {
  let text = "";
  for await (const token of engine.generate(PROMPT, OPTIONS, abort)) text += token.text;
  return text;
}

describe("loading", () => {
  it("tells device, progress and time", async () => {
    const engine = new WebLlmEngine(options);
    const progress = vi.fn();
    expect(await engine.load(model, progress, signal())).toMatchObject({ device: "acme anvil", model: "M" });
    expect(progress).toHaveBeenCalledWith({ phase: "shaders", fraction: 0.5 });
    expect(options.verify).toHaveBeenCalledOnce();
  });

  it("can be done again after the model left memory, without a word about the old device", async () => {
    const engine = new WebLlmEngine(options);
    for (let round = 0; round < 3; round++) {
      await engine.load(model, () => undefined, signal());
      expect(await read(engine)).toBe("one two three");
      await engine.unload();
    }
    expect(options.onLost).not.toHaveBeenCalled();
  });

  it("that was stopped goes on by itself, and the next one joins it", async () => {
    const engine = new WebLlmEngine(options);
    const { go } = gate();
    const stop = new AbortController();
    const first = engine.load(model, () => undefined, stop.signal);
    await vi.waitFor(() => expect(engines[0]?.reloads).toBe(1));
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: "cancelled" });
    const second = engine.load(model, () => undefined, signal());
    go();
    await second;
    expect(engines).toHaveLength(1);
    await engine.unload();
    expect(engines[0]?.unloads).toBe(1);
  });

  it("of another model waits for one that goes on by itself, and frees it", async () => {
    const engine = new WebLlmEngine(options);
    const { go } = gate();
    const stop = new AbortController();
    const first = engine.load(model, () => undefined, stop.signal).catch(() => undefined);
    await vi.waitFor(() => expect(engines[0]?.reloads).toBe(1));
    stop.abort();
    await first;
    const other = engine.load({ ...model, id: "n" }, () => undefined, signal());
    go();
    await other;
    expect(engines.map((each) => each.unloads)).toEqual([1, 0]);
  });

  it("ends with gpu-lost when the device goes meanwhile, and frees what WebLLM holds", async () => {
    const engine = new WebLlmEngine(options);
    const { go } = gate();
    const load = engine.load(model, () => undefined, signal());
    await vi.waitFor(() => expect(engines[0]?.reloads).toBe(1));
    device.lose({ reason: "unknown", message: "reset" });
    await expect(load).rejects.toMatchObject({ code: "gpu-lost" });
    go();
    await vi.waitFor(() => expect(engines[0]?.unloads).toBe(1));
    step = async () => undefined;
    await engine.load(model, () => undefined, signal());
    expect(await read(engine)).toBe("one two three");
  });

  it("names what is missing of a graphics card", async () => {
    const engine = new WebLlmEngine(options);
    adapter = null;
    await expect(engine.load(model, () => undefined, signal())).rejects.toMatchObject({
      code: "gpu-missing",
    });
    adapter = new FakeAdapter();
    adapter.limits.maxStorageBuffersPerShaderStage = 8;
    await expect(engine.load(model, () => undefined, signal())).rejects.toMatchObject({
      code: "gpu-too-small",
      detail: { limit: "maxStorageBuffersPerShaderStage", found: 8, needed: 10 },
    });
  });
});

describe("the libraries that a card can run", () => {
  const SIZES =
    "contextWindow prefillChunk vocabSize hiddenSize layers feedForward queryHeads kvHeads headDim slidingWindow";
  const manifest = (name: string, hidden = 1) => ({
    name,
    wasm: { file: `${name}.wasm`, bytes: 1, sha256: `hash of ${name}` },
    model: { ...Object.fromEntries(SIZES.split(" ").map((size) => [size, 1])), hiddenSize: hidden },
    params: [{ name: "p", shape: [1], dtype: "float32", layout: "f32", from: [{ tensor: "t" }] }],
  });
  const F16 = "gemma3-270m-q8-f16";
  const F16_SUBGROUPS = "gemma3-270m-q8-f16-subgroups";
  const F32_SUBGROUPS = "gemma3-270m-q8-f32-subgroups";
  const F32 = "gemma3-270m-q8-f32";
  let packaged: Record<string, unknown>;
  let stored: InstalledModel;

  beforeEach(async () => {
    packaged = Object.fromEntries(
      [F16_SUBGROUPS, F16, F32_SUBGROUPS, F32].map((name) => [`x/${name}.json`, manifest(name)]),
    );
    stored = { ...model, layout: await layoutDigest(parseLibraryManifest(manifest(F32))) };
    vi.stubGlobal("fetch", async (url: string) => {
      if (!(url in packaged)) throw new TypeError("Failed to fetch");
      return new Response(JSON.stringify(packaged[url]));
    });
  });

  const names = async (): Promise<string[]> => {
    const candidates = await new WebLlmEngine(options).candidates(stored);
    return candidates.map(({ library }) => library);
  };

  it("are those whose features the card has, of 16-bit floats first", async () => {
    expect(await names()).toEqual([F32]);
    adapter?.features.add("subgroups");
    expect(await names()).toEqual([F32_SUBGROUPS, F32]);
    adapter?.features.add("shader-f16");
    expect(await names()).toEqual([F16_SUBGROUPS, F16, F32_SUBGROUPS, F32]);
    adapter?.features.delete("subgroups");
    expect(await names()).toEqual([F16, F32]);
  });

  it("are only those that are packaged and read what is stored", async () => {
    adapter?.features.add("shader-f16");
    delete packaged[`x/${F16}.json`];
    expect(await names()).toEqual([F32]);
    packaged[`x/${F16}.json`] = manifest(F16, 2);
    expect(await names()).toEqual([F32]);
    delete packaged[`x/${F32}.json`];
    await expect(names()).rejects.toMatchObject({ code: "library-invalid" });
  });

  it("are told apart by their bytes and by the card", async () => {
    const [first] = await new WebLlmEngine(options).candidates(stored);
    expect(first?.identity).toBe(`hash of ${F32} acme anvil`);
  });

  it("are loaded by name, one after the other", async () => {
    const engine = new WebLlmEngine(options);
    const load = (library: string) => engine.load(stored, () => undefined, signal(), library);
    expect((await load(F16)).library).toBe(F16);
    expect((await load(F32)).library).toBe(F32);
    await load(F32);
    expect(engines.map((each) => each.unloads)).toEqual([1, 0]);
  });
});

describe("generating", () => {
  it("streams, and counts the token that the prefill gave", async () => {
    const engine = new WebLlmEngine(options);
    await engine.load(model, () => undefined, signal());
    const tokens = [];
    for await (const token of engine.generate(PROMPT, OPTIONS, signal())) tokens.push(token);
    expect(tokens.map((token) => token.text)).toEqual(["one ", "two ", "three", ""]);
    const counts = { promptTokens: 7, computedTokens: 0, outputTokens: 3 };
    expect(tokens.at(-1)?.end).toEqual({ reason: "length", ...counts });
  });

  it("stops at once, and the next one waits until WebLLM has ended the last", async () => {
    const engine = new WebLlmEngine(options);
    await engine.load(model, () => undefined, signal());
    const { go } = gate();
    const stop = new AbortController();
    const reading = read(engine, stop.signal);
    await vi.waitFor(() => expect(generating).toBe(1));
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    const next = read(engine);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(generating).toBe(1);
    go();
    expect(await next).toBe("one two three");
    expect(generating).toBe(0);
  });

  it("that is left early is interrupted too", async () => {
    const engine = new WebLlmEngine(options);
    await engine.load(model, () => undefined, signal());
    for await (const token of engine.generate(PROMPT, OPTIONS, signal())) if (token.text === "one ") break;
    expect(engines[0]?.interrupted).toBe(true);
  });

  it("ends with gpu-lost when the device goes, and tells of it once", async () => {
    const engine = new WebLlmEngine(options);
    await engine.load(model, () => undefined, signal());
    gate();
    const reading = read(engine);
    await vi.waitFor(() => expect(generating).toBe(1));
    device.lose({ reason: "unknown", message: "reset" });
    await expect(reading).rejects.toMatchObject({ code: "gpu-lost", detail: { reason: "reset" } });
    expect(options.onLost).toHaveBeenCalledOnce();
    await expect(read(engine)).rejects.toMatchObject({ code: "gpu-lost" });
  });

  it("takes a read of the card's memory that fails before the loss is told for the loss, not for a stop", async () => {
    const engine = new WebLlmEngine(options);
    await engine.load(model, () => undefined, signal());
    step = () => Promise.reject(new DOMException("Instance dropped", "AbortError"));
    const reading = read(engine);
    setTimeout(() => device.lose({ reason: "unknown", message: "reset" }), 20);
    await expect(reading).rejects.toMatchObject({ code: "gpu-lost", detail: { reason: "reset" } });
    expect(options.onLost).toHaveBeenCalledOnce();
  });
});

describe("scoring", () => {
  const COUNT: Prompt = { ...PROMPT, labels: { input: "In", output: "Out" }, input: "1 2 3" };
  const completion: InstalledModel = { ...model, style: "completion" };
  const CONTEXT = "<bos>In: 1 2 3\nOut:";
  /** The tokenizer of the pipeline: a letter is a token, and the vocabulary has eight. */
  const choice = (...tokens: number[]) => String.fromCharCode(...tokens);

  async function loaded(): Promise<{ engine: InstanceType<typeof WebLlmEngine>; pipeline: FakePipeline }> {
    const engine = new WebLlmEngine(options);
    await engine.load(completion, () => undefined, signal());
    const pipeline = engines.at(-1)?.loadedModelIdToPipeline.get("m");
    if (!pipeline) throw new Error("nothing is loaded");
    return { engine, pipeline };
  }

  it("sums the log-probabilities of each choice's tokens after the same context", async () => {
    const { engine, pipeline } = await loaded();
    const choices = [choice(3), choice(3, 5), choice(6), choice(3, 5, 1)];
    const scores = await engine.score(COUNT, choices, signal());
    const expected = choices.map((text) => {
      const context = Array.from(pipeline.tokenizer.encode(CONTEXT));
      let sum = 0;
      for (const token of pipeline.tokenizer.encode(text)) {
        sum += logProbability(logitsOf(context), token);
        context.push(token);
      }
      return sum;
    });
    expect(scores).toEqual(expected);
  });

  it("computes the shared context once, and then a pass for each further token", async () => {
    const { engine, pipeline } = await loaded();
    await engine.score(COUNT, [choice(3), choice(6), choice(3, 5), choice(2, 5, 1)], signal());
    expect(CONTEXT).toHaveLength(19);
    expect(pipeline.forwards).toEqual([4, 4, 4, 4, 3, 1, 1, 1]);
  });

  it("tells what that cost, and what was in the cache already", async () => {
    const { engine } = await loaded();
    const costs: ScoreCost[] = [];
    const cost = (input: string) =>
      engine.score({ ...COUNT, input }, [choice(3), choice(3, 5)], signal(), (each) => costs.push(each));
    await cost("1 2 3");
    await cost("1 2 4");
    expect(costs).toEqual([
      { passes: 6, promptTokens: 19, computedTokens: 20 },
      { passes: 3, promptTokens: 19, computedTokens: 7 },
    ]);
  });

  it("ends between two passes when it is cancelled", async () => {
    const { engine, pipeline } = await loaded();
    const stop = new AbortController();
    const scoring = engine.score(COUNT, [choice(3, 5, 1)], stop.signal);
    stop.abort();
    await expect(scoring).rejects.toMatchObject({ code: "cancelled" });
    expect(pipeline.forwards.length).toBeLessThan(CONTEXT.length / 4 + 2);
  });
});
