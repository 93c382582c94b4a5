import { beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../errors.ts";
import type { InstalledModel } from "../model/installed.ts";
import type { Engine } from "./engine.ts";
import { ScriptedEngine } from "./scripted.ts";
import { SelfTest, TOLERANCE } from "./self-test.ts";

const MODEL = { id: "m" } as unknown as InstalledModel;
const PUBLISHED: InstalledModel = { ...MODEL, id: "known" };
const KNOWN = { known: { text: " ten eleven", logProbability: -2 } };
const signal = () => new AbortController().signal;

/** Says `says` (its first four letters when asked for one token) and gives every choice its own log-probability. */
class Card extends ScriptedEngine {
  constructor(
    says: string,
    private readonly scores: Readonly<Record<string, number>>,
  ) {
    super({ delayMs: 0, answer: () => says });
  }
  override async score(_prompt: unknown, choices: readonly string[]): Promise<number[]> {
    return choices.map((choice) => this.scores[choice] ?? -99);
  }
}
const right = () => new Card(" ten eleven", { " ten eleven": -2 });

let stored: Map<string, unknown>;
let test: SelfTest;
beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  stored = new Map();
  test = newTest();
});

function newTest(browser = "Browser/1"): SelfTest {
  const records = {
    read: async (id: string) => stored.get(id),
    write: async (id: string, record: unknown) => void stored.set(id, structuredClone(record)),
  };
  return new SelfTest({ records, browser, known: KNOWN });
}

const examine = (engine: Engine, identity = "card", model = MODEL): Promise<void> =>
  test.examine(engine, model, identity, signal());

describe("the reference", () => {
  it("is computed once per model, by an engine that leaves memory afterwards", async () => {
    const processor = right();
    const unload = vi.spyOn(processor, "unload");
    const load = vi.spyOn(processor, "load");
    expect(await test.prepare(MODEL, processor, signal())).toBe(true);
    expect(unload).toHaveBeenCalledOnce();
    expect(stored.get("m")).toMatchObject({ reference: { text: " ten eleven", logProbability: -2 } });
    expect(await newTest().prepare(MODEL, processor, signal())).toBe(true);
    expect(load).toHaveBeenCalledOnce();
  });

  it("is known of published weights", async () => {
    const processor = right();
    const load = vi.spyOn(processor, "load");
    expect(await test.prepare(PUBLISHED, processor, signal())).toBe(true);
    expect(load).not.toHaveBeenCalled();
    await expect(examine(new Card(" ten", {}), "card", PUBLISHED)).rejects.toMatchObject({
      code: "gpu-wrong",
    });
    await examine(right(), "card", PUBLISHED);
  });

  it("is done without where the processor cannot run the model, which is said in the console only", async () => {
    const error = new PostilError("cpu-unsupported");
    const processor = new ScriptedEngine({ delayMs: 0, fail: { at: "load", error } });
    const load = vi.spyOn(processor, "load");
    for (let time = 0; time < 2; time++) expect(await test.prepare(MODEL, processor, signal())).toBe(false);
    expect(load).toHaveBeenCalledOnce();
    await examine(new Card("garbage", {}));
    expect(console.warn).toHaveBeenCalledTimes(2);
    expect(await test.hasPassed(MODEL, "card")).toBe(false);
  });

  it.each(["memory-short", "engine-crashed", "engine-failed"] as const)(
    "is tried for again by the next load after %s, which may pass",
    async (code) => {
      const error = new PostilError(code);
      await test.prepare(MODEL, new ScriptedEngine({ delayMs: 0, fail: { at: "load", error } }), signal());
      await test.prepare(MODEL, right(), signal());
      await expect(examine(new Card("garbage", {}))).rejects.toMatchObject({ code: "gpu-wrong" });
    },
  );

  it.each([Number.NaN, Number.NEGATIVE_INFINITY])(
    "is not needed to refuse a card that scores with %d",
    async (found) => {
      await expect(examine(new Card("", { " Thursday": found }))).rejects.toMatchObject({
        code: "gpu-wrong",
        detail: { found },
      });
    },
  );

  it.each(["cancelled", "model-damaged"] as const)("ends with the load when that was %s", async (code) => {
    const engine = new ScriptedEngine({ delayMs: 0, fail: { at: "load", error: new PostilError(code) } });
    const unload = vi.spyOn(engine, "unload");
    await expect(test.prepare(MODEL, engine, signal())).rejects.toMatchObject({ code });
    expect(unload).toHaveBeenCalledOnce();
  });

  it("is none when the processor gives no number", async () => {
    await test.prepare(MODEL, new Card(" ten", { " ten": Number.NaN }), signal());
    expect(stored.size).toBe(0);
  });

  it("is computed again when what is stored cannot be read", async () => {
    stored.set("m", { form: 9 });
    await test.prepare(MODEL, right(), signal());
    expect(stored.get("m")).toMatchObject({ form: 1, passed: [] });
  });
});

