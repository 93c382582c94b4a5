/** What a run of hours has found so far, so that one that was stopped can go on: `--resume FILE`. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { Stop } from "../lib/log.mjs";

export interface Journal {
  /** What an earlier run found under this name, or else what `find` finds now. The names are the caller's; values are JSON. */
  once<T>(name: string, find: () => Promise<T>): Promise<T>;
}

/**
 * A journal in the file `path`, one line of JSON a value, written as soon as it is known; without a path nothing is kept. It
 * knows nothing of the code that made a value: after a change of the task, begin another file.
 * @throws Stop when the file is something else
 */
export function openJournal(path: string | undefined): Journal {
  if (path === undefined) return { once: (_, find) => find() };
  const known = new Map(existsSync(path) ? readFileSync(path, "utf8").split("\n").flatMap(entryOf) : []);
  return {
    async once<T>(name: string, find: () => Promise<T>): Promise<T> {
      // Whoever asks under a name wrote it under the same one.
      if (known.has(name)) return known.get(name) as T;
      const value = await find();
      known.set(name, value);
      appendFileSync(path, `${JSON.stringify({ name, value })}\n`);
      return value;
    },
  };
}

function entryOf(line: string): [string, unknown][] {
  if (line.trim() === "") return [];
  try {
    const { name, value } = JSON.parse(line) as { name: string; value: unknown };
    return [[name, value]];
  } catch {
    throw new Stop(`"${line.slice(0, 40)}…" is no line of a scorecard's journal.`);
  }
}
