import { beforeEach, describe, expect, it, vi } from "vitest";
import { job } from "../../../test/ui/states.ts";
import { resultOf } from "../../messages/protocol.ts";
import type { Anchor } from "../../page/anchor.ts";
import { LitNotes } from "./lit.ts";

const anchor = (exact: string): Anchor => ({ exact, prefix: "", suffix: "" });
const notes = resultOf(job(), "notes");
if (!notes) throw new Error("the job has notes");
const SHOWN = job({
  result: {
    ...notes,
    points: [
      { text: "a", sources: ["a", "b"], anchors: [anchor("a"), anchor("b")], quoted: false },
      { text: "c", sources: ["c"], anchors: [anchor("c")], quoted: false },
      { text: "d", sources: ["d"], quoted: false },
    ],
  },
});

const show = vi.fn<(tabId: number, anchors: readonly Anchor[]) => Promise<boolean[]>>();
const clear = vi.fn(async (_tabId: number) => undefined);
let lit: LitNotes;

beforeEach(() => {
  vi.clearAllMocks();
  show.mockImplementation(async (_tabId, anchors) => anchors.map(() => true));
  lit = new LitNotes({ show, clear });
});

describe("LitNotes", () => {
  it.each([
    [[true, true], "shown"],
    [[true, false], "partly"],
    [[false, false], "lost"],
  ])("of two sentences found %j says %s", async (found, state) => {
    show.mockResolvedValue(found);
    await lit.show(SHOWN, 0);
    expect(show).toHaveBeenCalledExactlyOnceWith(7, [anchor("a"), anchor("b")]);
    expect(lit.lit.value).toEqual({ jobId: "job", point: 0, state });
  });

  it("says when the page lets nobody look", async () => {
    show.mockRejectedValue(new Error("closed"));
    await lit.show(SHOWN, 0);
    expect(lit.lit.value?.state).toBe("failed");
  });

  it("knows the last answer only", async () => {
    let answer: (found: boolean[]) => void = () => undefined;
    show.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const first = lit.show(SHOWN, 0);
    expect(lit.lit.value?.state).toBe("searching");
    await lit.show(SHOWN, 1);
    answer([false, false]);
    await first;
    expect(lit.lit.value).toEqual({ jobId: "job", point: 1, state: "shown" });
  });

  it("puts out what is lit, in another tab too, and for a point without anchors", async () => {
    await lit.show(SHOWN, 0);
    await lit.show({ ...SHOWN, tabId: 8 }, 1);
    expect(clear).toHaveBeenCalledExactlyOnceWith(7);
    await lit.show({ ...SHOWN, tabId: 8 }, 2);
    expect(clear).toHaveBeenLastCalledWith(8);
    expect(lit.lit.value).toBeNull();
    lit.clear();
    expect(clear).toHaveBeenCalledTimes(2);
  });

  it("forgets a page that is left, and no other", async () => {
    await lit.show(SHOWN, 0);
    lit.leave(8);
    expect(lit.lit.value).not.toBeNull();
    lit.leave(7);
    expect(lit.lit.value).toBeNull();
    lit.clear();
    expect(clear).not.toHaveBeenCalled();
  });
});
