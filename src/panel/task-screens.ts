/** Each task's own screens. */
import type { ComponentType } from "preact";
import { FilterScreen } from "./filter/FilterScreen.tsx";
import type { BegunTask, StandingTask } from "./panel-tasks.ts";
import { JobScreen as ReplyJobScreen } from "./reply/JobScreen.tsx";
import { ReadyScreen as ReplyReadyScreen } from "./reply/ReadyScreen.tsx";
import type { TaskScreenProps } from "./screens.tsx";
import { JobScreen } from "./summarise/JobScreen.tsx";
import { ReadyScreen } from "./summarise/ReadyScreen.tsx";

/** Of a task that is begun. */
interface TaskScreens {
  /** Before anything was asked for. */
  readonly Ready: ComponentType<TaskScreenProps<"ready">>;
  readonly Job: ComponentType<TaskScreenProps<"job">>;
}

export const TASK_SCREENS: Readonly<Record<BegunTask, TaskScreens>> = {
  summarise: { Ready: ReadyScreen, Job: JobScreen },
  reply: { Ready: ReplyReadyScreen, Job: ReplyJobScreen },
};

export const STANDING_SCREENS: Readonly<Record<StandingTask, ComponentType<TaskScreenProps<"standing">>>> = {
  filter: FilterScreen,
};
