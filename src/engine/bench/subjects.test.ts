import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_SCHEDULE_LIBRARY } from "../../messages/bench-protocol.ts";
import type { InstalledModel } from "../../model/installed.ts";
import { layoutDigest, parseLibraryManifest } from "../../model/library-manifest.ts";
import type { GpuEngine } from "../choice.ts";
import type { Engine } from "../engine.ts";
import { ScriptedEngine } from "../scripted.ts";
import { benchSubjects } from "./subjects.ts";

const SHIPPED = readFileSync("assets/model-lib/gemma3-270m-q8-f32.json", "utf8");
const never = new AbortController().signal;
let model: InstalledModel;
/** Name of a library → its manifest, as an extension carries them. */
let carried: Record<string, string>;
let loaded: (string | undefined)[];
/** Whether each engine that was made sends its commands as WebLLM does by itself. */
let made: boolean[];

beforeEach(async () => {
  const layout = await layoutDigest(parseLibraryManifest(JSON.parse(SHIPPED)));
  model = { id: "m", layout } as InstalledModel;
  carried = { "gemma3-270m-q8-f32": SHIPPED };
  loaded = [];
  made = [];
  vi.stubGlobal("fetch", async (address: string) => {
    const text = carried[address.replace(/^base\/(.*)\.json$/u, "$1")];
    if (text === undefined) throw new TypeError("Failed to fetch");
    return new Response(text);
  });
});
afterEach(() => vi.unstubAllGlobals());

function subjects() {
  const gpu = (plain: boolean): GpuEngine => {
    made.push(plain);
    const script = new ScriptedEngine({ delayMs: 0 });
    return Object.assign(script, {
      candidates: async () => [{ library: "gemma3-270m-q8-f32", identity: "", unpromised: false }],
      load: async (...asked: Parameters<GpuEngine["load"]>) => {
        loaded.push(asked[3]);
        return ScriptedEngine.prototype.load.apply(script, [asked[0], asked[1], asked[2]]);
      },
    });
  };
  const cpu = (): Engine => new ScriptedEngine({ delayMs: 0 });
  return benchSubjects({ libraryBase: "base/", gpu, cpu });
}

describe("what is measured", () => {
  it("is on the graphics card the library of an automatic choice, and its peer where there is one", async () => {
    carried[DEFAULT_SCHEDULE_LIBRARY] = SHIPPED;
    const { open } = subjects();
    for (const name of ["webllm", "webllm-default-schedule", "webllm"] as const) {
      const { engine } = await open(name, model);
      await engine.load(model, () => undefined, never);
    }
    expect(loaded).toEqual(["gemma3-270m-q8-f32", DEFAULT_SCHEDULE_LIBRARY, "gemma3-270m-q8-f32"]);
    expect(made).toEqual([false, true]);
  });

  it("is never a library that this extension does not have, or that is made for other weights", async () => {
    const { open } = subjects();
    await expect(open("webllm-default-schedule", model)).rejects.toMatchObject({ code: "library-invalid" });
    const other = JSON.parse(SHIPPED) as { params: unknown[] };
    other.params.pop();
    carried[DEFAULT_SCHEDULE_LIBRARY] = JSON.stringify(other);
    await expect(open("webllm-default-schedule", model)).rejects.toMatchObject({
      code: "library-invalid",
      detail: { library: DEFAULT_SCHEDULE_LIBRARY },
    });
  });

  it("has no meter on the processor", async () => {
    const subject = await subjects().open("cpu", model);
    expect(await subject.begin(() => 0)).toBeNull();
  });
});
