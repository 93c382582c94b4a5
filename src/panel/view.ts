/**
 * What the panel shows, as a pure function of what is known: the host's state, the tab in front, and what this panel is
 * doing itself. Components only draw a `View`; every decision is here.
 */
import { type ErrorReport, PostilError } from "../errors.ts";
import { hasEnded } from "../messages/lost-jobs.ts";
import { type HostState, type JobView, resultOf } from "../messages/protocol.ts";
import type { SummaryLength } from "../tasks/task.ts";
import { type Install, type Offer, offerFor } from "../ui/offers.ts";
import {
  type BegunTask,
  isPanelTask,
  isStanding,
  type PanelTask,
  type Place,
  placeOf,
  type StandingTask,
  taskFor,
} from "./panel-tasks.ts";

/** The tab in front. `url` and `title` are null where the user has not granted the page (activeTab). */
export interface Tab {
  readonly id: number;
  readonly url: string | null;
  readonly title: string | null;
}

/** An attempt that failed before it became a job. */
export interface Failure {
  readonly error: ErrorReport;
  /** What it was begun with, which is the task's own. */
  readonly options: unknown;
}

export interface Known {
  readonly host: HostState | null;
  /** Why no host can be reached. */
  readonly hostError: ErrorReport | null;
  /** Jobs of a host that is gone (see `HostLink`). */
  readonly kept: readonly JobView[];
  readonly tab: Tab | null;
  /** What the user has chosen to do in a tab, where it was chosen. */
  readonly chosen: ReadonlyMap<number, PanelTask>;
  /** Ids of the earlier jobs that the user has gone back to, by tab. */
  readonly opened: ReadonlyMap<number, string>;
  /** Places whose page is being read for a job that has not begun. */
  readonly reading: ReadonlySet<Place>;
  /** Places for which the last attempt failed before it became a job. */
  readonly failures: ReadonlyMap<Place, Failure>;
}

type LoadProgress = NonNullable<HostState["engine"]["progress"]>;

export interface Page {
  readonly title: string;
  readonly url: string;
}

export type View =
  /** Not known yet; lasts milliseconds. */
  | { readonly kind: "waiting" }
  | { readonly kind: "unreachable"; readonly error: ErrorReport }
  | {
      readonly kind: "welcome";
      readonly offer: Offer | null;
      readonly error: ErrorReport | null;
      /** What will run the model; only "auto" leaves it open. */
      readonly engine: HostState["engine"]["choice"];
    }
  | {
      readonly kind: "install";
      readonly install: Install;
      readonly offer: Offer | null;
      readonly error: ErrorReport | null;
    }
  | { readonly kind: "ungranted" }
  | TaskView;

/** How a model is got where there is none. */
export type Setup = Extract<View, { kind: "welcome" | "install" }>;

/** What the tab shows beside a job: its page, another one, one that may not be read; or the job is about a file and no page. */
export type TabShows = "same" | "other" | "ungranted" | "file";

/** What there is to see of a task in the tab in front. */
export type TaskView =
  | {
      readonly kind: "failure";
      readonly task: PanelTask;
      readonly page: Page;
      readonly error: ErrorReport;
      readonly retry: boolean;
      /** What the attempt that failed was begun with, for the next one. */
      readonly options: unknown;
    }
  | { readonly kind: "ready"; readonly task: BegunTask; readonly page: Page }
  | { readonly kind: "reading"; readonly task: BegunTask; readonly page: Page }
  | {
      readonly kind: "job";
      readonly task: BegunTask;
      readonly job: JobView;
      readonly load: LoadProgress | null;
      /** Whether the tab still shows the page of the job; if not, whether the page it shows now may be read. */
      readonly tabShows: TabShows;
      /** Others of the tab that have something to show, newest first: of other pages, or of this one in another form. */
      readonly earlier: readonly JobView[];
    }
  | {
      readonly kind: "standing";
      readonly task: StandingTask;
      readonly page: Page;
      /** Null when the model is there. */
      readonly setup: Setup | null;
    };

export function viewOf(known: Known): View {
  const { host, tab } = known;
  if (known.hostError) return { kind: "unreachable", error: known.hostError };
  if (!host) return { kind: "waiting" };
  const missing = host.needs === "model" ? viewWithoutModel(host) : null;
  if (!tab || missing?.kind === "waiting") return missing ?? { kind: "waiting" };

  const page = tab.url === null ? null : { url: tab.url, title: tab.title ?? "" };
  const task = taskOf(known, tab, page);
  if (isStanding(task)) {
    // It does what it can without a model.
    if (page && isReadable(page.url)) return { kind: "standing", task, page, setup: missing };
    return missing ?? viewOfClosed(task, page);
  }
  if (missing) return missing;
  const place = placeOf(tab.id, task);
  if (page && known.reading.has(place)) return { kind: "reading", task, page };
  const failure = known.failures.get(place);
  if (page && failure) return { kind: "failure", task, page, ...failure, retry: canRetry(failure.error) };
  const jobs = jobsOf(tab.id, known).filter((job) => job.task === task);
  const job = jobs.find(({ id }) => id === known.opened.get(tab.id)) ?? jobToShow(jobs, page);
  if (job)
    return {
      kind: "job",
      task,
      job,
      load: host.engine.progress,
      tabShows: tabShows(job, page),
      earlier: earlierThan(jobs, job),
    };
  if (!page || !isReadable(page.url)) return viewOfClosed(task, page);
  return { kind: "ready", task, page };
}

