import { beforeEach, expect, it, vi } from "vitest";

type Listener = (value: never) => void;

class FakePort {
  readonly sent: unknown[] = [];
  readonly heard: Listener[] = [];
  readonly closings: Listener[] = [];
  readonly disconnect = vi.fn();
  readonly onMessage = { addListener: (listener: Listener) => this.heard.push(listener) };
  readonly onDisconnect = { addListener: (listener: Listener) => this.closings.push(listener) };
  constructor(readonly name: string) {}
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
}

const listeners = new Set<(port: FakePort) => void>();
const onConnect = {
  addListener: (listener: (port: FakePort) => void) => listeners.add(listener),
  removeListener: (listener: (port: FakePort) => void) => listeners.delete(listener),
};
const sendMessage = vi.fn<(call: { name: string }) => Promise<unknown>>();
vi.mock("webextension-polyfill", () => ({ default: { runtime: { onConnect, sendMessage } } }));
const { callBackground } = await import("./called-port.ts");

const open = (name: string): FakePort => {
  const port = new FakePort(name);
  for (const listener of [...listeners]) listener(port);
  return port;
};
const nameOf = (call: number): string => sendMessage.mock.calls[call]?.[0].name ?? "";
const settle = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  listeners.clear();
  sendMessage.mockReset().mockResolvedValue({ ok: true });
});

it("keeps what is posted until the background has opened the port, and carries both ways from then on", () => {
  const port = callBackground("filter");
  const heard = vi.fn();
  port.onMessage.addListener(heard);
  port.postMessage("early");
  const other = open(nameOf(0));
  port.postMessage("late");
  expect(other.sent).toEqual(["early", "late"]);
  for (const listener of other.heard) listener("news" as never);
  expect(heard.mock.calls).toEqual([["news"]]);
  expect(listeners.size).toBe(0);
});

it("takes no port that is meant for another call", () => {
  const first = callBackground("filter");
  const second = callBackground("filter");
  second.postMessage("mine");
  expect(open(nameOf(1)).sent).toEqual(["mine"]);
  first.postMessage("first's");
  expect(open(nameOf(0)).sent).toEqual(["first's"]);
});

it.each([
  ["does not come", () => Promise.reject(new Error("no receiving end"))],
  ["does not know such ports", () => Promise.resolve(undefined)],
])("is lost when the background %s", async (_, answer) => {
  sendMessage.mockImplementation(answer);
  const port = callBackground("filter");
  const lost = vi.fn();
  port.onDisconnect.addListener(lost);
  await settle();
  expect(lost).toHaveBeenCalledOnce();
  expect(() => port.postMessage("more")).toThrow();
  expect(listeners.size).toBe(0);
});

it("is lost with the background, and closes in silence by itself", () => {
  const lost = vi.fn();
  const port = callBackground("filter");
  port.onDisconnect.addListener(lost);
  const other = open(nameOf(0));
  for (const listener of other.closings) listener(undefined as never);
  expect(lost).toHaveBeenCalledOnce();
  const next = callBackground("filter");
  next.onDisconnect.addListener(lost);
  const otherOfNext = open(nameOf(1));
  next.disconnect();
  for (const listener of otherOfNext.closings) listener(undefined as never);
  expect(otherOfNext.disconnect).toHaveBeenCalled();
  expect(lost).toHaveBeenCalledOnce();
});
