import { describe, expect, it } from "vitest";
import type { BenchReport, EngineFigures } from "../../src/messages/bench-protocol.ts";
import { plotOf } from "./plot.ts";
import { tableOf } from "./report.ts";

const figures = (speed: number, calls: number | null): EngineFigures => ({
  load_ms: 12_300,
  memory_mib: calls === null ? null : 512,
  prefill_tokens_per_s: { "32": 10 * speed, "256": 12 * speed, "1024": calls === 331 ? null : 11 * speed },
  decode_ms_per_token: 1000 / speed,
  per_token: {
    dispatches: calls ?? 0,
    passes: calls ?? 0,
    submits: calls === null ? 0 : 5,
    writes: calls ?? 0,
    bytes_read: calls === null ? null : 290_000_000,
  },
});
const REPORT: BenchReport = {
  device: "google <swiftshader>",
  model: "Gemma",
  engines: {
    webllm: figures(2, 120),
    "webllm-default-schedule": figures(0.05, 331),
    cpu: figures(5, null),
  },
};
const rowOf = (table: string, name: string): string[] | undefined =>
  table
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .find((cells) => cells[1] === name);

describe("the table", () => {
  it("has what was measured, and how many times as good ours is as each peer", () => {
    const table = tableOf(REPORT);
    const decode = rowOf(table, "decode, ms a token");
    expect(decode?.slice(2, 7)).toEqual(["500", "20,000", "200", "40.00 ×", "0.40 ×"]);
    expect(rowOf(table, "prompt of 32, tokens/s")?.slice(5, 7)).toEqual(["40.00 ×", "0.40 ×"]);
    expect(rowOf(table, "dispatches a decoded token")?.slice(2, 7)).toEqual([
      "120",
      "331",
      "0",
      "2.76 ×",
      "–",
    ]);
  });

  it("says nothing of what was not measured", () => {
    const table = tableOf(REPORT);
    expect(rowOf(table, "prompt of 1024, tokens/s")?.slice(3, 6)).toEqual(["–", "55.0", "–"]);
    const alone = tableOf({ ...REPORT, engines: { cpu: figures(5, null) } });
    expect(alone.split("\n")[0]).toBe("|  | cpu |");
  });
});

describe("the plot", () => {
  it("has a bar for each figure, the longer the faster, and words where there is none", () => {
    const plot = plotOf(REPORT, "Gemma & friends");
    const widths = (engine: string): number[] =>
      [
        ...plot.matchAll(new RegExp(`class="${engine}" x="190" y="\\d+" width="([\\d.]+)" height="13"`, "g")),
      ].map((match) => Number(match[1]));
    expect(widths("webllm")).toHaveLength(4);
    expect(widths("webllm-default-schedule")).toHaveLength(3);
    expect(plot).toContain("not measured");
    expect(
      Math.min(...widths("cpu").map((width, at) => width - (widths("webllm")[at] ?? 0))),
    ).toBeGreaterThan(0);
    expect(plot).toContain("Gemma &#38; friends");
    expect(plot).not.toMatch(/NaN|Infinity|undefined/);
  });
});
