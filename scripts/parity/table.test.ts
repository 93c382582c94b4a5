import { describe, expect, it } from "vitest";
import type { Tops } from "./compare.ts";
import { faultsOf, faultsOfReplay, type Row, renderReplay, renderRows } from "./table.ts";

const tops: Tops[] = [
  [
    [5, 10],
    [6, 9.95],
    [7, 9.8],
  ],
  [[8, 4]],
];
const good: Row = {
  tokens: 6,
  chunks: [4, 2],
  comparison: {
    finite: true,
    cosine: 0.99994,
    divergence: 0.0008,
    difference: 0.41,
    top: { ours: 5, theirs: 5 },
  },
  greedy: [5, 8],
  tops,
  witness: null,
};
const nan: Row = {
  ...good,
  comparison: {
    finite: false,
    cosine: null,
    divergence: null,
    difference: null,
    top: { ours: 5, theirs: 5 },
  },
};

describe("the table of all lengths", () => {
  it("has no fault where all holds, parting from an indifferent reference included", () => {
    expect(faultsOf(good)).toEqual([]);
    expect(faultsOf({ ...good, greedy: null })).toEqual([]);
    const other = { ...good.comparison, top: { ours: 6, theirs: 5 } };
    expect(faultsOf({ ...good, comparison: other, greedy: [6] })).toEqual([]);
  });

  it("names each fault with its place", () => {
    const far = { ...good.comparison, cosine: 0.9 };
    expect(faultsOf({ ...good, comparison: far })).toEqual([
      expect.stringMatching(/^6 tokens as 4 \+ 2: cosine 0.9,/),
    ]);
    expect(faultsOf(nan)).toEqual([expect.stringMatching(/not all logits are numbers/)]);
    const third = { ...good.comparison, top: { ours: 7, theirs: 5 } };
    expect(faultsOf({ ...good, comparison: third, greedy: [7] })).toEqual([
      expect.stringMatching(/greedy token 1 is 0.200 below its own, which is too much/),
    ]);
    expect(faultsOf({ ...good, greedy: [5, 9] })).toEqual([
      expect.stringMatching(/greedy token 2 the reference finds improbable/),
    ]);
  });

  it("does not let the sampler take another token than the most probable", () => {
    expect(faultsOf({ ...good, greedy: [6] })).toEqual([expect.stringMatching(/sampler takes token 6/)]);
  });

  it("does not trust a reference that the second witness contradicts", () => {
    const witness = { ...good.comparison, divergence: 0.5 };
    expect(faultsOf({ ...good, witness })).toEqual([expect.stringMatching(/witnesses differ/)]);
    expect(faultsOf({ ...good, witness: good.comparison })).toEqual([]);
  });

  it("is Markdown, by length, each row as long as the others", () => {
    const rows = [{ ...good, tokens: 600 }, nan, { ...good, greedy: null }];
    const lines = renderRows(rows).split("\n");
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[1]).toMatch(/^\| -+ \| -+/);
    expect(lines.slice(2).map((line) => line.split("|")[1]?.trim())).toEqual(["6", "6", "600"]);
    expect(lines[2]).toContain("NaN");
    expect(lines[3]).toContain("the same logits: not computed again");
    expect(lines[4]).toMatch(/4 \+ 2\s+\| 0.9999400 \| 0.000800\s+\| 0.410\s+\| 2 of 2/);
    expect(lines[0]).not.toContain("llama");
    expect(renderRows([{ ...good, witness: good.comparison }]).split("\n")[2]).toMatch(
      /0.9999400\s+\| 0.000800\s+\|$/,
    );
  });

  it("tells of a cache that was cut back, and fails with it", () => {
    const replay = { tokens: 513, plan: "chunks of 512", kept: 512, same: true };
    expect(faultsOfReplay(replay)).toEqual([]);
    expect(renderReplay(replay)).toContain("bit for bit");
    expect(faultsOfReplay({ ...replay, same: false })).toHaveLength(1);
  });
});
