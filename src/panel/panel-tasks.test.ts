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

it("offers the filter first on a search engine's page of results", () => {
  expect(taskFor("https://www.google.co.uk/search?q=desk")).toBe("filter");
  expect(taskFor("https://www.google.co.uk/maps")).toBe("summarise");
});
