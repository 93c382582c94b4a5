/** What is stored of a model is changed or goes away, as browsers and disks do it. */
import { beforeEach, describe, expect, test } from "vitest";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { expectQuiet, useStage } from "./harness.ts";
import { keep, keepNothing, SHARD, SHARD_URL, WEIGHTS, withModel } from "./small-model.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(async () => {
    await stage.reset({ engine: "cpu", termsAcceptedAt: 1 });
    await keepNothing(stage);
  });

  test("a file that is gone is missed when the host begins, by name, with the way to install again", async () => {
    const panel = await withModel(stage);
    await panel.call(
      async (url: string) => void (await (await caches.open("webllm/model")).delete(url)),
      SHARD_URL,
    );
    await stage.browser.destroyHost();
    await panel.waitForText(stage.postil.words.error("model-damaged"));
    const { model } = await stage.postil.state(panel);
    expect(model).toMatchObject({
      status: "missing",
      error: { code: "model-damaged", detail: { file: SHARD, found: "nothing" } },
    });
    await panel.find({ role: "button", name: stage.postil.words.of("use_file") });
    await expectQuiet(stage);
  });

  test("a file that was changed is found out by its hash before it is used", async () => {
    const panel = await withModel(stage);
    await keep(stage, "webllm/model", SHARD, WEIGHTS.toUpperCase());
    await stage.postil.press(panel, "summarise");
    const job = await stage.postil.waitForJob(panel, ["failed"]);
    expect(job.error).toMatchObject({ code: "model-damaged", detail: { file: SHARD } });
    await panel.waitForText(stage.postil.words.error("model-damaged"));
    const { model } = await stage.postil.state(panel);
    expect(model).toMatchObject({ status: "missing", error: { code: "model-damaged" } });
    await expectQuiet(stage);
  });
});
