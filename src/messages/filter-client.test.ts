import { beforeEach, describe, expect, it, vi } from "vitest";
import type { TabFilter } from "./filter-protocol.ts";

vi.mock("../content/filter.ts?script&iife", () => ({ default: "/src/content/filter.js" }));
let origins: string[];
const permissions = {
  request: vi.fn(async () => true),
  remove: vi.fn(async () => true),
  getAll: async () => ({ origins }),
};
const scripting = { executeScript: vi.fn(async () => []) };
const tabs = { sendMessage: vi.fn(async (): Promise<unknown> => undefined) };
const heard: ((raw: unknown, sender: object) => void)[] = [];
const onMessage = {
  addListener: (listener: (raw: unknown, sender: object) => void) => void heard.push(listener),
  removeListener: () => void heard.pop(),
};
vi.mock("webextension-polyfill", () => ({
  default: { permissions, scripting, tabs, runtime: { id: "postil", onMessage } },
}));
const { commandFilter, patternsOf, startFilter, switchedOn, switchOff, switchOn, watchFilter } = await import(
  "./filter-client.ts"
);

const STATE: TabFilter = {
  place: "bing",
  isAsDescribed: true,
  status: "done",
  folded: 1,
  judged: 3,
  of: 3,
  error: null,
};

beforeEach(() => {
  vi.clearAllMocks();
  origins = [];
});

describe("what the user is asked for", () => {
  it("is all of an engine's addresses, or of one with many the main one and that of the page", () => {
    expect(patternsOf("bing")).toEqual(["https://www.bing.com/*", "https://cn.bing.com/*"]);
    expect(patternsOf("google")).toEqual(["https://www.google.com/*"]);
    expect(patternsOf("google", "https://www.google.de/search?q=x")).toEqual([
      "https://www.google.com/*",
      "https://www.google.de/*",
    ]);
  });

  it("is asked for at once, inside the user's event", () => {
    void switchOn("bing");
    expect(permissions.request).toHaveBeenCalledWith({ origins: patternsOf("bing") });
  });

  it("is nothing for software that anyone installs", async () => {
    expect(await switchOn("searxng")).toBe(false);
    expect(permissions.request).not.toHaveBeenCalled();
  });

  it("says which engines are on, and is given back", async () => {
    origins = ["https://www.google.de/*", "https://other.example/*"];
    expect([...(await switchedOn())]).toEqual(["google"]);
    await switchOff("google");
    expect(permissions.remove).toHaveBeenCalledWith({ origins: ["https://www.google.de/*"] });
  });
});

describe("the filter of a tab", () => {
  it("is started where the browser lets it", async () => {
    tabs.sendMessage.mockResolvedValueOnce(STATE);
    expect(await startFilter(7)).toEqual(STATE);
    expect(scripting.executeScript).toHaveBeenCalledWith({
      target: { tabId: 7 },
      files: ["/src/content/filter.js"],
    });
    scripting.executeScript.mockRejectedValueOnce(new Error("Cannot access"));
    await expect(startFilter(7)).rejects.toMatchObject({ code: "page-forbidden" });
  });

  it("is none where nobody answers, or something else does", async () => {
    tabs.sendMessage.mockRejectedValueOnce(new Error("no receiver"));
    expect(await commandFilter(7, "undo")).toBeNull();
    tabs.sendMessage.mockResolvedValueOnce({ folded: -1 });
    expect(await commandFilter(7, "undo")).toBeNull();
  });

  it("is watched, and only its own tab", () => {
    const changed = vi.fn();
    const stop = watchFilter(7, changed);
    const news = { type: "filter.state", state: STATE };
    heard[0]?.(news, { id: "postil", tab: { id: 8 } });
    heard[0]?.(news, { id: "other", tab: { id: 7 } });
    heard[0]?.({ type: "filter.state" }, { id: "postil", tab: { id: 7 } });
    expect(changed).not.toHaveBeenCalled();
    heard[0]?.(news, { id: "postil", tab: { id: 7 } });
    expect(changed).toHaveBeenCalledExactlyOnceWith(STATE);
    stop();
    expect(heard).toEqual([]);
  });
});
