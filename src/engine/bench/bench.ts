/** One bench: the engines of its plan one after the other, what it has found so far, and its end. */
import { asPostilError, PostilError } from "../../errors.ts";
import type { BenchEngine, BenchPlan, BenchReport, BenchView } from "../../messages/bench-protocol.ts";
import type { InstalledModel } from "../../model/installed.ts";
import { type BenchSubject, measure } from "./measure.ts";

export interface BenchMeans {
  /** An engine of the bench's own. @throws PostilError when there is none of that name */
  open(name: BenchEngine, model: InstalledModel): Promise<BenchSubject>;
}

export class Bench {
  readonly #plan: BenchPlan;
  readonly #controller = new AbortController();
  readonly #changed: () => void;
  #view: BenchView = {
    id: crypto.randomUUID(),
    status: "queued",
    place: 0,
    step: null,
    report: null,
    remarks: [],
    error: null,
  };

  constructor(plan: BenchPlan, changed: () => void) {
    this.#plan = plan;
    this.#changed = changed;
  }

  get view(): BenchView {
    return this.#view;
  }

  get ended(): boolean {
    return this.#view.status !== "queued" && this.#view.status !== "running";
  }

  wait(place: number): void {
    if (this.#view.status === "queued" && this.#view.place !== place) this.#update({ place });
  }

  cancel(): void {
    if (this.ended) return;
    this.#controller.abort();
    this.#update({ status: "cancelled", step: null });
  }

  /**
   * Measures one engine after the other; one that fails is a remark, and the others are measured all the same. Never rejects.
   * @param now milliseconds, of any beginning
   */
  async run(means: BenchMeans, model: InstalledModel, now: () => number): Promise<void> {
    if (this.ended) return;
    this.#update({ status: "running" });
    let failure: PostilError | null = null;
    for (const [index, name] of this.#plan.engines.entries()) {
      try {
        await this.#measure(name, index, means, model, now);
      } catch (thrown) {
        if (this.#controller.signal.aborted) return;
        const error = asPostilError(thrown);
        failure ??= error;
        this.#remark({ kind: "failed", engine: name, error: error.toReport() });
      }
    }
    if (this.ended) return;
    const isEmpty = this.#view.report === null;
    const error = isEmpty ? (failure ?? new PostilError("engine-none")).toReport() : null;
    this.#update({ status: isEmpty ? "failed" : "done", step: null, error });
  }

  async #measure(
    name: BenchEngine,
    index: number,
    means: BenchMeans,
    model: InstalledModel,
    now: () => number,
  ): Promise<void> {
    const { signal } = this.#controller;
    const { engines } = this.#plan;
    const subject = await means.open(name, model);
    signal.throwIfAborted();
    const { figures, info } = await measure(subject, {
      plan: this.#plan,
      model,
      signal,
      now,
      onStep: (step) => {
        const fraction = (index + step.fraction) / engines.length;
        if (!this.ended) this.#update({ step: { ...step, engine: name, fraction } });
      },
      onRemark: (remark) => this.#remark(remark),
    });
    if (this.ended) return;
    if (info.library !== "") this.#remark({ kind: "library", engine: name, library: info.library });
    const before: BenchReport = this.#view.report ?? { device: "", model: info.model, engines: {} };
    this.#update({
      report: {
        ...before,
        device: before.device || info.device,
        engines: { ...before.engines, [name]: figures },
      },
    });
  }

  #remark(remark: BenchView["remarks"][number]): void {
    if (!this.ended) this.#update({ remarks: [...this.#view.remarks, remark] });
  }

  #update(change: Partial<BenchView>): void {
    this.#view = { ...this.#view, ...change };
    this.#changed();
  }
}
