import { afterEach, beforeEach, expect, it, vi } from "vitest";

const getPlatformInfo = vi.fn(async () => ({}));
vi.mock("webextension-polyfill", () => ({ default: { runtime: { getPlatformInfo } } }));
const { KeepAlive } = await import("./keep-alive.ts");

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

/** Milliseconds after which Firefox stops an event page in which nothing happens. */
const FIREFOX_MS = 30_000;

it("calls often enough while it is needed, and not at all otherwise", () => {
  const life = new KeepAlive();
  vi.advanceTimersByTime(10 * FIREFOX_MS);
  expect(getPlatformInfo).not.toHaveBeenCalled();

  life.set(true);
  life.set(true);
  let before = 0;
  for (let passed = 0; passed < 10 * FIREFOX_MS; passed += FIREFOX_MS / 2) {
    vi.advanceTimersByTime(FIREFOX_MS / 2);
    expect(getPlatformInfo.mock.calls.length).toBeGreaterThan(before);
    before = getPlatformInfo.mock.calls.length;
  }

  life.set(false);
  life.set(false);
  vi.advanceTimersByTime(10 * FIREFOX_MS);
  expect(getPlatformInfo.mock.calls.length).toBe(before);
});
