/** Notes as plain text, for the clipboard. */
import { type JobView, resultOf } from "../../messages/protocol.ts";

/** Title and address of the page, then one line a point; quotations in quotation marks. */
export function plainText(job: JobView): string {
  const head = [job.page.title.trim(), job.page.url].filter((line) => line !== "");
  const points = (resultOf(job, "notes")?.points ?? []).map(
    ({ text, quoted }) => `• ${quoted ? `“${text}”` : text}`,
  );
  return `${[...head, "", ...points].join("\n")}\n`;
}
