import { beforeEach, expect, it, type Mock, vi } from "vitest";
import type { PanelPort } from "../../messages/ports.ts";

interface Port extends PanelPort {
  readonly name: string;
  readonly sender: { readonly id: string; readonly url: string };
}

const ORIGIN = "moz-extension://7c4b/";
let connect: (port: Port) => void = () => undefined;
const runtime = {
  id: "postil@postil.invalid",
  getURL: (path: string) => ORIGIN + path,
  onConnect: {
    addListener: (listener: (port: Port) => void) => {
      connect = listener;
    },
  },
  getPlatformInfo: vi.fn(async () => ({})),
};
const kept: Record<string, unknown> = {};
const storage = {
  local: { get: async () => ({}) },
  session: { get: async () => kept, set: async (fields: object) => void Object.assign(kept, fields) },
};
vi.mock("webextension-polyfill", () => ({ default: { runtime, storage } }));

const told: { type: string }[] = [];
class FakeWorker {
  onmessage: (event: MessageEvent) => void = () => undefined;
  postMessage(message: { type: string }): void {
    told.push(message);
    if (message.type === "init") queueMicrotask(() => this.say({ type: "ready" }));
  }
  say(data: unknown): void {
    this.onmessage(new MessageEvent("message", { data }));
  }
  terminate(): void {}
}
let worker: FakeWorker;
vi.mock("../../owner/make-worker.ts", () => ({
  makeWorker: () => {
    worker = new FakeWorker();
    return worker;
  },
}));
const { workerHost } = await import("./worker.ts");

function port(name: string, url: string): Port & { disconnect: Mock<() => void> } {
  const event = { addListener: () => undefined };
  const sender = { id: runtime.id, url };
  return {
    name,
    sender,
    postMessage: vi.fn(),
    disconnect: vi.fn<() => void>(),
    onMessage: event,
    onDisconnect: event,
  };
}

beforeEach(() => {
  told.length = 0;
});

it("takes ports as soon as it is there, of our own pages only", async () => {
  workerHost();
  const panel = port("postil.host", `${ORIGIN}src/panel/panel.html`);
  const stranger = port("postil.host", "https://evil.example/");
  const other = port("other", `${ORIGIN}src/panel/panel.html`);
  for (const one of [panel, stranger, other]) connect(one);
  await vi.waitFor(() => expect(told.map(({ type }) => type)).toEqual(["init", "connect"]));
  expect(panel.disconnect).not.toHaveBeenCalled();
  expect(stranger.disconnect).toHaveBeenCalledTimes(1);
});

it("keeps the page alive while the worker is busy, and the jobs in storage", async () => {
  vi.useFakeTimers();
  const host = workerHost();
  await host.ensure();
  worker.say({ type: "busy", busy: true });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(runtime.getPlatformInfo.mock.calls.length).toBeGreaterThanOrEqual(2);
  worker.say({ type: "jobs", jobs: [] });
  worker.say({ type: "busy", busy: false });
  await vi.advanceTimersByTimeAsync(0);
  expect(kept).toEqual({ jobs: [] });
  const calls = runtime.getPlatformInfo.mock.calls.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runtime.getPlatformInfo.mock.calls).toHaveLength(calls);
  vi.useRealTimers();
});
