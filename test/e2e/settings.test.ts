/** The settings page: what is chosen there is kept, and the panel's host goes by it. */
import { beforeEach, describe, expect, test } from "vitest";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { expectQuiet, SOON, useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset({ engine: "auto" }));

  test("the engine that is chosen there is the one that the host would use, also for a host to come", async () => {
    const { postil, browser, web } = stage;
    const { panel } = await postil.openOn(web.put("/ferry", { body: FERRY }));
    await postil.waitForState(panel, ({ engine }) => engine.choice === "auto");
    let options = await postil.openOptions();
    const { words } = postil;
    const chosen = (): Promise<string> =>
      options.evaluate("document.querySelector('input[type=radio]:checked')?.parentElement?.innerText ?? ''");
    const choose = (key: string): Promise<void> => options.click({ role: "radio", name: words.pattern(key) });
    await choose("engine_cpu");
    await postil.waitForState(panel, ({ engine }) => engine.choice === "cpu");
    await expect.poll(chosen, SOON).toContain(words.of("engine_cpu"));

    await browser.destroyHost();
    await postil.waitForState(panel, ({ engine }) => engine.choice === "cpu");
    await options.close();
    options = await postil.openOptions();
    await options.find({ role: "radio", name: words.pattern("engine_cpu") });
    await expect.poll(chosen, SOON).toContain(words.of("engine_cpu"));

    await choose("engine_webllm");
    await postil.waitForState(panel, ({ engine }) => engine.choice === "webllm");
    await expectQuiet(stage, options);
  });

  test("how fast this computer is: measured on a press, shown, copied, and stopped when asked", async () => {
    const { postil, browser } = stage;
    await stage.reset({ engine: "scripted", scriptedDelayMs: 2 });
    const options = await postil.openOptions();
    const { words } = postil;
    await postil.press(options, "bench_start");
    await options.find({ role: "button", name: words.of("bench_stop") });
    const { bench } = await postil.waitForState(options, (state) => state.bench?.status === "done", 60_000);
    expect(Object.keys(bench?.report?.engines ?? {})).toEqual(["webllm", "cpu"]);
    await options.find({ role: "columnheader", name: words.of("bench_engine_cpu") });
    await postil.press(options, "bench_copy_json");
    await options.waitForText(words.of("copied"));
    expect(JSON.parse(await browser.readClipboard(options))).toEqual(bench?.report);

    await stage.reset({ engine: "scripted", scriptedDelayMs: 100 });
    const again = await postil.openOptions();
    await postil.press(again, "bench_start");
    await postil.waitForState(again, (state) => state.bench?.status === "running");
    await postil.press(again, "bench_stop");
    await postil.waitForState(again, (state) => state.bench?.status === "cancelled");
    await again.waitForText(words.of("bench_stopped"));
    await expectQuiet(stage, again);
  });
});
