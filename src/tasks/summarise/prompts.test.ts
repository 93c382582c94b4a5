import { describe, expect, it } from "vitest";
import { promptFor } from "./prompts.ts";

describe("promptFor", () => {
  it.each([
    ["EN-US", "Headline"],
    ["en_US", "Headline"],
    ["DE-at", "Schlagzeile"],
    ["zh_CN", "标题"],
    // Filipino is not Finnish, Frisian not French, and what an object inherits no language.
    ["fil", undefined],
    ["frr", undefined],
    ["constructor", undefined],
    ["x_y!!", undefined],
    ["", undefined],
  ])("gives weights that continue text the examples of %j", (lang, label) => {
    expect(promptFor("A text.", lang, "completion")?.labels?.output).toBe(label);
    expect(promptFor("A text.", lang, "chat")?.examples).toEqual([]);
  });
});
