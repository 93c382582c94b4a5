import * as v from "valibot";
import { expect, it } from "vitest";
import { PostilError } from "../errors.ts";
import type { InstalledModel } from "../model/installed.ts";
import { defineTask } from "../tasks/task.ts";
import { Job } from "./job.ts";
import { ScriptedEngine } from "./scripted.ts";

const MODEL = { id: "m" } as unknown as InstalledModel;

it("measures the time to the first words anew when it begins again", async () => {
  let clock = 0;
  /** Milliseconds to the first words of each attempt; all but the last end in the loss of the device. */
  const attempts = [10, 70];
  const task = defineTask({
    id: "tell",
    input: v.object({}),
    async *run() {
      clock += attempts.shift() ?? 0;
      yield { kind: "notes" as const, points: [], draft: "first words", read: { words: 1, of: 1 } };
      if (attempts.length > 0) throw new PostilError("gpu-lost");
    },
  });
  const job = new Job({ task, tabId: 1, page: { url: "", title: "" }, input: {} }, () => undefined);
  const engine = new ScriptedEngine({ delayMs: 0 });
  const before: (number | null)[] = [];
  await job.run({
    engine,
    style: "completion",
    ready: (signal) => {
      before.push(job.view.ms.first);
      return engine.load(MODEL, () => undefined, signal);
    },
    otherEngine: () => false,
    now: () => clock,
  });
  expect(before).toEqual([null, null]);
  expect(job.view).toMatchObject({ status: "done", ms: { first: 70 } });
});

it("counts what was asked and what was scored", async () => {
  const task = defineTask({
    id: "count",
    input: v.object({}),
    async *run(_input, { ask, score }) {
      const prompt = {
        instruction: "",
        labels: { input: "", output: "" },
        examples: [],
        input: "x".repeat(40),
      };
      await score(prompt, ["yes", "no"]);
      for await (const _token of ask(prompt, { maxTokens: 8, temperature: 0 }));
      yield { kind: "notes" as const, points: [], draft: "", read: { words: 1, of: 1 } };
    },
  });
  const job = new Job({ task, tabId: 1, page: { url: "", title: "" }, input: {} }, () => undefined);
  const engine = new ScriptedEngine({ delayMs: 0, answer: () => "four" });
  await job.run({
    engine,
    style: "completion",
    ready: (signal) => engine.load(MODEL, () => undefined, signal),
    otherEngine: () => false,
    now: () => 0,
  });
  // Four letters of the scripted engine's are a token.
  expect(job.view.tokens).toEqual({ prompt: 20, output: 1 });
});
