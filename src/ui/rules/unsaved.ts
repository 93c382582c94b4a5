/**
 * The rule that is being written, for as long as this page of ours is open: the panel shows something else when another tab
 * comes to the front, and what was written is there again when the first one is back.
 */
import type { Rule } from "../../tasks/filter/rules.ts";

let unsaved: Rule | null = null;

export function unsavedRule(): Rule | null {
  return unsaved;
}

export function keepUnsaved(rule: Rule | null): void {
  unsaved = rule;
}
