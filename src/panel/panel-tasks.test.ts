import { expect, it } from "vitest";
import { findTask } from "../tasks/registry.ts";
import { PANEL_TASKS, taskFor } from "./panel-tasks.ts";

it.each(PANEL_TASKS)("%s is a task", (task) => {
  expect(findTask(task)).toBeDefined();
});

it("offers a summary first where nothing else is to be done", () => {
  for (const url of ["https://example.org/article", "file:///home/notes.html", "", "about:blank"])
    expect(taskFor(url)).toBe("summarise");
});
