import { describe, expect, it, vi } from "vitest";

const stored: Record<string, unknown> = {};
vi.mock("webextension-polyfill", () => ({
  default: {
    storage: {
      local: {
        get: async (key: string) => ({ [key]: stored[key] }),
        set: async (values: Record<string, unknown>) => void Object.assign(stored, values),
      },
    },
  },
}));

const { loadSettings, parseSettings, saveSettings } = await import("./settings.ts");

describe("settings", () => {
  it("have defaults", async () => {
    expect(await loadSettings()).toMatchObject({
      version: 1,
      termsAcceptedAt: 0,
      engine: "auto",
      scriptedDelayMs: 15,
      idleMs: 300_000,
      userName: "",
      userAddresses: [],
      replyTone: "neutral",
      replyLength: "short",
    });
  });

  it("fall back field by field when what is stored makes no sense", () => {
    expect(parseSettings({ termsAcceptedAt: 5, engine: "steam", scriptedDelayMs: -1 })).toMatchObject({
      termsAcceptedAt: 5,
      engine: "auto",
      scriptedDelayMs: 15,
    });
    expect(
      parseSettings({ userName: 7, userAddresses: ["a@b.example", 1], replyTone: "rude" }),
    ).toMatchObject({
      userName: "",
      userAddresses: [],
      replyTone: "neutral",
    });
    expect(parseSettings("nonsense")).toMatchObject({ engine: "auto" });
    expect(parseSettings(null)).toMatchObject({ engine: "auto" });
  });

  it("know every engine, and read on what older versions stored", () => {
    for (const engine of ["auto", "webllm", "cpu", "scripted"])
      expect(parseSettings({ version: 1, engine }).engine).toBe(engine);
    expect(parseSettings({ version: 1, termsAcceptedAt: 7, engine: "webllm" })).toMatchObject({
      version: 1,
      termsAcceptedAt: 7,
      engine: "webllm",
      scriptedDelayMs: 15,
      idleMs: 300_000,
    });
  });

  it("keep fields of a later version when one is changed", async () => {
    stored.settings = { version: 9, termsAcceptedAt: 3, later: true };
    await saveSettings({ engine: "webllm" });
    expect(stored.settings).toMatchObject({ later: true, termsAcceptedAt: 3, engine: "webllm" });
  });
});
