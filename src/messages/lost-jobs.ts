/** What is left of jobs whose host is gone. */
import { PostilError } from "../errors.ts";
import { type JobView, resultOf } from "./protocol.ts";

/** Notes of one tab that are kept, with the latest. */
const KEPT_NOTES = 6;

/**
 * Jobs as they are to be shown once their host is gone: the ended ones stay, the others have failed. Of each tab and task the
 * latest, and notes that there were before it. A job that comes twice is what it was last.
 */
export function jobsAfterLoss(jobs: readonly JobView[]): readonly JobView[] {
  const error = new PostilError("engine-gone").toReport();
  const byId = new Map<string, JobView>();
  for (const job of jobs) byId.set(job.id, hasEnded(job) ? job : { ...job, status: "failed", error });
  const places = new Map<string, JobView[]>();
  for (const job of byId.values()) {
    const place = `${job.tabId} ${job.task}`;
    places.set(place, [...(places.get(place) ?? []), job]);
  }
  const kept = new Set(Array.from(places.values(), latestOf).flat());
  return [...byId.values()].filter((job) => kept.has(job));
}

function latestOf(jobs: readonly JobView[]): readonly JobView[] {
  const before = jobs.slice(0, -1).filter((job) => (resultOf(job, "notes")?.points.length ?? 0) > 0);
  return [...before.slice(1 - KEPT_NOTES), ...jobs.slice(-1)];
}

/** True once nothing more happens to a job. */
export function hasEnded({ status }: Pick<JobView, "status">): boolean {
  return status === "done" || status === "cancelled" || status === "failed";
}
