import { describe, expect, it } from "vitest";
import { anchorOf } from "./anchor.ts";
import type { Block } from "./blocks.ts";

const blocks: Block[] = [
  { kind: "heading", text: "Ferries" },
  { kind: "paragraph", text: "The boat was full. It sailed at nine." },
  { kind: "paragraph", text: "The next day it sailed at ten. The boat was full. Nobody minded." },
];

describe("anchorOf", () => {
  it("takes its context from the blocks around", () => {
    expect(anchorOf(blocks, "The boat was full.")).toEqual({
      exact: "The boat was full.",
      prefix: "Ferries ",
      suffix: " It sailed at nine. The next day it sailed at te",
    });
  });

  it("tells a sentence from the same one in another block", () => {
    expect(anchorOf(blocks, "The boat was full.", 2)).toEqual({
      exact: "The boat was full.",
      prefix: " sailed at nine. The next day it sailed at ten. ",
      suffix: " Nobody minded.",
    });
  });

  it("has no context for words that are in no block", () => {
    expect(anchorOf(blocks, "Not there.", 1)).toEqual({ exact: "Not there.", prefix: "", suffix: "" });
    expect(anchorOf([], "Not there.")).toEqual({ exact: "Not there.", prefix: "", suffix: "" });
  });

  it("cuts no letter in two", () => {
    const { prefix, suffix } = anchorOf(
      [{ kind: "paragraph", text: `${"😀".repeat(40)}x one x${"😀".repeat(40)}` }],
      "one",
    );
    expect(`${prefix}${suffix}`).not.toMatch(/\p{Surrogate}/u);
  });
});
