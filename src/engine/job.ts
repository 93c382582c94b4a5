/** One run of one task: loads the engine if need be, feeds it, and keeps the view that panels show. */
import * as v from "valibot";
import { asPostilError, PostilError } from "../errors.ts";
import type { JobView } from "../messages/protocol.ts";
import type { PromptStyle } from "../model/installed.ts";
import type { Task, TaskContext, TaskResult } from "../tasks/task.ts";
import type { Engine, EngineInfo } from "./engine.ts";

export interface JobRequest {
  readonly task: Task;
  readonly tabId: number;
  readonly page: { readonly url: string; readonly title: string };
  readonly input: unknown;
}

/** What a job needs to run, given at its turn. */
export interface JobMeans {
  readonly engine: Engine;
  readonly style: PromptStyle;
  /** Loads the engine unless it is; resolves with its info. */
  ready(signal: AbortSignal): Promise<EngineInfo>;
  /** After `gpu-lost`: whether the next load takes another engine than the one that was lost. */
  otherEngine(): boolean;
  now(): number;
}

export class Job {
  readonly #request: JobRequest;
  readonly #controller = new AbortController();
  readonly #changed: () => void;
  #view: JobView;

  /** @throws PostilError `message-invalid` when the task does not take this input */
  constructor(request: JobRequest, changed: () => void) {
    const input = v.safeParse(request.task.input, request.input);
    if (!input.success)
      throw new PostilError("message-invalid", { task: request.task.id, reason: input.issues[0].message });
    this.#request = { ...request, input: input.output };
    this.#changed = changed;
    this.#view = {
      id: crypto.randomUUID(),
      task: request.task.id,
      tabId: request.tabId,
      page: request.page,
      status: "queued",
      place: 0,
      result: null,
      error: null,
      ms: { load: null, first: null, total: null },
      tokens: { prompt: 0, output: 0 },
    };
  }

  get view(): JobView {
    return this.#view;
  }

  /** Whether it lets others go first. */
  get waits(): boolean {
    return this.#request.task.waits ?? false;
  }

  get ended(): boolean {
    return ["done", "cancelled", "failed"].includes(this.#view.status);
  }

  /** Those of `jobs` that have no place beside this one: of its tab and task, but for the latest that its task keeps. */
  replaced(jobs: readonly JobView[]): ReadonlySet<string> {
    const same = jobs.filter(({ tabId, task }) => tabId === this.#view.tabId && task === this.#view.task);
    const keeps = this.#request.task.keeps ?? 0;
    const kept = new Set(keeps === 0 ? [] : same.filter(showsSomething).slice(-keeps));
    return new Set(same.filter((job) => !kept.has(job)).map(({ id }) => id));
  }

  wait(place: number): void {
    if (this.#view.status === "queued" && this.#view.place !== place) this.#update({ place });
  }

  cancel(): void {
    if (this.ended) return;
    this.#controller.abort();
    this.#update({ status: "cancelled" });
  }

  /** Runs to its end, whatever that is; never rejects. */
  async run(means: JobMeans): Promise<void> {
    if (this.ended) return;
    const started = means.now();
    try {
      await this.#persist(means, started);
      if (!this.ended) this.#update({ status: "done" });
    } catch (thrown) {
      const error = asPostilError(thrown);
      if (!this.ended) this.#update(error.code === "cancelled" ? { status: "cancelled" } : failed(error));
    }
    this.#update({ ms: { ...this.#view.ms, total: means.now() - started } });
  }

  /** Begins again from the start when the device is lost, which is often a passing thing (driver reset, sleep). */
  async #persist(means: JobMeans, started: number): Promise<void> {
    for (let losses = 1; ; losses++) {
      try {
        return await this.#attempt(means, started);
      } catch (thrown) {
        if (asPostilError(thrown).code !== "gpu-lost" || this.#controller.signal.aborted) throw thrown;
        const again = losses === 1 || (losses === 2 && means.otherEngine());
        if (!again) throw thrown;
      }
    }
  }

  async #attempt(means: JobMeans, started: number): Promise<void> {
    const { signal } = this.#controller;
    this.#update({
      status: "loading",
      result: null,
      ms: { ...this.#view.ms, first: null },
      tokens: { prompt: 0, output: 0 },
    });
    const info = await means.ready(signal);
    const loaded = means.now();
    this.#update({ status: "running", ms: { ...this.#view.ms, load: loaded - started } });
    const context: TaskContext = {
      style: means.style,
      contextWindow: info.contextWindow,
      signal,
      ask: (prompt, options) => this.#counted(means.engine.generate(prompt, options, signal)),
      score: (prompt, choices, onCost) =>
        means.engine.score(prompt, choices, signal, (cost) => {
          this.#count(cost.promptTokens, 0);
          onCost?.(cost);
        }),
    };
    for await (const result of this.#request.task.run(this.#request.input, context)) {
      if (signal.aborted) throw new PostilError("cancelled");
      const first = this.#view.ms.first ?? (hasContent(result) ? means.now() - loaded : null);
      // The view's form is that of the result, without its promise to change nothing.
      this.#update({ result: result as JobView["result"], ms: { ...this.#view.ms, first } });
    }
  }

  async *#counted(tokens: ReturnType<Engine["generate"]>): ReturnType<Engine["generate"]> {
    for await (const token of tokens) {
      if (token.end) this.#count(token.end.promptTokens, token.end.outputTokens);
      yield token;
    }
  }

  #count(promptTokens: number, outputTokens: number): void {
    const { prompt, output } = this.#view.tokens;
    this.#update({ tokens: { prompt: prompt + promptTokens, output: output + outputTokens } });
  }

  #update(change: Partial<JobView>): void {
    this.#view = { ...this.#view, ...change };
    this.#changed();
  }
}

function showsSomething({ result }: JobView): boolean {
  return result !== null && hasContent(result);
}

function hasContent(result: TaskResult | NonNullable<JobView["result"]>): boolean {
  switch (result.kind) {
    case "notes":
      return result.draft !== "" || result.points.length > 0;
    case "reply":
      return result.draft !== "";
    case "filter":
      return result.verdicts.length > 0;
  }
}

function failed(error: PostilError): Partial<JobView> {
  return { status: "failed", error: error.toReport() };
}
