/** The demo of summaries: one press, and the notes with the sentences behind them. */
import { join } from "node:path";
import { ERROR_CODES } from "../../../src/errors.ts";
import { resultOf } from "../../../src/messages/protocol.ts";
import { Stop } from "../../lib/log.mjs";
import { ROOT } from "../../lib/run.mjs";
import type { DemoTask } from "./demo-task.ts";

export const summarise: DemoTask = {
  sample: join(ROOT, "test", "fixtures", "sample.html"),
  failures: ["page-empty", "page-short", ...ERROR_CODES.filter((code) => code.startsWith("pdf-"))],
  putFile: () => null,

  begin: ({ postil, panel }) => postil.press(panel, "summarise"),

  progress: (job) => `Points written: ${resultOf(job, "notes")?.points.length ?? 0}`,

  async finish({ panel }, job) {
    const notes = resultOf(job, "notes")?.points ?? [];
    const points = notes.map(({ text, sources }) => ({ text, sources }));
    if (points.length === 0) throw new Stop("No result: the model noted nothing.");
    await panel.waitForText(points.at(-1)?.text ?? "");
    return {
      result: { text: points.map(({ text }) => text).join("\n"), points },
      lines: points.map(({ text }) => `- ${text}`),
    };
  },
};
