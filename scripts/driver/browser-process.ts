/** A browser as a process with all that it starts, and a profile of its own that goes away with it. */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** Milliseconds for the browser to go down by itself. */
const END_MS = 5_000;

export class BrowserProcess {
  readonly #program: string;
  readonly #child: ChildProcess;
  /** Folder of the profile. */
  readonly profile: string;
  #said = "";

  private constructor(program: string, child: ChildProcess, profile: string) {
    this.#program = program;
    this.#child = child;
    this.profile = profile;
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      this.#said = (this.#said + chunk).slice(-4000);
    });
  }

  /** An empty folder for a profile; `start` takes it, and removes it at the end. */
  static makeProfile(): Promise<string> {
    return mkdtemp(join(tmpdir(), "postil-browser-"));
  }

  /**
   * Starts a program.
   * @param pipe whether it is given two pipes: its descriptor 3 to read from, its descriptor 4 to write to
   */
  static start(
    program: string,
    args: readonly string[],
    profile: string,
    { pipe = false, env = process.env }: { pipe?: boolean; env?: NodeJS.ProcessEnv } = {},
  ): BrowserProcess {
    const stdio: StdioOptions = ["ignore", "ignore", "pipe", ...(pipe ? (["pipe", "pipe"] as const) : [])];
    // A group of its own: Ctrl+C in the terminal reaches us first, and we end the browser in order.
    const child = spawn(program, args, { detached: true, stdio, env });
    return new BrowserProcess(program, child, profile);
  }

  /** What the program reads (its descriptor 3) and writes (its descriptor 4). */
  get pipes(): { to: Writable; from: Readable } {
    return { to: this.#child.stdio[3] as Writable, from: this.#child.stdio[4] as Readable };
  }

  /** What `work` comes to, or a rejection with what the program said when it does not start or ends before that. */
  async during<T>(work: Promise<T>): Promise<T> {
    let stop = (): void => undefined;
    const failed = new Promise<never>((_, reject) => {
      const onError = (error: Error): void =>
        reject(new Error(`${this.#program} does not start: ${error.message}`));
      const onExit = (code: number | null): void =>
        reject(new Error(`${this.#program} ended at once (${code ?? "killed"}): ${this.#said}`));
      this.#child.once("error", onError).once("exit", onExit);
      stop = () => this.#child.off("error", onError).off("exit", onExit);
    });
    try {
      return await Promise.race([work, failed]);
    } finally {
      stop();
      work.catch(() => undefined);
    }
  }

  get #runs(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when the browser has ended, by the user's hand or ours. */
  async ended(): Promise<void> {
    if (this.#runs) await once(this.#child, "exit");
  }

  /** Ends it at once. */
  kill(): void {
    this.#killGroup();
  }

  /** Waits for the end that it has been asked for, makes one if it does not come, and removes the profile. */
  async end(): Promise<void> {
    if (this.#runs) {
      const timer = setTimeout(() => this.#killGroup(), END_MS);
      await this.ended();
      clearTimeout(timer);
    }
    // The group's last members may outlive the first by a moment, and write to the profile in it.
    this.#killGroup();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** Ends the browser with all its processes; it was started as a group of its own. */
  #killGroup(): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // No such group: all have ended.
    }
  }
}
