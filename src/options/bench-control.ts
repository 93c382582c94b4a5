/** The settings page's hold on the bench: begins it, ends it, and keeps what it found when the host has gone to rest. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { asPostilError, type ErrorReport, PostilError } from "../errors.ts";
import { type BenchView, STANDARD_PLAN } from "../messages/bench-protocol.ts";
import type { HostLink } from "../ui/host-link.ts";

export class BenchControl {
  readonly #link: Pick<HostLink, "send" | "state">;
  readonly #last = signal<BenchView | null>(null);
  readonly #refused = signal<ErrorReport | null>(null);

  constructor(link: Pick<HostLink, "send" | "state">) {
    this.#link = link;
    effect(() => {
      const state = link.state.value;
      const before = this.#last.peek();
      if (state?.bench) this.#last.value = state.bench;
      // A host of its own making that knows of none: the one that measured is gone.
      else if (state && before && isUnderWay(before)) this.#last.value = lost(before);
    });
  }

  /** The latest bench, also of a host that is gone. */
  get view(): ReadonlySignal<BenchView | null> {
    return this.#last;
  }

  /** Why the last press came to nothing. */
  get refused(): ReadonlySignal<ErrorReport | null> {
    return this.#refused;
  }

  start(): void {
    void this.#ask({ type: "bench.start", plan: STANDARD_PLAN });
  }

  stop(): void {
    const view = this.#last.value;
    if (view) void this.#ask({ type: "bench.cancel", benchId: view.id });
  }

  async #ask(command: Parameters<HostLink["send"]>[0]): Promise<void> {
    this.#refused.value = null;
    try {
      await this.#link.send(command);
    } catch (thrown) {
      this.#refused.value = asPostilError(thrown).toReport();
    }
  }
}

export function isUnderWay({ status }: BenchView): boolean {
  return status === "queued" || status === "running";
}

function lost(view: BenchView): BenchView {
  return { ...view, status: "failed", step: null, error: new PostilError("engine-gone").toReport() };
}
