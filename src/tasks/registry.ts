/** Every task, once. Menus, messages and the engine's host find a task here by its id. */
import { filter } from "./filter/index.ts";
import { reply } from "./reply/index.ts";
import { summarise } from "./summarise/index.ts";
import type { Task } from "./task.ts";

const TASKS = { summarise, reply, filter } as const;

export type TaskId = keyof typeof TASKS;

export const TASK_IDS = Object.keys(TASKS) as readonly TaskId[];

/** The task with this id, with its own types. */
export function taskById<Id extends TaskId>(id: Id): (typeof TASKS)[Id] {
  return TASKS[id];
}

export function isTaskId(id: string): id is TaskId {
  return Object.hasOwn(TASKS, id);
}

/** For ids that come over a border: undefined when there is no such task. */
export function findTask(id: string): Task | undefined {
  return isTaskId(id) ? (TASKS[id] as unknown as Task) : undefined;
}
