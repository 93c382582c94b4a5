import { describe, expect, it } from "vitest";
import { blanksIn, pieces } from "./blanks.ts";

const DRAFT = "Hello,\n\nI can come on [date] at [time], or on [date].";

describe("blanksIn", () => {
  it("finds each place in the draft's order", () => {
    expect(blanksIn(DRAFT, ["[date]", "[time]", "[date]"])).toEqual([
      { text: "[date]", start: 22 },
      { text: "[time]", start: 32 },
      { text: "[date]", start: 46 },
    ]);
  });

  it("takes nothing for a blank that the draft was not written with", () => {
    expect(blanksIn("See [1] and [date].", ["[time]", ""])).toEqual([]);
  });
});

describe("pieces", () => {
  it("are the whole draft", () => {
    const all = pieces(DRAFT, blanksIn(DRAFT, ["[date]", "[time]"]));
    expect(all.map(({ text }) => text).join("")).toBe(DRAFT);
    expect(all.filter(({ isBlank }) => isBlank).map(({ text }) => text)).toEqual([
      "[date]",
      "[time]",
      "[date]",
    ]);
  });

  it("keep to the outer one where a blank stands in another", () => {
    const draft = "[your [name]]";
    const all = pieces(draft, blanksIn(draft, ["[name]", "[your [name]]"]));
    expect(all).toEqual([{ text: draft, isBlank: true }]);
  });
});
