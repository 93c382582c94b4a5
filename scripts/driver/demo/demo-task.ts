/** What the demo knows of a task: how a person begins it in the panel, and what came of it. */
import type { JobView } from "../../../src/messages/protocol.ts";
import type { Postil } from "../postil.ts";
import type { View } from "../view.ts";
import type { Web } from "../web.ts";

/** What `--task` may be followed by, besides the options that all tasks have. */
export interface TaskOptions {
  readonly intent?: string | undefined;
  /** Of the filter, in plain words. */
  readonly rule?: string | undefined;
}

/** The page and the panel beside it, with the model installed. */
export interface Scene {
  readonly postil: Postil;
  readonly page: View;
  readonly panel: View;
  /** Path of the page's file, where it is one. */
  readonly path: string | null;
  readonly options: TaskOptions;
}

export interface Outcome {
  /** The task's own part of what `--json` prints; `text` is what a reader would read. */
  readonly result: { readonly text: string } & Readonly<Record<string, unknown>>;
  /** What is printed without `--json`. */
  readonly lines: readonly string[];
}

export interface DemoTask {
  /** Path of the page that is opened without `--page`. */
  readonly sample: string;
  /** Codes of errors that the panel shows instead of beginning a job. */
  readonly failures: readonly string[];
  /**
   * Puts a file up where the task knows what to do with it, on a host that `web` plays: the browser then has to go by `web`.
   * Null when it may be opened anywhere.
   */
  putFile(web: Web, path: string): string | null;
  /** Presses what a person presses. */
  begin(scene: Scene): Promise<void>;
  /** How far a job has come, in a few words. */
  progress(job: JobView): string;
  /** What is in the panel when the job is done, and what becomes of it. Throws `Stop` when there is nothing. */
  finish(scene: Scene, job: JobView): Promise<Outcome>;
}
