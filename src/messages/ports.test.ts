/** A pipe over a real channel, between a panel's port in memory and the worker's end. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type HostPort, hostPort, type PanelPort, type Pipe, pipe, portPair } from "./ports.ts";

class FakePanel implements PanelPort {
  readonly heard: unknown[] = [];
  disconnected = false;
  say: (message: unknown) => void = () => undefined;
  leave: () => void = () => undefined;
  readonly onMessage = {
    addListener: (listener: (message: unknown) => void) => {
      this.say = listener;
    },
  };
  readonly onDisconnect = {
    addListener: (listener: () => void) => {
      this.leave = listener;
    },
  };
  postMessage(message: unknown): void {
    if (this.disconnected) throw new Error("disconnected port");
    this.heard.push(message);
  }
  disconnect(): void {
    this.disconnected = true;
  }
}

let panel: FakePanel;
let host: HostPort;
let near: Pipe;
let channel: MessageChannel;
const events = { onUse: vi.fn(), onEnd: vi.fn() };
let heard: unknown[];
let closed: number;

beforeEach(() => {
  vi.clearAllMocks();
  channel = new MessageChannel();
  panel = new FakePanel();
  near = pipe(panel, channel.port1, events);
  host = hostPort(channel.port2);
  heard = [];
  closed = 0;
  host.onMessage((message) => heard.push(message));
  host.onDisconnect(() => closed++);
});
afterEach(() => {
  channel.port1.close();
  channel.port2.close();
});

describe("pipe", () => {
  it("carries messages both ways, as they are and in order", async () => {
    panel.say({ id: 1 });
    panel.say(null);
    panel.say({ type: "close" });
    host.postMessage({ type: "state" });
    await vi.waitFor(() => expect(heard).toEqual([{ id: 1 }, null, { type: "close" }]));
    await vi.waitFor(() => expect(panel.heard).toEqual([{ type: "state" }]));
    expect(events.onUse).toHaveBeenCalledTimes(3);
    expect(closed).toBe(0);
  });

  it("tells the host when the panel goes, once, after all that it said", async () => {
    panel.say("last");
    panel.leave();
    panel.leave();
    panel.say("too late");
    await vi.waitFor(() => expect(closed).toBe(1));
    expect(heard).toEqual(["last"]);
    expect(events.onEnd).toHaveBeenCalledTimes(1);
  });

  it("closes the panel's port when the owner says so", async () => {
    near.tell("rest");
    near.close();
    expect(panel.heard).toEqual(["rest"]);
    expect(panel.disconnected).toBe(true);
    await vi.waitFor(() => expect(closed).toBe(1));
    expect(events.onEnd).toHaveBeenCalledTimes(1);
  });

  it("ends when the panel's port turns out to be closed", async () => {
    panel.disconnected = true;
    host.postMessage("to nobody");
    await vi.waitFor(() => expect(events.onEnd).toHaveBeenCalledTimes(1));
    await vi.waitFor(() => expect(closed).toBe(1));
  });

  it("drops what is no message of a pipe", async () => {
    channel.port1.postMessage("raw");
    channel.port1.postMessage({ type: "else" });
    panel.say("fine");
    await vi.waitFor(() => expect(heard).toEqual(["fine"]));
  });

  it("keeps what is said before the worker listens", async () => {
    const late = new MessageChannel();
    pipe(panel, late.port1, events);
    panel.say("early");
    panel.leave();
    const end = hostPort(late.port2);
    const order: unknown[] = [];
    end.onMessage((message) => order.push(message));
    end.onDisconnect(() => order.push("closed"));
    await vi.waitFor(() => expect(order).toEqual(["early", "closed"]));
  });
});

describe("a pair of ports within one page", () => {
  it("carries copies both ways, later and in order, and tells the other end that it is closed", async () => {
    const [near, far] = portPair();
    const heard: unknown[] = [];
    far.onMessage.addListener((message) => heard.push(message));
    near.onMessage.addListener((message) => heard.push(message));
    far.onDisconnect.addListener(() => heard.push("closed"));
    near.onDisconnect.addListener(() => expect.fail("who closes hears nothing"));
    const sent = { n: [1] };
    near.postMessage(sent);
    far.postMessage("back");
    sent.n.push(2);
    near.disconnect();
    near.disconnect();
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual([{ n: [1] }, "back", "closed"]);
    expect(() => far.postMessage("late")).toThrow("closed");
  });
});
