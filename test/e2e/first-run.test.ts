/** The first run, without a network: terms, a download that fails, files that are no model. No weights are needed. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PATIENCE_MS, until } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "postil-test-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => stage.reset({ engine: "webllm", termsAcceptedAt: 0 }));

  async function welcome(): Promise<View> {
    const { panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    await panel.waitForText(stage.postil.words.of("welcome_title"));
    return panel;
  }

  const acceptTerms = (panel: View): Promise<void> =>
    panel.click({ role: "checkbox", name: stage.postil.words.of("terms_accept") });

  describe("first run", () => {
    test("nothing is fetched, and no file taken, before the terms are accepted", async () => {
      const panel = await welcome();
      await panel.find({ role: "link", name: stage.postil.words.of("terms_link") });
      await panel.find({ role: "link", name: stage.postil.words.of("policy_link") });
      for (const key of ["fetch_model", "use_file"]) {
        await stage.postil.press(panel, key);
        await panel.waitForText(stage.postil.words.of("terms_first"));
      }
      const { model } = await stage.postil.state(panel);
      expect(model).toMatchObject({ status: "missing", installed: null, install: null });
      expect(stage.web.foreignRequests).toEqual([]);
    });

    test("a download without a network ends in a named error, and may be tried again", async () => {
      const panel = await welcome();
      await acceptTerms(panel);
      await stage.postil.press(panel, "fetch_model");
      // The download tries again by itself for half a minute: networks come back.
      await panel.waitForText(stage.postil.words.error("model-download-failed"), 30_000 + PATIENCE_MS);
      expect((await stage.postil.state(panel)).model.install).toMatchObject({
        kind: "download",
        status: "failed",
      });
      // Only the model's own host was asked.
      expect(new Set(stage.web.foreignRequests.map(({ host }) => host))).toEqual(new Set(["huggingface.co"]));
      const asked = stage.web.foreignRequests.length;
      await stage.postil.press(panel, "retry");
      await until(() => stage.web.foreignRequests.length > asked, PATIENCE_MS, "another attempt");
      await stage.postil.press(panel, "cancel");
      await stage.postil.press(panel, "cancel_yes_delete");
      await panel.waitForText(stage.postil.words.of("welcome_title"));
      expect((await stage.postil.state(panel)).model).toMatchObject({
        status: "missing",
        install: null,
        error: null,
      });
    });

    test.each([
      ["a text file", "gguf-bad-magic", Buffer.from("This is a letter, not a model.".repeat(100))],
      ["an empty file", "gguf-bad-magic", Buffer.alloc(0)],
      ["a file that ends in its header", "gguf-truncated", Buffer.from("GGUF\x03\0\0\0", "latin1")],
      [
        "a version of a time to come",
        "gguf-unsupported-version",
        Buffer.from("GGUF\x63\0\0\0".padEnd(64, "\0"), "latin1"),
      ],
    ] as const)("%s is refused by name (%s), and nothing is installed", async (_what, code, bytes) => {
      const path = join(folder, `${code}.gguf`);
      await writeFile(path, bytes);
      const panel = await welcome();
      await acceptTerms(panel);
      await panel.chooseFile({ role: "button", name: stage.postil.words.of("use_file") }, path);
      await panel.waitForText(stage.postil.words.error(code));
      const { model } = await stage.postil.state(panel);
      expect(model).toMatchObject({ status: "missing", installed: null, install: null, error: { code } });
      const kept = await panel.evaluate<string[]>(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys())))).then((all) => all.flat().map(({ url }) => url))",
      );
      expect(kept).toEqual([]);
    });
  });
});
