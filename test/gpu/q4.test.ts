/**
 * A Q4_0 file through both engines: stored in four bits, read by WebLLM's library for it (SwiftShader) and, given back as a GGUF,
 * by llama.cpp, which the self-test compares. Its weights are worth less than the model's own: it is made of them (q4-gguf.ts).
 */
import type { Worker } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureQ4 } from "../../scripts/q4-gguf.ts";
import type { ChoiceWorkerScope } from "./choice-worker.ts";
import { type EnginePage, enginePage } from "./engine-page.ts";

let page: EnginePage;
let worker: Worker;

beforeAll(async () => {
  page = await enginePage({ worker: "choice-worker.ts", webgpu: true, gguf: await ensureQ4(true) });
  worker = await page.open();
  await worker.evaluate(
    (model) => (globalThis as unknown as ChoiceWorkerScope).choice.fill(model),
    page.model,
  );
});

afterAll(() => page?.close());

function loadAndAsk(choice: "auto" | "cpu") {
  return worker.evaluate(
    async ([model, choice]) => {
      const engine = (globalThis as unknown as ChoiceWorkerScope).choice.make(choice);
      const { signal } = new AbortController();
      const info = await engine.load(model, () => undefined, signal);
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
      const scores = await engine.score(prompt, [" Paris", " London"], signal);
      await engine.unload();
      return { info, text, scores };
    },
    [page.model, choice] as const,
  );
}

test("is stored in four bits, passes the self-test on the card, and says the same on the processor", async () => {
  expect(page.model.library).toBe("gemma3-270m-q4-f32");
  const card = await loadAndAsk("auto");
  console.info(JSON.stringify(card));
  expect(card.info).toMatchObject({
    engine: "webllm",
    library: "gemma3-270m-q4-f32-subgroups",
    fallback: null,
  });
  const processor = await loadAndAsk("cpu");
  console.info(JSON.stringify(processor));
  expect(processor.info.engine).toBe("cpu");
  expect(card.text).toBe(processor.text);
  // llama.cpp rounds activations to 8 bits, which our kernels do not.
  for (const [i, score] of card.scores.entries())
    expect(Math.abs(score - (processor.scores[i] ?? 0))).toBeLessThan(0.05 + Math.abs(score) * 0.05);
});
