/** The choice between engines that fail in every way there is; the self-test itself is in self-test.test.ts. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type ErrorCode, PostilError } from "../errors.ts";
import type { InstalledModel } from "../model/installed.ts";
import { ChosenEngine, type Examiner, type GpuCandidate, type GpuEngine } from "./choice.ts";
import type { EngineChoice, EngineInfo, Prompt } from "./engine.ts";
import { ScriptedEngine } from "./scripted.ts";

const MODEL = { id: "m", name: "M" } as unknown as InstalledModel;
const PROMPT: Prompt = { instruction: "", examples: [], labels: { input: "", output: "" }, input: "hello" };
const signal = () => new AbortController().signal;
const error = (code: ErrorCode): PostilError => new PostilError(code);

/** What happens, in order: who loads, who unloads, who is tested. */
let events: string[];
/** Errors that wait for the next load of each engine or library. */
let failures: Record<string, PostilError[]>;
let candidates: readonly GpuCandidate[] | PostilError;
let passed: Set<string>;
let garbage: Set<string>;
let comparable: boolean;
let lose: () => void;
let clock: number;

class Played extends ScriptedEngine {
  constructor(
    protected readonly engine: "webllm" | "cpu" | "scripted",
    protected loaded = "",
  ) {
    super({ delayMs: 0, answer: () => `${this.loaded} speaks` });
  }
  override async load(
    ...[model, onProgress, abort, library = ""]: Parameters<GpuEngine["load"]>
  ): Promise<EngineInfo> {
    const name = library || this.engine;
    events.push(`load ${name}`);
    this.loaded = name;
    const failure = failures[name]?.shift();
    if (failure) throw failure;
    const info = await super.load(model, onProgress, abort);
    return { ...info, engine: this.engine, backend: this.engine === "cpu" ? "wasm" : "webgpu", library };
  }
  override async unload(): Promise<void> {
    events.push(`unload ${this.loaded}`);
  }
}

class PlayedGpu extends Played implements GpuEngine {
  constructor(onLost: () => void) {
    super("webllm");
    lose = onLost;
  }
  async candidates(): Promise<readonly GpuCandidate[]> {
    if (candidates instanceof PostilError) throw candidates;
    return candidates;
  }
}

const examiner: Examiner = {
  hasPassed: async (_model, identity) => passed.has(identity),
  prepare: async (model, engine, abort) => {
    events.push("reference");
    await engine.load(model, () => undefined, abort);
    await engine.unload();
    return comparable;
  },
  examine: async (_engine, _model, identity) => {
    events.push(`test ${identity}`);
    if (garbage.has(identity)) throw error("gpu-wrong");
    passed.add(identity);
  },
};

const F16: GpuCandidate = { library: "f16", identity: "card f16", unpromised: false };
const F32: GpuCandidate = { library: "f32", identity: "card f32", unpromised: false };
const onLost = vi.fn();

function engineFor(choice: EngineChoice): ChosenEngine {
  return new ChosenEngine({
    choice,
    gpu: (lost) => new PlayedGpu(lost),
    cpu: () => new Played("cpu"),
    scripted: () => new Played("scripted"),
    examiner,
    onLost,
    now: () => clock,
  });
}

const load = (engine: ChosenEngine): Promise<EngineInfo> => engine.load(MODEL, () => undefined, signal());

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  onLost.mockClear();
  events = [];
  failures = {};
  candidates = [F16, F32];
  passed = new Set([F16.identity, F32.identity]);
  garbage = new Set();
  comparable = true;
  clock = 0;
});

