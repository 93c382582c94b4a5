/** What tests do with finished notes: ask for them, and press the mark of one. */
import type { View } from "../../scripts/driver/view.ts";
import { type JobView, resultOf } from "../../src/messages/protocol.ts";
import type { Stage } from "./harness.ts";

type Notes = NonNullable<ReturnType<typeof resultOf<"notes">>>;

/** Opens a page, or takes one that is open, and waits for its notes in the panel. */
export async function summarise(
  stage: Stage,
  at: string | { page: View; panel: View },
): Promise<{ page: View; panel: View; job: JobView; notes: Notes }> {
  const opened = typeof at === "string" ? await stage.postil.openOn(at) : at;
  await stage.postil.press(opened.panel, "summarise");
  return { ...opened, ...(await finished(stage, opened.panel)) };
}

/** The latest job, once its notes are in the panel; with `before`, the one that comes after it. */
export async function finished(
  stage: Stage,
  panel: View,
  before?: JobView,
): Promise<{ job: JobView; notes: Notes }> {
  const isDone = (job: JobView | undefined): job is JobView =>
    job?.status === "done" && job.id !== before?.id && job.ms.total !== null;
  const { jobs } = await stage.postil.waitForState(panel, (state) => isDone(state.jobs.at(-1)));
  const job = jobs.at(-1);
  const notes = resultOf(job, "notes");
  if (!job || !notes) throw new Error("the job has no notes");
  await panel.waitForText(notes.points.at(-1)?.text ?? "?");
  return { job, notes };
}

/** Presses the mark of a point, by its number from 0. */
export function pressMark(stage: Stage, panel: View, point: number): Promise<void> {
  const words = stage.postil.words.of("sources_of").replace(/\$\w+\$/u, String(point + 1));
  return panel.click({ role: "button", name: words });
}

/** The texts that are lit up in the page, in its order. */
export function litTexts(page: View): Promise<readonly string[]> {
  return page.call(() =>
    [...(CSS.highlights.get("postil-source") ?? [])].map((range) => (range as Range).toString()),
  );
}
