/** Where jobs are kept while no worker holds them, so that a panel finds the result that came while it was closed. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { JobView } from "../messages/protocol.ts";

export interface JobShelf {
  /** What was written last; empty when nothing was, or nothing that can be read. */
  read(): Promise<readonly JobView[]>;
  write(jobs: readonly JobView[]): Promise<void>;
}

/** For an owner that lives as long as the browser does. */
export class MemoryShelf implements JobShelf {
  #jobs: readonly JobView[] = [];

  async read(): Promise<readonly JobView[]> {
    return this.#jobs;
  }

  async write(jobs: readonly JobView[]): Promise<void> {
    this.#jobs = jobs;
  }
}

const KEY = "jobs";

/**
 * For an owner that the browser stops: `storage.session` is kept in memory, never written to the disk, and gone with the
 * browser. https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/API/storage/session
 */
export class SessionShelf implements JobShelf {
  /** Writes follow each other, so that the last one stays. */
  #writing: Promise<void> = Promise.resolve();

  async read(): Promise<readonly JobView[]> {
    const stored = await browser.storage.session.get(KEY);
    const jobs = v.safeParse(v.array(JobView), stored[KEY] ?? []);
    return jobs.success ? jobs.output : [];
  }

  write(jobs: readonly JobView[]): Promise<void> {
    this.#writing = this.#writing
      .then(() => browser.storage.session.set({ [KEY]: jobs }))
      .catch((thrown: unknown) => console.error("postil: jobs could not be kept:", thrown));
    return this.#writing;
  }
}