describe("automatic", () => {
  it("takes the graphics card and its best library", async () => {
    const engine = engineFor("auto");
    expect(await load(engine)).toMatchObject({ engine: "webllm", library: "f16", fallback: null });
    let text = "";
    for await (const token of engine.generate(PROMPT, { maxTokens: 9, temperature: 0 }, signal()))
      text += token.text;
    expect(text).toBe("f16 speaks");
    expect(await engine.score(PROMPT, ["a", "bb"], signal())).toEqual([-1, -2]);
    expect(events).toEqual(["load f16"]);
  });

  it.each(["gpu-missing", "gpu-too-small", "library-invalid"] as const)(
    "takes the processor when there is %s, and says so",
    async (code) => {
      candidates = error(code);
      expect(await load(engineFor("auto"))).toMatchObject({ engine: "cpu", fallback: { code } });
      expect(events).toEqual(["load cpu"]);
    },
  );

  it("asks a missing card again, and one that was too small not", async () => {
    const engine = engineFor("auto");
    candidates = error("gpu-missing");
    await load(engine);
    candidates = [F32];
    expect((await load(engine)).engine).toBe("webllm");
    candidates = error("gpu-too-small");
    await load(engine);
    candidates = [F32];
    expect(await load(engine)).toMatchObject({ engine: "cpu", fallback: { code: "gpu-too-small" } });
  });

  it("tests a card once, with the processor's model gone before the card's comes", async () => {
    passed.clear();
    const engine = engineFor("auto");
    await load(engine);
    expect(events).toEqual(["reference", "load cpu", "unload cpu", "load f16", "test card f16"]);
    await engine.unload();
    events = [];
    await load(engine);
    expect(events).toEqual(["load f16"]);
  });

  it("takes a library that counts on more than WebGPU promises only where it can be compared", async () => {
    passed.clear();
    candidates = [{ ...F16, unpromised: true }, F32];
    comparable = false;
    expect((await load(engineFor("auto"))).library).toBe("f32");
    comparable = true;
    passed.clear();
    expect((await load(engineFor("auto"))).library).toBe("f16");
  });

  it("tries the next library of a card that computes garbage, and then the processor", async () => {
    passed.clear();
    garbage.add(F16.identity);
    expect(await load(engineFor("auto"))).toMatchObject({ engine: "webllm", library: "f32", fallback: null });
    garbage.add(F32.identity);
    passed.clear();
    events = [];
    const engine = engineFor("auto");
    expect(await load(engine)).toMatchObject({ engine: "cpu", fallback: { code: "gpu-wrong" } });
    expect(events.slice(-4)).toEqual(["load f32", "test card f32", "unload f32", "load cpu"]);
    events = [];
    expect((await load(engine)).engine).toBe("cpu");
    expect(events).toEqual(["load cpu"]);
  });

  it("tries the next library when the first one's shaders do not compile", async () => {
    failures.f16 = [error("engine-failed")];
    const engine = engineFor("auto");
    expect(await load(engine)).toMatchObject({ library: "f32" });
    expect(await load(engine)).toMatchObject({ library: "f32" });
    expect(events.filter((event) => event === "load f16")).toHaveLength(1);
  });

  it.each(["model-damaged", "cancelled"] as const)(
    "does not hide that the model is or was %s",
    async (code) => {
      failures.f16 = [error(code)];
      const engine = engineFor("auto");
      await expect(load(engine)).rejects.toMatchObject({ code });
      expect(events.filter((event) => event.startsWith("load"))).toEqual(["load f16"]);
      expect((await load(engine)).engine).toBe("webllm");
    },
  );

  it("takes no processor for a load that was cancelled while the card failed", async () => {
    candidates = error("gpu-too-small");
    const engine = engineFor("auto");
    await expect(engine.load(MODEL, () => undefined, AbortSignal.abort())).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(events).toEqual([]);
    expect(await load(engine)).toMatchObject({ engine: "cpu", fallback: { code: "gpu-too-small" } });
  });

  it("names one error when neither can run the model", async () => {
    candidates = error("gpu-missing");
    failures.cpu = [error("cpu-unsupported")];
    await expect(load(engineFor("auto"))).rejects.toMatchObject({
      code: "engine-none",
      detail: { gpu: "gpu-missing", cpu: "cpu-unsupported" },
    });
  });

  it("passes on what else the processor says, which has a way out of its own", async () => {
    candidates = error("gpu-missing");
    failures.cpu = [error("model-damaged")];
    await expect(load(engineFor("auto"))).rejects.toMatchObject({ code: "model-damaged" });
  });
});

