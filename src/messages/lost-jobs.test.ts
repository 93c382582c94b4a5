import { describe, expect, it } from "vitest";
import { job } from "../../test/ui/states.ts";
import { jobsAfterLoss } from "./lost-jobs.ts";

describe("jobsAfterLoss", () => {
  it("keeps what had ended and fails the rest with engine-gone", () => {
    const points = job().result;
    const jobs = jobsAfterLoss([
      job({ id: "a", tabId: 1 }),
      job({ id: "b", tabId: 2, status: "running" }),
      job({ id: "c", tabId: 3, status: "queued", result: null }),
      job({ id: "d", tabId: 4, status: "cancelled" }),
    ]);
    expect(jobs.map(({ id, status, error }) => [id, status, error?.code])).toEqual([
      ["a", "done", undefined],
      ["b", "failed", "engine-gone"],
      ["c", "failed", "engine-gone"],
      ["d", "cancelled", undefined],
    ]);
    expect(jobs[1]?.result).toEqual(points);
  });

  it("keeps one job a tab and task, the latest", () => {
    expect(jobsAfterLoss([job({ id: "a" }), job({ id: "b" })]).map(({ id }) => id)).toEqual(["b"]);
  });
});
