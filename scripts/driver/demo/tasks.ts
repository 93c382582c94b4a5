/** The tasks that the demo can show, by the id that `--task` takes (`scripts/demo.mjs` lists them for its help). */
import type { DemoTask } from "./demo-task.ts";
import { filter } from "./filter.ts";
import { reply } from "./reply.ts";
import { summarise } from "./summarise.ts";

export const DEMO_TASKS: Readonly<Record<string, DemoTask>> = {
  summarise,
  reply,
  filter,
};