describe("a lost graphics card", () => {
  it("is tried once more, and given up after the second loss", async () => {
    const engine = engineFor("auto");
    await load(engine);
    lose();
    expect(onLost).toHaveBeenCalledOnce();
    expect(engine.gpuGivenUp).toBe(false);
    expect((await load(engine)).engine).toBe("webllm");
    lose();
    expect(engine.gpuGivenUp).toBe(true);
    expect(await load(engine)).toMatchObject({ engine: "cpu", fallback: { code: "gpu-lost" } });
    await engine.unload();
    expect((await load(engine)).engine).toBe("cpu");
  });

  it("that goes while the model loads counts too", async () => {
    failures.f16 = [error("gpu-lost"), error("gpu-lost")];
    const engine = engineFor("auto");
    await expect(load(engine)).rejects.toMatchObject({ code: "gpu-lost" });
    expect(await load(engine)).toMatchObject({ engine: "cpu", fallback: { code: "gpu-lost" } });
  });

  it("is forgiven when it is lost again much later", async () => {
    const engine = engineFor("auto");
    for (let time = 0; time < 5; time++) {
      clock += 3_600_000;
      await load(engine);
      lose();
    }
    expect(engine.gpuGivenUp).toBe(false);
  });

  it("is tried again when the user chooses anew", async () => {
    const engine = engineFor("auto");
    await load(engine);
    lose();
    lose();
    engine.use("auto");
    expect((await load(engine)).engine).toBe("webllm");
  });
});

describe("a choice of the user's", () => {
  it.each(["gpu-missing", "gpu-too-small"] as const)(
    "fails with %s and takes no other engine",
    async (code) => {
      candidates = error(code);
      await expect(load(engineFor("webllm"))).rejects.toMatchObject({ code });
      expect(events).toEqual([]);
    },
  );

  it("of a card that computes garbage fails with gpu-wrong", async () => {
    passed.clear();
    garbage = new Set([F16.identity, F32.identity]);
    const engine = engineFor("webllm");
    await expect(load(engine)).rejects.toMatchObject({ code: "gpu-wrong" });
    expect(events.at(-1)).toBe("unload f32");
    await expect(load(engine)).rejects.toMatchObject({ code: "gpu-wrong" });
    expect(engine.gpuGivenUp).toBe(false);
  });

  it("of a card whose every library failed is tried again when the user does", async () => {
    failures.f16 = [error("engine-failed")];
    failures.f32 = [error("engine-failed")];
    const engine = engineFor("webllm");
    await expect(load(engine)).rejects.toMatchObject({ code: "engine-failed" });
    expect((await load(engine)).library).toBe("f16");
  });

  it("of a card that is lost twice stays with it", async () => {
    const engine = engineFor("webllm");
    await load(engine);
    lose();
    lose();
    expect(engine.gpuGivenUp).toBe(false);
    expect((await load(engine)).engine).toBe("webllm");
  });

  it("of the processor does not touch the graphics card", async () => {
    const engine = engineFor("cpu");
    expect(await load(engine)).toMatchObject({ engine: "cpu", fallback: null });
    expect(events).toEqual(["load cpu"]);
    failures.cpu = [error("cpu-unsupported")];
    await expect(load(engine)).rejects.toMatchObject({ code: "cpu-unsupported" });
  });

  it("of the scripted engine is held to", async () => {
    expect((await load(engineFor("scripted"))).engine).toBe("scripted");
  });

  it("counts from the next load on, and the other engine leaves memory first", async () => {
    const engine = engineFor("auto");
    await load(engine);
    engine.use("cpu");
    expect(engine.choice).toBe("cpu");
    expect(events).toEqual(["load f16"]);
    expect((await load(engine)).engine).toBe("cpu");
    engine.use("webllm");
    await load(engine);
    expect(events).toEqual(["load f16", "unload f16", "load cpu", "unload cpu", "load f16"]);
  });
});

it("has nothing to ask before it is loaded", async () => {
  await expect(engineFor("auto").score(PROMPT, ["a"], signal())).rejects.toMatchObject({ code: "gpu-lost" });
});
