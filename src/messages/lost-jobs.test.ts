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

  const ids = (...jobs: Parameters<typeof jobsAfterLoss>[0]) => jobsAfterLoss(jobs).map(({ id }) => id);

  it("keeps of a tab and task the latest, and notes that were before it, up to six", () => {
    expect(ids(job({ id: "a", result: null }), job({ id: "b" }), job({ id: "c", result: null }))).toEqual([
      "b",
      "c",
    ]);
    expect(ids(...Array.from("abcdefgh", (id) => job({ id })))).toEqual([..."cdefgh"]);
    const draft = { kind: "reply", draft: "Yes.", blanks: [], asks: [], lang: "en" } as const;
    const reply = { task: "reply", result: { ...draft, blanks: [], asks: [] } };
    expect(ids(job({ id: "a", ...reply }), job({ id: "b", ...reply }), job({ id: "c" }))).toEqual(["b", "c"]);
  });

  it("takes a job that comes twice as it was last", () => {
    const [only, ...others] = jobsAfterLoss([job({ id: "a", status: "running" }), job({ id: "a" })]);
    expect([only?.status, others.length]).toEqual(["done", 0]);
  });
});
