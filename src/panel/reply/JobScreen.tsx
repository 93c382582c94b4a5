/** One reply, in whatever state its job is: waiting, written, to be edited and put into the page. */
import { useContext, useRef, useState } from "preact/hooks";
import { type JobView, resultOf } from "../../messages/protocol.ts";
import { Choices } from "../../ui/Choices.tsx";
import { Announcer, Button, ErrorMessage, Notice } from "../../ui/elements.tsx";
import { formatCount, nameOfLanguage, t } from "../../ui/i18n.ts";
import { Frame } from "../Frame.tsx";
import { isActive, JobWaiting, waitingText } from "../JobWaiting.tsx";
import type { TaskScreenProps } from "../screens.tsx";
import { siteOf } from "../view.ts";
import { blanksIn } from "./blanks.ts";
import { DraftActions } from "./DraftActions.tsx";
import { DraftField } from "./DraftField.tsx";
import { ReplyForm } from "./ReplyForm.tsx";
import { type Draft, ReplyContext, type ReplyPart } from "./reply-context.ts";

export function JobScreen({ view, status, engineNote, actions }: TaskScreenProps<"job">) {
  const part = useContext(ReplyContext);
  const field = useRef<HTMLTextAreaElement>(null);
  if (!part) return null;
  const { job, load, tabShows } = view;
  const active = isActive(job);
  const result = resultOf(job, "reply");
  const draft = active ? null : shownDraft(part);
  const blanks = draft ? blanksIn(draft.text, draft.blanks) : [];
  const isOpenToUs = tabShows !== "ungranted";
  const endedActions = draft ? (
    <DraftActions
      key={draft.jobId}
      part={part}
      draft={draft}
      blanks={blanks}
      field={field}
      canInsert={isOpenToUs}
      copy={actions.copy}
    />
  ) : (
    isOpenToUs && part.seen?.kind === "message" && <DraftButton part={part} primary />
  );
  return (
    <Frame
      title={job.page.title || t("untitled")}
      subtitle={siteOf(job.page.url)}
      status={status}
      openSettings={actions.openSettings}
      actions={
        active ? (
          <Button primary onPress={() => actions.stop(job.id)}>
            {t("stop")}
          </Button>
        ) : (
          endedActions
        )
      }
    >
      <Announcer text={announcement(job)} />
      {tabShows !== "same" && (
        <Notice>
          <p>{t("reply_stale")}</p>
          {tabShows === "ungranted" && <p>{t("stale_grant")}</p>}
        </Notice>
      )}
      {active && engineNote !== "" && <p class="note">{engineNote}</p>}
      {active && !result?.draft && <JobWaiting job={job} load={load} />}
      {active && result?.draft && (
        <p class="draft-growing" dir="auto" lang={result.lang || undefined} aria-hidden="true">
          {result.draft}
          <span class="caret" />
        </p>
      )}
      {job.status === "failed" && job.error && <ErrorMessage error={job.error} />}
      {job.status === "cancelled" && <p class="note">{t(stoppedText(draft, job, result?.draft))}</p>}
      {draft && part.foreignLanguage !== "" && draft.lang !== "" && (
        <Notice>
          <p>
            {t("reply_foreign", {
              from: nameOfLanguage(part.foreignLanguage),
              to: nameOfLanguage(draft.lang),
            })}
          </p>
        </Notice>
      )}
      {draft && part.drafts.length > 1 && (
        <Choices
          legend={t("reply_drafts")}
          options={part.drafts.map(({ jobId }, index) => ({
            value: jobId,
            label: t("reply_draft_number", { number: formatCount(index + 1) }),
          }))}
          value={draft.jobId}
          choose={part.actions.show}
        />
      )}
      {draft && (
        <DraftField
          draft={draft}
          blanks={blanks}
          field={field}
          edit={(text) => part.actions.edit(draft.jobId, text)}
        />
      )}
      <Asks asks={draft?.asks ?? result?.asks ?? []} />
      {!active && isOpenToUs && (
        <Anew key={`${job.id} ${draft === null}`} view={view} part={part} hasDraft={draft !== null} />
      )}
    </Frame>
  );
}

function Asks({ asks }: Pick<Draft, "asks">) {
  if (asks.length === 0) return null;
  return (
    <section class="asks">
      <h2>{t("reply_asks")}</h2>
      <ul>
        {asks.map(({ act, text }, index) => (
          <li key={index}>
            <span class="act">{t(`reply_act_${act}`)}</span> <q dir="auto">{text}</q>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface AnewProps {
  readonly view: TaskScreenProps<"job">["view"];
  readonly part: ReplyPart;
  readonly hasDraft: boolean;
}

/** Another reply, to the same message or to the one that is open by now. */
function Anew({ view, part, hasDraft }: AnewProps) {
  const isOther = view.tabShows === "other";
  // Nothing is read in the page before it is asked for.
  const [open, setOpen] = useState(
    !hasDraft || (part.seen?.kind === "message" && part.seen.isOther === true),
  );
  return (
    <details class="anew" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(isOther ? "reply_anew_other" : "reply_anew")}</summary>
      {open && <ReplyForm part={part} page={view.job.page} />}
      {open && hasDraft && part.seen?.kind === "message" && (
        <div class="row">
          <DraftButton part={part} primary={false} />
        </div>
      )}
    </details>
  );
}

interface DraftButtonProps {
  readonly part: ReplyPart;
  readonly primary: boolean;
}

function DraftButton({ part, primary }: DraftButtonProps) {
  return (
    <Button look={primary ? "go" : "plain"} primary={primary} onPress={part.actions.draft}>
      {t("reply_draft")}
    </Button>
  );
}

/** The draft that was chosen, else the newest. */
function shownDraft({ drafts, shown }: ReplyPart): Draft | null {
  return drafts.find(({ jobId }) => jobId === shown) ?? drafts.at(-1) ?? null;
}

function stoppedText(shown: Draft | null, job: JobView, written: string | undefined) {
  if (shown && shown.jobId !== job.id) return "reply_stopped_before";
  return written ? "reply_stopped_some" : "reply_stopped_none";
}

/** What a screen reader says of the job's course; errors speak for themselves. */
function announcement(job: JobView): string {
  if (job.status === "running" && resultOf(job, "reply")?.draft) return "";
  if (isActive(job)) return waitingText(job);
  return job.status === "done" ? t("reply_done") : "";
}
