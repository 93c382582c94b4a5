/** The choice of an engine with the real ones: a card that computes rightly, one that does not, and none. */
import type { Worker } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChoiceWorkerScope } from "./choice-worker.ts";
import { type EnginePage, enginePage } from "./engine-page.ts";

let page: EnginePage;
let worker: Worker;

beforeAll(async () => {
  page = await enginePage({ worker: "choice-worker.ts", webgpu: true });
  worker = await page.open();
  await worker.evaluate(
    (model) => (globalThis as unknown as ChoiceWorkerScope).choice.fill(model),
    page.model,
  );
});

afterAll(() => page?.close());

/** Loads what `choice` comes to, has it answer, and unloads it; an error comes back by its code. */
function loadAndAsk(choice: "auto" | "webllm", before: "spoilCard" | "hideCard" | "nothing") {
  return worker.evaluate(
    async ([model, choice, before]) => {
      const means = (globalThis as unknown as ChoiceWorkerScope).choice;
      means.forgetKnown(model.id);
      if (before !== "nothing") means[before]();
      const engine = means.make(choice);
      const { signal } = new AbortController();
      const phases = new Set<string>();
      try {
        const info = await engine.load(model, ({ phase }) => phases.add(phase), signal);
        const prompt = {
          instruction: "",
          examples: [
            { input: "Italy", output: "Rome" },
            { input: "Japan", output: "Tokyo" },
          ],
          labels: { input: "Country", output: "Capital" },
          input: "France",
        };
        let text = "";
        for await (const token of engine.generate(prompt, { maxTokens: 3, temperature: 0 }, signal))
          text += token.text;
        return { info, text, phases: [...phases], record: await means.record(model.id), code: "" };
      } catch (thrown) {
        return { info: null, text: "", phases: [], record: null, code: (thrown as { code: string }).code };
      } finally {
        await engine.unload();
      }
    },
    [page.model, choice, before] as const,
  );
}

test("a card that computes what the processor does is taken, and tested once", async () => {
  const first = await loadAndAsk("auto", "nothing");
  console.info(JSON.stringify(first));
  expect(first).toMatchObject({ text: " Paris", info: { engine: "webllm", fallback: null } });
  expect(first.phases).toContain("test");
  expect(first.record).toMatchObject({ reference: { text: " Thursday, Friday" } });
  const again = await loadAndAsk("auto", "nothing");
  expect(again).toMatchObject({ text: " Paris", info: { engine: "webllm" } });
  expect(again.phases).not.toContain("test");
});

test("a card that is lost a second time gives way to the processor", async () => {
  const codes = await worker.evaluate(async (model) => {
    const means = (globalThis as unknown as ChoiceWorkerScope).choice;
    const engine = means.make("auto");
    const { signal } = new AbortController();
    const prompt = { instruction: "", examples: [], labels: { input: "", output: "" }, input: "one, two," };
    const ended: string[] = [];
    for (let loss = 0; loss < 2; loss++) {
      const { engine: name } = await engine.load(model, () => undefined, signal);
      ended.push(name);
      try {
        for await (const token of engine.generate(prompt, { maxTokens: 20, temperature: 0 }, signal))
          if (token.text !== "") means.loseCard();
        ended.push("answered");
      } catch (thrown) {
        ended.push((thrown as { code: string }).code);
      }
    }
    const { engine: name, fallback } = await engine.load(model, () => undefined, signal);
    ended.push(name, fallback?.code ?? "");
    await engine.unload();
    return ended;
  }, page.model);
  expect(codes).toEqual(["webllm", "gpu-lost", "webllm", "gpu-lost", "cpu", "gpu-lost"]);
});

test("a card that computes garbage is refused by name, and the processor takes over", async () => {
  await worker.evaluate(
    (id) => (globalThis as unknown as ChoiceWorkerScope).choice.forgetRecord(id),
    page.model.id,
  );
  const automatic = await loadAndAsk("auto", "spoilCard");
  console.info(JSON.stringify(automatic.info));
  expect(automatic).toMatchObject({
    text: " Paris",
    info: { engine: "cpu", fallback: { code: "gpu-wrong" } },
  });
  expect(await loadAndAsk("webllm", "nothing")).toMatchObject({ code: "gpu-wrong" });
});

test("without WebGPU the processor takes over, unless the card was asked for", async () => {
  expect(await loadAndAsk("auto", "hideCard")).toMatchObject({
    text: " Paris",
    info: { engine: "cpu", backend: "wasm", fallback: { code: "gpu-missing" } },
  });
  expect(await loadAndAsk("webllm", "hideCard")).toMatchObject({ code: "gpu-missing" });
});

test("where neither card nor processor can run the model, that is said by name", async () => {
  const hidden = await page.open();
  const code = await hidden.evaluate(async (model) => {
    const means = (globalThis as unknown as ChoiceWorkerScope).choice;
    means.hideCard();
    means.hideWasmFeatures();
    const engine = means.make("auto");
    return engine
      .load(model, () => undefined, new AbortController().signal)
      .then(
        ({ engine: name }) => name as string,
        (thrown: { code: string }) => thrown.code,
      );
  }, page.model);
  expect(code).toBe("engine-none");
});
