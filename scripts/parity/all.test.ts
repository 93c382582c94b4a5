import { describe, expect, it } from "vitest";
import { LENGTHS, parseLengths } from "./all.ts";

describe("the lengths that are compared", () => {
  it("are all of them without a list, each with its greedy tokens within the context", () => {
    expect(parseLengths(undefined, 4096)).toEqual(LENGTHS);
    expect(parseLengths(LENGTHS.join(), 4096)).toEqual(LENGTHS);
  });

  it("ascend, each once", () => {
    expect(parseLengths("200,1,6,200", 4096)).toEqual([1, 6, 200]);
  });

  it.each(["", "0", "1,", "x", "1.5", "4065", "-1"])("are whole numbers that fit: not %j", (text) => {
    expect(() => parseLengths(text, 4096)).toThrow(/--lengths takes whole numbers from 1 to 4064/);
  });
});
