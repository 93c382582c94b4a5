/** Notes as text, for the clipboard. */
import { type JobView, resultOf } from "../../messages/protocol.ts";

/** Title and address of the page, then one line a point, or all points as one paragraph; quotations in quotation marks. */
export function plainText(job: JobView): string {
  const head = [job.page.title.trim(), job.page.url].filter((line) => line !== "");
  const { texts, isList } = textsOf(job);
  const body = isList ? texts.map((text) => `• ${text}`) : [texts.join(" ")];
  return `${[...head, "", ...body].join("\n")}\n`;
}

/** The same as Markdown (CommonMark), in which a page's words stay words: nothing in them becomes a link or markup. */
export function markdown(job: JobView): string {
  const title = escapeMarkdown(job.page.title.trim() || job.page.url);
  const address = job.page.url.replace(/[<>\\\s]/gu, encodeURIComponent);
  const link = /^https?:/iu.test(address) ? `[${title}](<${address}>)` : title;
  const { texts, isList } = textsOf(job);
  const escaped = texts.map(escapeMarkdown);
  const body = isList ? escaped.map((text) => `- ${text}`).join("\n") : escaped.join(" ");
  return `## ${link}\n\n${body}\n`;
}

function textsOf(job: JobView): { texts: string[]; isList: boolean } {
  const result = resultOf(job, "notes");
  return {
    texts: (result?.points ?? []).map(({ text, quoted }) => (quoted ? `“${text}”` : text)),
    isList: (result?.length ?? "points") === "points",
  };
}

/** Backslashes before all that may mean something (https://spec.commonmark.org/0.31.2/#backslash-escapes), on one line. */
function escapeMarkdown(text: string): string {
  const line = text.replace(/\s+/gu, " ");
  return (
    line
      .replace(/[\\`*_{}[\]<>#|~!&]/gu, "\\$&")
      .replace(/^([-+])(?=\s)/u, "\\$1")
      .replace(/^(\d{1,9})([.)])(?=\s)/u, "$1\\$2")
      // Addresses become links by themselves (https://github.github.com/gfm/#autolinks-extension-).
      .replace(/:(?=\/\/)|(?<=\bwww)\.|@/giu, "\\$&")
  );
}
