/** Each task's own screens. */
import type { ComponentType } from "preact";
import type { PanelTask } from "./panel-tasks.ts";
import type { TaskScreenProps } from "./screens.tsx";
import { JobScreen } from "./summarise/JobScreen.tsx";
import { ReadyScreen } from "./summarise/ReadyScreen.tsx";

interface TaskScreens {
  /** Before anything was asked for. */
  readonly Ready: ComponentType<TaskScreenProps<"ready">>;
  readonly Job: ComponentType<TaskScreenProps<"job">>;
}

export const TASK_SCREENS: Readonly<Record<PanelTask, TaskScreens>> = {
  summarise: { Ready: ReadyScreen, Job: JobScreen },
};
