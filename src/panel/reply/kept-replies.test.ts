import { beforeEach, describe, expect, it, vi } from "vitest";
import { DRAFT, MESSAGE } from "../../../test/ui/reply-states.ts";
import type { ReplyInput } from "../../tasks/reply/input.ts";

const stored = new Map<string, unknown>();
let open: { id: number }[] = [];

vi.mock("webextension-polyfill", () => ({
  default: {
    tabs: { query: async () => open },
    storage: {
      session: {
        get: async (keys?: string[]) =>
          Object.fromEntries([...stored].filter(([key]) => !keys || keys.includes(key))),
        set: async (items: object) => {
          for (const [key, value] of Object.entries(items)) stored.set(key, structuredClone(value));
        },
        remove: async (keys: string[]) => {
          for (const key of keys) stored.delete(key);
        },
      },
    },
  },
}));
const { forgetClosed, forgetReply, keepReply, loadReply } = await import("./kept-replies.ts");

const INPUT: ReplyInput = {
  message: MESSAGE,
  words: "",
  tone: "neutral",
  length: "short",
  name: "Mara",
  lang: "",
  variant: 0,
};
const REPLY = {
  input: INPUT,
  jobs: ["a"],
  drafts: [{ ...DRAFT, jobId: "a" }],
  shown: "a",
  inserted: "a",
  next: { input: { ...INPUT, words: "No." }, jobId: "b" },
};

beforeEach(() => {
  stored.clear();
  open = [];
});

describe("kept replies", () => {
  it("are given back as they were, with what has been begun in their place", async () => {
    expect(await loadReply(7)).toBeNull();
    await keepReply(7, REPLY, null);
    expect(await loadReply(7)).toEqual(REPLY);
    await keepReply(7, { ...REPLY, next: null }, REPLY);
    expect(await loadReply(7)).toEqual({ ...REPLY, next: null });
    await forgetReply(7);
    expect(stored.size).toBe(0);
  });

  it("go with the tabs that are closed, and leave what is others'", async () => {
    stored.set("filter.7", true);
    for (const tabId of [7, 8]) await keepReply(tabId, REPLY, null);
    open = [{ id: 8 }];
    await forgetClosed();
    expect(await loadReply(7)).toBeNull();
    expect(await loadReply(8)).toEqual(REPLY);
    expect(stored.size).toBe(4);
  });
});
