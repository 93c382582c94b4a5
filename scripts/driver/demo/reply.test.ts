import { describe, expect, it } from "vitest";
import { isUndone } from "./reply.ts";

describe("what counts as taken back", () => {
  const open = { before: ["Mine.", ""], held: ["Yes.Mine.", ""], ink: "Yes." };
  const opened = { before: ["Mine."], held: ["Mine.", "Yes.Ida"], ink: "Yes." };

  it.each([
    ["all as before", { ...open, after: ["Mine.", ""] }],
    ["an editor that was opened, without the draft", { ...opened, after: ["Mine.", "Ida"] }],
  ])("%s", (_, held) => expect(isUndone(held)).toBe(true));

  it.each([
    ["the draft is still there", { ...open, after: ["Yes.Mine.", ""] }],
    ["the user's own words went with the draft", { ...open, after: ["", ""] }],
    ["another editor has changed", { ...open, after: ["Mine.", "Ida"] }],
    ["an editor is gone", { ...open, after: ["Mine."] }],
    ["an editor that was opened has lost its signature", { ...opened, after: ["Mine.", ""] }],
    ["the insertion changed what was there", { ...opened, held: ["", "Yes.Ida"], after: ["", "Ida"] }],
  ])("not when %s", (_, held) => expect(isUndone(held)).toBe(false));
});
