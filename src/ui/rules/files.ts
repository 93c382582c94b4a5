/** Rules as a file that the user keeps, and back. */
import { PostilError } from "../../errors.ts";
import { exportRules, importRules, type RuleBook } from "../../tasks/filter/rules.ts";

/** Bytes of a file that is read; the longest book takes a third of it. */
const MAX_FILE = 20_000_000;
/** Milliseconds in which the browser takes the bytes of a download out of memory. */
const TAKING_MS = 60_000;

/** Hands the rules to the browser as a download. */
export function downloadRules(book: RuleBook): void {
  const url = URL.createObjectURL(new Blob([exportRules(book)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "postil-rules.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), TAKING_MS);
}

/**
 * The rules in a file.
 * @throws PostilError `rules-unreadable` for what is no such file, `file-unreadable` when the browser cannot read it, and what
 * `importRules` throws
 */
export async function readRulesFile(file: File): Promise<RuleBook> {
  if (file.size > MAX_FILE) throw new PostilError("rules-unreadable", { bytes: file.size, max: MAX_FILE });
  const text = await file.text().catch((cause: unknown): never => {
    throw new PostilError("file-unreadable", {}, { cause });
  });
  return importRules(text);
}
