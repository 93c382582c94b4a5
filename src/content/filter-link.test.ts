import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FilterAnswer, FilterAsk } from "../messages/filter-protocol.ts";

class FakePort {
  readonly sent: FilterAsk[] = [];
  answer: (answer: FilterAnswer | unknown) => void = () => undefined;
  lose: () => void = () => undefined;
  disconnect = vi.fn();
  readonly onMessage = {
    addListener: (listener: (raw: unknown) => void) => {
      this.answer = listener;
    },
  };
  readonly onDisconnect = {
    addListener: (listener: () => void) => {
      this.lose = listener;
    },
  };
  postMessage(ask: FilterAsk): void {
    this.sent.push(ask);
  }
}

let ports: FakePort[];
const connect = vi.fn((): FakePort => {
  const port = new FakePort();
  ports.push(port);
  return port;
});
vi.mock("../messages/called-port.ts", () => ({ callBackground: connect }));
const { FilterLink } = await import("./filter-link.ts");

const items = (count: number, from = 0): FilterAsk["items"] =>
  Array.from({ length: count }, (_, n) => ({ id: `r${from + n}`, title: "", url: "", snippet: "" }));
const events = { onVerdicts: vi.fn(), onDone: vi.fn(), onOff: vi.fn(), onError: vi.fn() };
let link: InstanceType<typeof FilterLink>;
const port = (n: number): FakePort => ports[n] ?? expect.fail(`no port ${n}`);
const asked = (n: number): string[] => port(n).sent.flatMap((ask) => ask.items.map(({ id }) => id));

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  ports = [];
  link = new FilterLink("bing", events);
});
afterEach(() => vi.useRealTimers());

describe("the page's end of the port", () => {
  it("asks in messages that the other end takes", () => {
    link.ask(items(450));
    expect(port(0).sent.map(({ place, items: { length } }) => [place, length])).toEqual([
      ["bing", 200],
      ["bing", 200],
      ["bing", 50],
    ]);
  });

  it("is done when all that was asked is judged, not when a part is", () => {
    link.ask(items(2));
    link.ask(items(1, 2));
    port(0).answer({ type: "done", of: 2 });
    expect(events.onDone).not.toHaveBeenCalled();
    port(0).answer({ type: "done", of: 3 });
    expect(events.onDone).toHaveBeenCalledTimes(1);
  });

  it("asks a new background for what the last one had not finished", async () => {
    link.ask(items(2));
    port(0).answer({ type: "verdicts", verdicts: [{ id: "r0", fold: false, why: { by: "none" } }] });
    port(0).lose();
    link.ask(items(1, 2));
    await vi.runAllTimersAsync();
    expect(asked(1)).toEqual(["r0", "r1", "r2"]);
    expect(events.onError).not.toHaveBeenCalled();
  });

  it("wakes no background that has stopped with nothing to do", async () => {
    link.ask(items(1));
    port(0).answer({ type: "done", of: 1 });
    port(0).lose();
    await vi.runAllTimersAsync();
    expect(ports).toHaveLength(1);
    link.ask(items(1, 1));
    expect(asked(1)).toEqual(["r1"]);
  });

  it("gives up after some backgrounds without an answer, and can be asked again", async () => {
    link.ask(items(1));
    for (let n = 0; n < 4; n++) {
      port(n).lose();
      await vi.runAllTimersAsync();
    }
    expect(ports).toHaveLength(4);
    expect(events.onError.mock.calls).toMatchObject([[{ code: "engine-gone" }]]);
  });

  it("fails by name when the extension has gone, or says what cannot be understood", () => {
    connect.mockImplementationOnce(() => {
      throw new Error("Extension context invalidated.");
    });
    link.ask(items(1));
    expect(events.onError.mock.calls).toMatchObject([[{ code: "engine-gone" }]]);
    link.ask(items(1));
    port(0).answer({ type: "fold", all: true });
    expect(events.onError.mock.calls[1]).toMatchObject([{ code: "message-invalid" }]);
    expect(port(0).disconnect).toHaveBeenCalled();
  });

  it("asks over a new port what was not answered when the page comes back", () => {
    link.ask(items(2));
    link.reopen();
    expect(port(0).disconnect).toHaveBeenCalled();
    expect(asked(1)).toEqual(["r0", "r1"]);
    port(0).answer({ type: "done", of: 2 });
    expect(events.onDone).not.toHaveBeenCalled();
    port(1).answer({ type: "done", of: 2 });
    expect(events.onDone).toHaveBeenCalledTimes(1);
    link.reopen();
    expect(ports).toHaveLength(2);
    link.ask(items(1, 2));
    expect(asked(2)).toEqual(["r2"]);
  });

  it("hears nothing more after its end", () => {
    link.ask(items(1));
    link.end();
    port(0).answer({ type: "off" });
    port(0).lose();
    expect(events.onOff).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
