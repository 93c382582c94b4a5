/** A job that has nothing to show yet: its place in the queue, or what the engine is doing. */
import type { HostState, JobView } from "../messages/protocol.ts";
import { Progress } from "../ui/elements.tsx";
import { plural, t } from "../ui/i18n.ts";

interface JobWaitingProps {
  readonly job: JobView;
  /** How far the model is loaded. */
  readonly load: HostState["engine"]["progress"];
}

export function JobWaiting({ job, load }: JobWaitingProps) {
  if (job.status === "queued") return <p>{waitingText(job)}</p>;
  const label = job.status === "loading" && load ? t(`loading_${load.phase}`) : t("thinking");
  return (
    <>
      <p>{label}</p>
      <Progress label={label} value={job.status === "loading" ? load?.fraction : undefined} />
      {job.status === "loading" && load && <p class="note">{t("loading_note")}</p>}
    </>
  );
}

/** What a job waits for, in a sentence. */
export function waitingText(job: JobView): string {
  if (job.status === "queued") return job.place === 0 ? t("queued_next") : plural("queued", job.place);
  return t(job.status === "loading" ? "loading_weights" : "thinking");
}

export function isActive({ status }: JobView): boolean {
  return status === "queued" || status === "loading" || status === "running";
}
