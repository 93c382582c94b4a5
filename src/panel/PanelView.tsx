/** The screen that belongs to a view. */
import type { HostState } from "../messages/protocol.ts";
import { engineNote } from "../ui/engine-note.ts";
import { useFocusKeeper } from "../ui/focus.ts";
import { t } from "../ui/i18n.ts";
import {
  FailureScreen,
  InstallScreen,
  ReadingScreen,
  type ScreenProps,
  UngrantedScreen,
  UnreachableScreen,
  WaitingScreen,
  WelcomeScreen,
} from "./screens.tsx";
import { TaskChoiceContext } from "./TaskSwitch.tsx";
import { STANDING_SCREENS, TASK_SCREENS } from "./task-screens.ts";

interface PanelProps extends Omit<ScreenProps, "status" | "engineNote"> {
  readonly host: HostState | null;
}

export function PanelView({ host, ...props }: PanelProps) {
  const { view, actions } = props;
  useFocusKeeper(view.kind === "job" ? `job ${view.job.id} ${view.job.status}` : view.kind);
  const choice = "task" in view ? { task: view.task, choose: actions.choose } : null;
  return (
    <TaskChoiceContext.Provider value={choice}>
      <Screen {...props} status={statusText(host)} engineNote={host ? engineNote(host.engine) : ""} />
    </TaskChoiceContext.Provider>
  );
}

function Screen({ view, ...rest }: ScreenProps) {
  switch (view.kind) {
    case "waiting":
      return <WaitingScreen view={view} {...rest} />;
    case "unreachable":
      return <UnreachableScreen view={view} {...rest} />;
    case "welcome":
      return <WelcomeScreen view={view} {...rest} />;
    case "install":
      return <InstallScreen view={view} {...rest} />;
    case "ungranted":
      return <UngrantedScreen view={view} {...rest} />;
    case "failure":
      return <FailureScreen view={view} {...rest} />;
    case "reading":
      return <ReadingScreen view={view} {...rest} />;
    case "ready": {
      const { Ready } = TASK_SCREENS[view.task];
      return <Ready view={view} {...rest} />;
    }
    case "job": {
      const { Job } = TASK_SCREENS[view.task];
      return <Job view={view} {...rest} />;
    }
    case "standing": {
      const Standing = STANDING_SCREENS[view.task];
      return <Standing view={view} {...rest} />;
    }
  }
}

/** The model's state in a few words, for the footer. */
export function statusText(host: HostState | null): string {
  if (!host) return "";
  if (host.needs === "none") return t("status_scripted");
  const model = host.model.installed?.name;
  if (!model) return host.model.status === "checking" ? "" : t("status_none");
  switch (host.engine.status) {
    case "unloaded":
      return t("status_resting", { model });
    case "loading":
      return t("status_loading", { model });
    case "ready":
      switch (host.engine.info?.backend) {
        case "webgpu":
          return t("status_ready_on", { backend: "WebGPU", model });
        case "wasm":
          return t("status_ready_on", { backend: t("engine_cpu"), model });
        default:
          return t("status_ready", { model });
      }
  }
}
