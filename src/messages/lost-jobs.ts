/** What is left of jobs whose host is gone. */
import { PostilError } from "../errors.ts";
import type { JobView } from "./protocol.ts";

/** Jobs as they are to be shown once their host is gone: the ended ones stay, the others have failed. Latest of each place. */
export function jobsAfterLoss(jobs: readonly JobView[]): readonly JobView[] {
  const error = new PostilError("engine-gone").toReport();
  const latest = new Map<string, JobView>();
  for (const job of jobs)
    latest.set(`${job.tabId} ${job.task}`, hasEnded(job) ? job : { ...job, status: "failed", error });
  return [...latest.values()];
}

/** True once nothing more happens to a job. */
export function hasEnded({ status }: JobView): boolean {
  return status === "done" || status === "cancelled" || status === "failed";
}
