import { beforeEach, describe, expect, it, vi } from "vitest";

vi.mock("../../content/filter.ts?script&iife", () => ({ default: "/src/content/filter.js" }));
let change: () => void = () => undefined;
const event = {
  addListener: (listener: () => void) => {
    change = listener;
  },
};
let origins: string[];
let registered: { readonly id: string; readonly matches: readonly string[] }[];
const scripting = {
  getRegisteredContentScripts: async () => registered,
  registerContentScripts: vi.fn(async (scripts: typeof registered) => {
    registered = scripts;
  }),
  updateContentScripts: vi.fn(async (scripts: typeof registered) => {
    registered = scripts;
  }),
  unregisterContentScripts: vi.fn(async () => {
    registered = [];
  }),
};
vi.mock("webextension-polyfill", () => ({
  default: {
    scripting,
    runtime: { onInstalled: event, onStartup: event },
    permissions: { onAdded: event, onRemoved: event, getAll: async () => ({ origins }) },
  },
}));
const { registerWhereGranted } = await import("./registration.ts");

beforeEach(() => {
  vi.clearAllMocks();
  origins = [];
  registered = [];
  registerWhereGranted();
});

describe("the filter's script", () => {
  it("is registered for what is granted of the known engines, and for nothing else", async () => {
    origins = ["https://www.bing.com/*", "https://huggingface.co/*"];
    change();
    await vi.waitFor(() => expect(registered).toHaveLength(1));
    expect(registered).toEqual([
      {
        id: "filter",
        matches: ["https://www.bing.com/*"],
        js: ["src/content/filter.js"],
        runAt: "document_idle",
      },
    ]);
  });

  it("follows what is granted and taken back", async () => {
    origins = ["https://www.bing.com/*"];
    change();
    await vi.waitFor(() => expect(registered).toHaveLength(1));
    origins = ["https://www.bing.com/*", "https://kagi.com/*"];
    change();
    await vi.waitFor(() => expect(registered[0]?.matches).toEqual(origins));
    origins = [];
    change();
    await vi.waitFor(() => expect(registered).toEqual([]));
    expect(scripting.registerContentScripts).toHaveBeenCalledTimes(1);
  });

  it("is registered at the next change when the browser refused at this one", async () => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    scripting.registerContentScripts.mockRejectedValueOnce(new Error("no"));
    origins = ["https://kagi.com/*"];
    change();
    await vi.waitFor(() => expect(error).toHaveBeenCalled());
    change();
    await vi.waitFor(() => expect(registered).toHaveLength(1));
  });
});
