/**
 * Each engine in each browser as they are shipped, with the real weights, on a page with words for one point. WebLLM in Chromium
 * does more, in `summarise.test.ts`.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { ENDED } from "../../scripts/driver/postil.ts";
import { ensureModel } from "../../scripts/fetch-model.ts";
import { BROWSERS, type BrowserName } from "../../scripts/lib/setup.mjs";
import type { EngineChoice } from "../../src/engine/engine.ts";
import type { ErrorCode } from "../../src/errors.ts";
import { resultOf } from "../../src/messages/protocol.ts";
import { expectQuiet, useStage } from "../e2e/harness.ts";
import { expectSound, SHORT } from "./points.ts";

const BACKENDS = { cpu: "wasm", webllm: "webgpu" } as const;

interface Case {
  /** In the settings. */
  readonly chosen: EngineChoice;
  readonly engine: "cpu" | "webllm";
  /** The model library, where there is one: lavapipe, which is Firefox's card here, has 16-bit arithmetic. */
  readonly library: string;
  /** Why this one runs and not the graphics card. */
  readonly fallback: ErrorCode | null;
}
const CASES: Readonly<Record<BrowserName, readonly Case[]>> = {
  chromium: [{ chosen: "auto", engine: "cpu", library: "", fallback: "gpu-missing" }],
  firefox: [
    { chosen: "cpu", engine: "cpu", library: "", fallback: null },
    { chosen: "webllm", engine: "webllm", library: "gemma3-270m-q8-f16", fallback: null },
  ],
};
/** Chromium offers no WebGPU here, so that the processor takes over by itself. */
const GPU = { chromium: "none", firefox: "software" } as const;
/** Milliseconds. WebGPU in software takes a second or more for a token. */
const JOB_MS = 14 * 60_000;

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name, { gpu: GPU[name] });
  beforeAll(async () => {
    const { path } = await ensureModel({ quiet: true });
    await stage.postil.setSettings({ engine: "cpu" });
    const { page, panel } = await stage.postil.openOn(stage.web.put("/short", { body: SHORT }));
    await stage.postil.installFile(panel, path);
    await stage.browser.closePanel(panel);
    await page.close();
  });

  test.each(CASES[name])(
    "$chosen, chosen in the settings, summarises a page by $engine",
    async ({ chosen, engine, library, fallback }) => {
      const { postil, web } = stage;
      await stage.reset({ engine: chosen });
      const { page, panel } = await postil.openOn(web.put("/short", { body: SHORT }));
      await postil.waitForState(panel, ({ model }) => model.status === "ready");
      await postil.press(panel, "summarise");
      const job = await postil.waitForJob(panel, ENDED, JOB_MS);
      expect(job.error).toBeNull();
      const { info } = (await postil.state(panel)).engine;
      console.info(`${name}, ${engine}: ${JSON.stringify({ ...job.ms, ...job.tokens, info })}`);
      expect(info).toMatchObject({ engine, backend: BACKENDS[engine], library });
      expect(info?.fallback?.code ?? null).toBe(fallback);
      expect(job.tokens.output).toBeGreaterThan(0);
      const points = resultOf(job, "notes")?.points ?? [];
      expect(points).toHaveLength(1);
      await expectSound(points, await page.evaluate<string>("document.body.textContent"));
      await panel.waitForText(points[0]?.text ?? "?");
      if (fallback === "gpu-missing") {
        const settings = await postil.openOptions();
        await settings.waitForText(postil.words.of("engine_note_missing"));
      }
      await expectQuiet(stage, page, panel);
    },
  );
});
