/** The tasks that the panel offers, and where each of them shows. */
import { mailSiteOf } from "../sites/registry.ts";
import { searchSiteOf } from "../sites/search/registry.ts";

/** Ids of tasks (`tasks/registry.ts`), in the order in which they are offered. */
export const PANEL_TASKS = ["summarise", "reply", "filter"] as const;
export type PanelTask = (typeof PANEL_TASKS)[number];
/** Those that go on beside their page, and have one screen for all of it. */
export type StandingTask = Extract<PanelTask, "filter">;
/** Those that are begun, and end in a result. */
export type BegunTask = Exclude<PanelTask, StandingTask>;

export function isPanelTask(id: string): id is PanelTask {
  return PANEL_TASKS.some((task) => task === id);
}

export function isStanding(task: PanelTask): task is StandingTask {
  return task === "filter";
}

/** What one is most likely to want on a page; a mail program that has no address of its own is not known by it. */
export function taskFor(url: string): PanelTask {
  const byAddress = (): boolean => false;
  const task = mailSiteOf(url, byAddress) ? "reply" : searchSiteOf(url, byAddress) ? "filter" : "summarise";
  return isPanelTask(task) ? task : "summarise";
}

/** One task of one tab: what fails or is read there shows nowhere else. */
export type Place = `${number} ${PanelTask}`;

export function placeOf(tabId: number, task: PanelTask): Place {
  return `${tabId} ${task}`;
}
