import { expect, it } from "vitest";
import { kernelTable } from "./kernel-table.ts";

it("has a line for each kernel with its share of a copy's speed, and one for all of them by their calls", () => {
  const lines = kernelTable([
    { kernel: "head", calls: 1, threads: 262_144, bytes: 189_000_000, us: 4000, copyUs: 1000 },
    { kernel: "gemv", calls: 18, threads: 2560, bytes: 737_500, us: 100, copyUs: 5 },
  ])
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  expect(lines[2]?.slice(1, -1)).toEqual([
    "head",
    "1",
    "262,144",
    "189,000",
    "4000.0",
    "1000.0",
    "25 %",
    "69 %",
  ]);
  expect(lines[3]?.slice(1, -1)).toEqual(["gemv", "18", "2,560", "737.5", "100.0", "5.0", "5.0 %", "31 %"]);
  expect(lines[4]?.slice(1, -1)).toEqual(["all", "19", "", "202,275", "5800", "1090", "19 %", "100 %"]);
});
