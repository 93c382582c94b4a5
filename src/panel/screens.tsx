/** Everything the panel shows but notes: welcome, installation, and pages that are not read yet or cannot be. */
import type { ComponentChildren } from "preact";
import { Button, ErrorDetails, ErrorMessage, Progress } from "../ui/elements.tsx";
import { errorTexts, formatBytes, pieces, t } from "../ui/i18n.ts";
import { InstallProgress, installTexts, ModelChoice, type SetupActions } from "../ui/ModelSetup.tsx";
import { Frame } from "./Frame.tsx";
import { type BegunTask, isStanding, type PanelTask } from "./panel-tasks.ts";
import { PdfChoice } from "./summarise/PdfChoice.tsx";
import { type Page, siteOf, type TaskView, type View } from "./view.ts";

export interface PanelActions extends SetupActions {
  /** Reads the page in front for a task and begins it. What `options` are is the task's own. */
  start(task: BegunTask, options?: unknown): void;
  choose(task: PanelTask): void;
  stop(jobId: string): void;
  /** Goes back to an earlier job of the tab. */
  open(jobId: string): void;
  reconnect(): void;
  openSettings(): void;
  /** Resolves with false when the browser refuses. */
  copy(text: string): Promise<boolean>;
}

/** What the panel knows of its surroundings besides the view. */
export interface Surroundings {
  readonly termsAccepted: boolean;
  /** False once it is known that the browser offers no graphics card. */
  readonly gpu: boolean;
  /** The keys that press the toolbar button; empty when none are set. */
  readonly shortcut: string;
}

export interface ScreenProps<V extends View = View> {
  readonly view: V;
  readonly status: string;
  /** Why the processor runs the model; empty when there is nothing to say. */
  readonly engineNote: string;
  readonly surroundings: Surroundings;
  readonly actions: PanelActions;
}

/** What a task's own screens get. */
export type TaskScreenProps<Kind extends TaskView["kind"]> = ScreenProps<Extract<TaskView, { kind: Kind }>>;

type Of<Kind extends View["kind"]> = ScreenProps<Extract<View, { kind: Kind }>>;

export function WaitingScreen({ status, actions }: Of<"waiting">) {
  return (
    <Frame title={t("waiting_title")} status={status} openSettings={actions.openSettings}>
      <p class="late">{t("waiting_text")}</p>
    </Frame>
  );
}

export function UnreachableScreen({ view, status, actions }: Of<"unreachable">) {
  return (
    <Frame title={t("unreachable_title")} status={status} openSettings={actions.openSettings}>
      <p role="alert">{t("unreachable_text")}</p>
      <div class="row">
        <Button look="go" primary onPress={actions.reconnect}>
          {t("retry")}
        </Button>
      </div>
      <ErrorDetails error={view.error} />
    </Frame>
  );
}

export function WelcomeScreen({ view, status, surroundings, actions }: Of<"welcome">) {
  const { offer, error, engine } = view;
  return (
    <Frame
      title={t("welcome_title")}
      subtitle={t("welcome_subtitle")}
      status={status}
      openSettings={actions.openSettings}
    >
      {error && <ErrorMessage error={error} />}
      <p>{pieces("welcome_what", { model: <b>{t("model_family")}</b> })}</p>
      {offer && <p>{pieces("welcome_size", { size: <b>{formatBytes(offer.bytes)}</b> })}</p>}
      {!surroundings.gpu && engine === "auto" && <p class="note">{t("welcome_no_gpu")}</p>}
      <ModelChoice
        offers={offer ? [{ entry: offer.entry, label: t("fetch_model") }] : []}
        accepted={surroundings.termsAccepted}
        needed
        actions={actions}
      />
    </Frame>
  );
}

export function InstallScreen({ view, status, actions }: Of<"install">) {
  const { install, offer, error } = view;
  return (
    <Frame
      title={t(installTexts(install).title)}
      subtitle={install.kind === "download" ? t("fetching_subtitle") : install.name}
      status={status}
      openSettings={actions.openSettings}
    >
      <InstallProgress install={install} offer={offer} error={error} actions={actions} />
    </Frame>
  );
}

export function UngrantedScreen({ status, surroundings, actions }: Of<"ungranted">) {
  return (
    <Frame
      title={t("ungranted_title")}
      subtitle={t("ungranted_subtitle")}
      status={status}
      openSettings={actions.openSettings}
    >
      <p>{t("ungranted_text")}</p>
      <p class="note">{t("ungranted_closed")}</p>
      {surroundings.shortcut !== "" && (
        <p class="note">{pieces("ungranted_shortcut", { keys: <kbd>{surroundings.shortcut}</kbd> })}</p>
      )}
    </Frame>
  );
}

export function FailureScreen({ view, status, actions }: Of<"failure">) {
  const { task, page, error, retry, options } = view;
  const { what, next } = errorTexts(error.code);
  const unreadable = /^(page|pdf)-/u.test(error.code);
  // What no script may read may be a PDF, and its file can be had in another way.
  const closed = error.code === "pdf-closed" || error.code === "pdf-unreachable";
  const byFile = task === "summarise" && (error.code === "page-forbidden" || error.code.startsWith("pdf-"));
  return (
    <Frame
      title={t(unreadable ? "unreadable_title" : "failure_title")}
      subtitle={<span dir="auto">{siteOf(page.url) || page.title}</span>}
      status={status}
      openSettings={actions.openSettings}
    >
      <div role="alert">
        <p>{what}</p>
        <p>{next}</p>
      </div>
      <div class="row">
        {retry && !isStanding(task) && (
          <Button look="go" primary onPress={() => actions.start(task, options)}>
            {t("retry")}
          </Button>
        )}
        {byFile && <PdfChoice look={retry ? "quiet" : "go"} url={closed ? page.url : ""} actions={actions} />}
      </div>
      <ErrorDetails error={error} />
    </Frame>
  );
}

export function ReadingScreen({ view, status, actions }: Of<"reading">) {
  return (
    <PageFrame page={view.page} status={status} openSettings={actions.openSettings}>
      <p>{t("reading_page")}</p>
      <Progress label={t("reading_page")} />
    </PageFrame>
  );
}

interface PageFrameProps {
  readonly page: Page;
  readonly status: string;
  openSettings(): void;
  readonly children: ComponentChildren;
}

export function PageFrame({ page, ...rest }: PageFrameProps) {
  return <Frame title={page.title || t("untitled")} subtitle={siteOf(page.url)} {...rest} />;
}
