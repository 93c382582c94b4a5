/** What the browser itself tells of a selection, for what is shown in no page that a script could read. */
import type { PageContent } from "./content.ts";
import { measure } from "./measure.ts";
import { foldText } from "./text.ts";

/** Fewer selected words than this are no selection: a word or two may have been looked up. */
export const MIN_SELECTED = 3;

/** UTF-16 units of a selection that are taken; browsers cut long ones themselves. */
export const MAX_SELECTED_TEXT = 100_000;

/** The content of `text`, line by line, as a selection in the page at `url`. It says no language. */
export function selectedContent(text: string, { url, title }: { url: string; title: string }): PageContent {
  const lines = text.slice(0, MAX_SELECTED_TEXT).split(/\r\n|[\n\r\u2028\u2029]/u);
  const blocks = lines
    .map(foldText)
    .filter((line) => line !== "")
    .map((line) => ({ kind: "paragraph" as const, text: line }));
  return {
    url: url.slice(0, 8192),
    title: title.slice(0, 2000),
    lang: "",
    source: "selection",
    ...measure(blocks, ""),
  };
}
