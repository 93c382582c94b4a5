import { describe, expect, it } from "vitest";
import { PostilError } from "../errors.ts";
import type { Prompt, ScoreCost } from "./engine.ts";
import { ScriptedEngine } from "./scripted.ts";

const prompt = (input: string): Prompt => ({ instruction: "", examples: [], labels: null, input });
const signal = new AbortController().signal;

describe("the scripted engine's scores", () => {
  it("are higher for choices whose words the input has, and the same each time", async () => {
    const engine = new ScriptedEngine({ delayMs: 0 });
    const choices = [" football matches", " cooking recipes"];
    const [football = 0, cooking = 0] = await engine.score(prompt("The football match"), choices, signal);
    const [none = 0] = await engine.score(prompt("A bridge"), choices, signal);
    expect(football).toBeGreaterThan(cooking);
    expect(football).toBeGreaterThan(none);
    expect(await engine.score(prompt("A bridge"), choices, signal)).toEqual([-17, -16]);
  });

  it("tell their cost, and fail when told to", async () => {
    const costs: ScoreCost[] = [];
    await new ScriptedEngine({ delayMs: 0 }).score(prompt("12345678"), ["a", "b"], signal, (cost) =>
      costs.push(cost),
    );
    expect(costs).toEqual([{ passes: 2, promptTokens: 2, computedTokens: 2 }]);
    const failing = new ScriptedEngine({
      delayMs: 0,
      fail: { at: "generate", error: new PostilError("engine-failed") },
    });
    await expect(failing.score(prompt("a"), ["b"], signal)).rejects.toMatchObject({ code: "engine-failed" });
  });
});
