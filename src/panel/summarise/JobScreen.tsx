/** One job, in whatever state it is: waiting, loading, writing, ended. */
import { useContext, useState } from "preact/hooks";
import { type JobView, resultOf } from "../../messages/protocol.ts";
import { Announcer, Button, ErrorMessage, Notice } from "../../ui/elements.tsx";
import { formatCount, formatSeconds, nameOfLanguage, plural, t } from "../../ui/i18n.ts";
import { Frame } from "../Frame.tsx";
import { isActive, JobWaiting, waitingText } from "../JobWaiting.tsx";
import type { ScreenProps } from "../screens.tsx";
import { canRetry, lengthOf, siteOf, type View } from "../view.ts";
import { markdown, plainText } from "./copy.ts";
import { EarlierNotes } from "./EarlierNotes.tsx";
import { Notes } from "./Notes.tsx";
import type { SummariseOptions } from "./reader.ts";
import { SummariseContext } from "./summarise-context.ts";
import { WishChoice } from "./WishChoice.tsx";

type JobOf = Extract<View, { kind: "job" }>;

export function JobScreen({ view, status, engineNote, actions }: ScreenProps<JobOf>) {
  const { job, load, tabShows } = view;
  const active = isActive(job);
  const points = resultOf(job, "notes")?.points ?? [];
  const { hasFile } = useContext(SummariseContext);
  // The file that was chosen last can be read again, but not one before it.
  const isLastFile = view.earlier.every(({ page }) => page.url !== "" || page.title === job.page.title);
  const offered = active ? NOTHING : offeredAfter(view, isLastFile && hasFile(job.tabId));
  const draft = active ? (resultOf(job, "notes")?.draft ?? "") : "";
  return (
    <Frame
      title={job.page.title || t("untitled")}
      subtitle={[siteOf(job.page.url), ...whatWasRead(job)].filter(Boolean).join(" · ")}
      status={status}
      follow={active}
      openSettings={actions.openSettings}
      actions={
        active ? (
          <>
            <Button primary onPress={() => actions.stop(job.id)}>
              {t("stop")}
            </Button>
            <span class="aside">{job.status === "running" && progressText(job)}</span>
          </>
        ) : (
          Object.values(offered).includes(true) && (
            <EndedActions key={job.id} view={view} offered={offered} actions={actions} />
          )
        )
      }
    >
      <Announcer text={announcement(job)} />
      {(tabShows === "other" || tabShows === "ungranted") && (
        <Notice>
          <p>{t("stale_note")}</p>
          {tabShows === "ungranted" && <p>{t("stale_grant")}</p>}
        </Notice>
      )}
      {active && engineNote !== "" && <p class="note">{engineNote}</p>}
      <Notes key={job.id} job={job} draft={draft} inPage={tabShows === "same"} />
      {active && points.length === 0 && draft === "" && <JobWaiting job={job} load={load} />}
      {job.status === "done" && points.length === 0 && <p>{t("nothing_noted")}</p>}
      {job.status === "done" && <QuotedNote job={job} />}
      {job.status === "cancelled" && (
        <p class="note">{t(points.length > 0 ? "stopped_some" : "stopped_none")}</p>
      )}
      {job.status === "failed" && job.error && <ErrorMessage error={job.error} />}
      {(offered.again || offered.other) && <WishChoice />}
      {!active && <EarlierNotes jobs={view.earlier} open={actions.open} />}
    </Frame>
  );
}

/** Why there are nothing but quotations, where that is so. */
function QuotedNote({ job }: { readonly job: JobView }) {
  const { points = [], lang, writes = true } = resultOf(job, "notes") ?? {};
  if (points.length === 0 || !points.every(({ quoted }) => quoted)) return null;
  const page = lang?.page ?? "";
  if (!writes)
    return (
      <p class="note">
        {page === "" ? t("language_unsure") : t("language_unknown", { language: nameOfLanguage(page) })}
      </p>
    );
  return points.length > 1 ? <p class="note">{t("all_quoted")}</p> : null;
}

interface EndedProps extends Pick<ScreenProps<JobOf>, "view" | "actions"> {
  readonly offered: Offered;
}

function EndedActions({ view, offered, actions }: EndedProps) {
  const { job, tabShows } = view;
  const { wish } = useContext(SummariseContext);
  const [said, setSaid] = useState("");
  const copy = async (text: string): Promise<void> => {
    setSaid("");
    const done = await actions.copy(text);
    setSaid(t(done ? "copied" : "copy_failed"));
  };
  const took =
    job.status === "done" && job.ms.total !== null ? t("took", { time: seconds(job.ms.total) }) : "";
  // Another length than what is shown: then the way to it comes first.
  const isOther = wish.length !== lengthOf(job);
  const repeat = (): void => {
    if (tabShows === "file") actions.start("summarise", { again: true } satisfies SummariseOptions);
    else actions.start("summarise");
  };
  const again = (
    <Button
      key="again"
      look={offered.copy && !isOther ? "quiet" : "go"}
      primary={!offered.copy}
      onPress={repeat}
    >
      {t("again")}
    </Button>
  );
  return (
    <>
      {offered.other && (
        <Button look="go" primary={tabShows === "other"} onPress={() => actions.start("summarise")}>
          {t("summarise_this")}
        </Button>
      )}
      {offered.again && isOther && again}
      {offered.copy && (
        <>
          <Button primary onPress={() => void copy(plainText(job))}>
            {t("copy")}
          </Button>
          <Button look="quiet" onPress={() => void copy(markdown(job))}>
            {t("copy_markdown")}
          </Button>
        </>
      )}
      {offered.again && !isOther && again}
      <span class="aside">
        <span role="status">{said}</span>
        {said === "" && took}
      </span>
    </>
  );
}

/** What can be done: with the page that the tab shows now, with the notes, and with their own page once more. */
interface Offered {
  readonly other: boolean;
  readonly copy: boolean;
  readonly again: boolean;
}

const NOTHING: Offered = { other: false, copy: false, again: false };

/** What can be done with a job that has ended. `hasFile`: whether the file that it may be about can be read again. */
function offeredAfter({ job, tabShows }: JobOf, hasFile: boolean): Offered {
  const mayRepeat = tabShows === "same" || (tabShows === "file" && hasFile);
  return {
    other: tabShows === "other" || tabShows === "file",
    copy: (resultOf(job, "notes")?.points.length ?? 0) > 0,
    again: mayRepeat && (job.status !== "failed" || !job.error || canRetry(job.error)),
  };
}

function seconds(ms: number): string {
  return formatSeconds(ms / 1000, true);
}

function progressText(job: JobView): string {
  return t("point_number", { number: formatCount((resultOf(job, "notes")?.points.length ?? 0) + 1) });
}

/** Such as "all 412 words read", and that it is a PDF; empty while nothing has been read. */
function whatWasRead(job: JobView): string[] {
  const result = resultOf(job, "notes");
  if (!result || result.read.of === 0) return [];
  const { words, of, source } = result.read;
  const kind = source === "pdf" ? ["PDF"] : [];
  if (words < of) {
    const part = t("read_part", { read: formatCount(words), all: formatCount(of) });
    return [...kind, part, t("read_part_next")];
  }
  return [...kind, source === "selection" ? plural("read_selection", of) : plural("read_all", of)];
}

/** What a screen reader says of the job's course; points and errors speak for themselves. */
function announcement(job: JobView): string {
  const points = resultOf(job, "notes")?.points.length ?? 0;
  if (job.status === "done") return plural("points_done", points);
  return isActive(job) && points === 0 ? waitingText(job) : "";
}
