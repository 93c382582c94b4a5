import { beforeEach, describe, expect, it, vi } from "vitest";

const stored: Record<string, unknown> = {};
type Changes = Record<string, { newValue?: unknown }>;
let listeners: ((changes: Changes, area: string) => void)[] = [];
const tell = (changes: Changes) => {
  for (const listener of listeners) listener(changes, "session");
};
const storage = {
  session: {
    get: async (key: string) => structuredClone({ [key]: stored[key] }),
    async set(fields: Record<string, unknown>) {
      Object.assign(stored, structuredClone(fields));
      for (const [key, newValue] of Object.entries(fields)) tell({ [key]: { newValue } });
    },
    async remove(key: string) {
      delete stored[key];
      tell({ [key]: {} });
    },
  },
  onChanged: {
    addListener: (listener: (changes: Changes, area: string) => void) => listeners.push(listener),
  },
};
vi.mock("webextension-polyfill", () => ({ default: { storage } }));
const { leaveRequest, takeRequests } = await import("./panel-request.ts");

const REQUEST = { task: "summarise", tabId: 5 } as const;
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  for (const key of Object.keys(stored)) delete stored[key];
  listeners = [];
});

describe("a request to the panel", () => {
  it("waits for a panel that opens later, and is taken once", async () => {
    await leaveRequest(1, REQUEST);
    const take = vi.fn();
    takeRequests(1, take);
    await settle();
    takeRequests(1, take);
    await settle();
    expect(take).toHaveBeenCalledTimes(1);
    expect(take.mock.calls[0]?.[0]).toMatchObject(REQUEST);
    expect(stored).toEqual({});
  });

  it("reaches a panel that is open, each one", async () => {
    const take = vi.fn();
    takeRequests(1, take);
    await settle();
    await leaveRequest(1, REQUEST);
    await settle();
    await leaveRequest(1, { ...REQUEST, tabId: 6 });
    await settle();
    expect(take.mock.calls.map(([request]) => request.tabId)).toEqual([5, 6]);
  });

  it("is for the panel of its window", async () => {
    const [one, two] = [vi.fn(), vi.fn()];
    takeRequests(1, one);
    takeRequests(2, two);
    await leaveRequest(2, REQUEST);
    await settle();
    expect(one).not.toHaveBeenCalled();
    expect(two).toHaveBeenCalledTimes(1);
  });

  it("is forgotten when no panel came for a minute, or it makes no sense", async () => {
    const take = vi.fn();
    stored["request.1"] = { ...REQUEST, at: Date.now() - 61_000 };
    stored["request.2"] = { task: "delete everything", tabId: 5, at: Date.now() };
    takeRequests(1, take);
    takeRequests(2, take);
    await settle();
    expect(take).not.toHaveBeenCalled();
    expect(stored).toEqual({});
  });
});
