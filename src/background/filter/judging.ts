/** Asks the engine's host for what rules say of results: one job of the task `filter`, watched to its end. */
import { asPostilError, PostilError } from "../../errors.ts";
import { HostClient, type HostRoute } from "../../messages/client.ts";
import { type HostState, type JobView, resultOf } from "../../messages/protocol.ts";
import type { FilterInput } from "../../tasks/filter/input.ts";
import type { Verdict } from "../../tasks/task.ts";

const FILTER = "filter";

export interface JudgeRequest {
  readonly tabId: number;
  readonly page: { readonly url: string; readonly title: string };
  readonly input: FilterInput;
  /** Called with verdicts as they come; each comes once, or again when it has become another. */
  onVerdicts(verdicts: readonly Verdict[]): void;
  readonly signal: AbortSignal;
}

/**
 * Resolves when all is judged, with what tells the model that did it from others.
 * @throws PostilError the host's reason, `engine-gone` when it goes away meanwhile, `cancelled` after `signal`
 */
export async function judge(route: HostRoute, request: JudgeRequest): Promise<string> {
  const { tabId, page, input, signal } = request;
  const told = new Map<string, string>();
  let latest: HostState | null = null;
  let jobId: string | null = null;
  let settle: { resolve(): void; reject(error: PostilError): void } | null = null;
  const ended = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Its failure is that of `send` where nobody has come to wait for it.
  ended.catch(() => undefined);

  const look = (): void => {
    const job = latest?.jobs.find(({ id }) => id === jobId);
    if (job === undefined) return;
    const news = (resultOf(job, FILTER)?.verdicts ?? []).filter((verdict) => {
      const form = JSON.stringify(verdict);
      const isNews = told.get(verdict.id) !== form;
      told.set(verdict.id, form);
      return isNews;
    });
    if (news.length > 0) request.onVerdicts(news);
    const failure = failureOf(job);
    if (failure) settle?.reject(failure);
    else if (job.status === "done") settle?.resolve();
  };
  const client = new HostClient(
    {
      onState(state) {
        latest = state;
        look();
      },
      onGone: () => settle?.reject(new PostilError("engine-gone")),
    },
    route,
  );
  const abort = (): void => {
    if (jobId !== null) client.send({ type: "task.cancel", jobId }).catch(() => undefined);
    settle?.reject(new PostilError("cancelled"));
  };
  signal.addEventListener("abort", abort);
  try {
    if (signal.aborted) throw new PostilError("cancelled");
    jobId = await client.send({ type: "task.start", task: FILTER, tabId, page, input });
    if (signal.aborted) abort();
    look();
    await ended;
    return modelOf(latest);
  } catch (thrown) {
    throw asPostilError(thrown);
  } finally {
    signal.removeEventListener("abort", abort);
    client.close();
  }
}

function modelOf(state: HostState | null): string {
  const installed = state?.model.installed;
  return installed ? `${installed.id} ${installed.installedAt}` : "none";
}

function failureOf(job: JobView): PostilError | null {
  if (job.status === "cancelled") return new PostilError("cancelled");
  if (job.status !== "failed") return null;
  return job.error === null ? new PostilError("engine-failed") : PostilError.fromReport(job.error);
}