describe("a record that cannot be written", () => {
  let write: ReturnType<typeof vi.fn<(id: string, record: unknown) => Promise<void>>>;
  beforeEach(() => {
    write = vi.fn(() => Promise.reject(new PostilError("model-storage-full")));
    const read = async (id: string) => stored.get(id);
    test = new SelfTest({ records: { read, write }, browser: "Browser/1", known: KNOWN });
  });

  it("leaves the reference in memory, with which the card is tested", async () => {
    const processor = right();
    const load = vi.spyOn(processor, "load");
    for (let time = 0; time < 2; time++) await test.prepare(MODEL, processor, signal());
    expect(load).toHaveBeenCalledOnce();
    expect(write).toHaveBeenCalledOnce();
    await expect(examine(new Card("garbage", {}))).rejects.toMatchObject({ code: "gpu-wrong" });
  });

  it.each([MODEL, PUBLISHED])(
    "refuses no card that is right, and none is tested twice: $id",
    async (model) => {
      await test.prepare(model, right(), signal());
      await examine(right(), "card", model);
      expect(await test.hasPassed(model, "card")).toBe(true);
      expect(await test.hasPassed(model, "other card")).toBe(false);
      expect(stored.size).toBe(0);
    },
  );

  it("is written whole once there is room", async () => {
    await test.prepare(MODEL, right(), signal());
    await examine(right());
    write.mockImplementation(async (id, record) => void stored.set(id, record));
    await examine(right(), "other card");
    for (const card of ["card", "other card"]) expect(await newTest().hasPassed(MODEL, card)).toBe(true);
    expect(stored.get("m")).toMatchObject({ reference: { text: " ten eleven" } });
  });
});

describe("the test", () => {
  beforeEach(() => test.prepare(MODEL, right(), signal()));

  it("is passed by a card that agrees, and not asked for again", async () => {
    expect(await test.hasPassed(MODEL, "card")).toBe(false);
    await examine(right());
    expect(await newTest().hasPassed(MODEL, "card")).toBe(true);
  });

  it("is asked for again with another card, library or browser", async () => {
    await examine(right());
    expect(await test.hasPassed(MODEL, "other card")).toBe(false);
    expect(await newTest("Browser/2").hasPassed(MODEL, "card")).toBe(false);
    expect(await test.hasPassed({ ...MODEL, id: "n" }, "card")).toBe(false);
  });

  it("keeps the reference and the latest cards", async () => {
    for (let card = 0; card < 20; card++) await examine(right(), `card ${card}`);
    expect(await test.hasPassed(MODEL, "card 19")).toBe(true);
    expect(await test.hasPassed(MODEL, "card 0")).toBe(false);
    expect(stored.get("m")).toMatchObject({ reference: { text: " ten eleven" } });
  });

  it.each([
    ["a little less likely", -2 - TOLERANCE + 0.01, true],
    ["a little more likely", -2 + TOLERANCE - 0.01, true],
    ["much less likely", -2 - TOLERANCE - 0.01, false],
    ["much more likely", -2 + TOLERANCE + 0.01, false],
    ["as likely as everything else", -12.5 * 3, false],
    ["no number", Number.NaN, false],
    ["minus infinity", Number.NEGATIVE_INFINITY, false],
  ])("of a continuation that is %s on the card", async (_name, found, passes) => {
    const result = examine(new Card(" ten eleven", { " ten eleven": found }));
    if (passes) await result;
    else await expect(result).rejects.toMatchObject({ code: "gpu-wrong", detail: { expected: -2, found } });
    expect(await test.hasPassed(MODEL, "card")).toBe(passes);
  });

  it("allows another first token that is nearly as likely", async () => {
    await examine(new Card(" 10", { " ten eleven": -2, " 10": -1 }));
  });

  it.each([[" zzz"], [""]])("refuses a sampler that chooses %j", async (said) => {
    await expect(examine(new Card(said, { " ten eleven": -2, " zzz": -30 }))).rejects.toMatchObject({
      code: "gpu-wrong",
      detail: { found: said },
    });
  });
});
