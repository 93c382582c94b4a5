/** The way back to notes that the tab has had before. */
import { useId } from "preact/hooks";
import type { JobView } from "../../messages/protocol.ts";
import { t } from "../../ui/i18n.ts";
import { lengthOf } from "../view.ts";

interface EarlierNotesProps {
  /** Newest first. */
  readonly jobs: readonly JobView[];
  open(jobId: string): void;
}

export function EarlierNotes({ jobs, open }: EarlierNotesProps) {
  const id = useId();
  if (jobs.length === 0) return null;
  return (
    <nav class="earlier" aria-labelledby={id}>
      <h2 id={id}>{t("earlier_title")}</h2>
      <ul>
        {jobs.map((job) => (
          <li key={job.id}>
            <button type="button" class="link" dir="auto" onClick={() => open(job.id)}>
              {job.page.title || t("untitled")}
            </button>
            <span class="note">{t(`length_${lengthOf(job)}`)}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}
