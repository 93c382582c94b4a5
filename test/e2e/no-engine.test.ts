/** A machine that can run the model in no way: its browser offers neither WebGPU nor the wasm that the processor's engine needs. */
import { beforeEach, describe, expect, test } from "vitest";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { expectQuiet, useStage } from "./harness.ts";
import { keepNothing, withModel } from "./small-model.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name, { gpu: "none", wasm: false });
  beforeEach(() => keepNothing(stage));

  test.each([
    ["auto", "engine-none"],
    ["cpu", "cpu-unsupported"],
    ["webllm", "gpu-missing"],
  ] as const)(
    "%s: the job ends in %s, with what can be done, and what is stored stays",
    async (engine, code) => {
      await stage.reset({ engine, termsAcceptedAt: 1 });
      const { postil } = stage;
      const panel = await withModel(stage);
      await postil.press(panel, "summarise");
      const job = await postil.waitForJob(panel, ["done", "failed"]);
      expect(job.error?.code).toBe(code);
      await panel.waitForText(postil.words.error(code));
      await panel.waitForText(postil.words.of(`error_${code.replaceAll("-", "_")}_next`));
      const { model, engine: state } = await postil.state(panel);
      expect(model).toMatchObject({ status: "ready", installed: { name: "A few bytes" }, error: null });
      expect(state).toMatchObject({ status: "unloaded", info: null });
      await expectQuiet(stage);
    },
  );
});
