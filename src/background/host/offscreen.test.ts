import { beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../../errors.ts";

const sendMessage = vi.fn(async (_message: unknown): Promise<unknown> => ({ ok: true }));
const local = {
  get: vi.fn(async () => ({ settings: { engine: "scripted", scriptedDelayMs: 7, idleMs: 500 } })),
};
vi.mock("webextension-polyfill", () => ({ default: { runtime: { sendMessage }, storage: { local } } }));
let documents: number;
const createDocument = vi.fn(async () => void documents++);
vi.stubGlobal("chrome", {
  runtime: { getContexts: async () => Array.from({ length: documents }) },
  offscreen: { createDocument },
});
const { offscreenHost } = await import("./offscreen.ts");

beforeEach(() => {
  vi.clearAllMocks();
  documents = 0;
});

describe("the host in an offscreen document", () => {
  it("is made once, however many ask, and told the settings", async () => {
    const host = offscreenHost();
    await Promise.all([host.ensure(), host.ensure()]);
    expect(createDocument).toHaveBeenCalledTimes(1);
    expect(sendMessage.mock.calls).toEqual([
      [
        {
          target: "owner",
          type: "host.ensure",
          settings: { engine: "scripted", scriptedDelayMs: 7, idleMs: 500 },
        },
      ],
    ]);
  });

  it("is asked again each time whether it still has a worker", async () => {
    const host = offscreenHost();
    await host.ensure();
    await host.ensure();
    expect(createDocument).toHaveBeenCalledTimes(1);
    expect(sendMessage).toHaveBeenCalledTimes(2);
  });

  it("passes on why there is none, and tries anew when asked again", async () => {
    const host = offscreenHost();
    const error = new PostilError("engine-gone", { reason: "the worker does not start" }).toReport();
    sendMessage.mockResolvedValueOnce({ ok: false, error });
    await expect(host.ensure()).rejects.toMatchObject({ code: "engine-gone", detail: error.detail });
    await host.ensure();
  });

  it.each([
    ["the document cannot be made", () => createDocument.mockRejectedValueOnce(new Error("no"))],
    ["nobody answers in it", () => sendMessage.mockRejectedValueOnce(new Error("no"))],
    ["its answer makes no sense", () => sendMessage.mockResolvedValueOnce("no")],
  ])("says engine-gone when %s", async (_what, spoil) => {
    spoil();
    await expect(offscreenHost().ensure()).rejects.toMatchObject({ code: "engine-gone" });
  });
});