/** Of a page that the user has not opened to us, or that the browser keeps closed. */
function viewOfClosed(task: PanelTask, page: Page | null): View {
  if (!page) return { kind: "ungranted" };
  const error = new PostilError("page-forbidden").toReport();
  return { kind: "failure", task, page, error, retry: false, options: undefined };
}

function viewWithoutModel({ model, catalogue, engine }: HostState): Setup | { kind: "waiting" } | null {
  const { install, error } = model;
  switch (model.status) {
    case "ready":
      return null;
    case "checking":
      return { kind: "waiting" };
    case "missing":
      return install
        ? { kind: "install", install, offer: offerFor(install, catalogue), error }
        : { kind: "welcome", offer: catalogue[0] ?? null, error, engine: engine.choice };
  }
}

/** What is done in a tab: what was chosen there, else what was done last with its page, else what its page is for. */
export function taskOf(known: Omit<Known, "reading" | "failures">, tab: Tab, page: Page | null): PanelTask {
  const chosen = known.chosen.get(tab.id);
  if (chosen !== undefined) return chosen;
  const last = jobsOf(tab.id, known).findLast(
    (job) => page === null || tabShows(job, page) === "same" || isInSameMail(job, page),
  );
  if (last && isPanelTask(last.task)) return last.task;
  return taskFor(page?.url ?? "");
}

/**
 * The jobs of a tab, newest last. Those of the present host come after those of a host that is gone, of which it may have
 * some too.
 */
function jobsOf(tabId: number, { kept, host }: Pick<Known, "kept" | "host">): readonly JobView[] {
  const present = host?.jobs ?? [];
  const gone = kept.filter(({ id }) => !present.some((job) => job.id === id));
  return [...gone, ...present].filter((job) => job.tabId === tabId && isPanelTask(job.task));
}

/** Of one task's jobs in a tab the newest; once it has ended, rather the newest notes on the page that the tab shows now. */
function jobToShow(jobs: readonly JobView[], page: Page | null): JobView | undefined {
  const newest = jobs.at(-1);
  if (newest === undefined || !hasEnded(newest) || tabShows(newest, page) !== "other") return newest;
  return jobs.findLast((job) => hasNotes(job) && tabShows(job, page) === "same") ?? newest;
}

/** Of notes on one page in one length the newest only. */
function earlierThan(jobs: readonly JobView[], shown: JobView): readonly JobView[] {
  const formOf = (job: JobView): string => `${pageKey(job.page.url)} ${job.page.title} ${lengthOf(job)}`;
  const seen = new Set([formOf(shown)]);
  return jobs.toReversed().filter((job) => {
    if (job.id === shown.id || !hasNotes(job) || seen.has(formOf(job))) return false;
    seen.add(formOf(job));
    return true;
  });
}

function hasNotes(job: JobView): boolean {
  return (resultOf(job, "notes")?.points.length ?? 0) > 0;
}

/** In which length the notes of a job are. */
export function lengthOf(job: JobView): SummaryLength {
  return resultOf(job, "notes")?.length ?? "points";
}

function tabShows(job: JobView, page: Page | null): TabShows {
  if (job.page.url === "") return "file";
  // A grant ends when the tab goes to another site, so a page that is not open to us is not the one of the job.
  if (!page) return "ungranted";
  return pageKey(page.url) === pageKey(job.page.url) ? "same" : "other";
}

/** Some mail programs write on a page of its own, which is where a draft goes. */
function isInSameMail(job: JobView, page: Page): boolean {
  return job.task === "reply" && siteOf(job.page.url) !== "" && siteOf(job.page.url) === siteOf(page.url);
}

/** A page's address without the place in it. A fragment with a slash is a route of a web application, not a place. */
export function pageKey(url: string): string {
  const hash = url.indexOf("#");
  return hash === -1 || url.includes("/", hash) ? url : url.slice(0, hash);
}

/** True for addresses that an extension may be allowed to read at all. */
export function isReadable(url: string): boolean {
  return /^(https?|file):/u.test(url);
}

/** False where the same attempt cannot come out differently. */
export function canRetry(error: ErrorReport): boolean {
  switch (error.code) {
    case "page-forbidden":
    case "pdf-closed":
    case "pdf-damaged":
    case "pdf-locked":
    case "pdf-too-large":
    case "pdf-without-text":
    case "terms-not-accepted":
    case "prompt-too-long":
      return false;
    default:
      return true;
  }
}

/** The site's name for the header; empty for addresses that have none. */
export function siteOf(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./u, "");
  } catch {
    return "";
  }
}
