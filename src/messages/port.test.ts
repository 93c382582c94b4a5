/** Client and server over ports in memory: what each does with messages that are wrong, and with a host that dies or rests. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../errors.ts";
import { AWAKE_CHANNEL } from "./owner-protocol.ts";
import type { Command, HostState } from "./protocol.ts";

type Listener<T extends unknown[]> = (...args: T) => unknown;

class Event<T extends unknown[]> {
  readonly listeners = new Set<Listener<T>>();
  addListener = (listener: Listener<T>) => void this.listeners.add(listener);
  emit(...args: T): unknown[] {
    return [...this.listeners].map((listener) => listener(...args));
  }
}

class FakePort {
  readonly onMessage = new Event<[unknown]>();
  readonly onDisconnect = new Event<[FakePort]>();
  other!: FakePort;
  closed = false;
  constructor(
    readonly name: string,
    readonly sender?: { id: string; url: string },
  ) {}
  // Extension messaging carries JSON, and later.
  postMessage(message: unknown): void {
    if (this.closed) throw new Error("disconnected port");
    const copy: unknown = JSON.parse(JSON.stringify(message));
    queueMicrotask(() => this.other.onMessage.emit(copy));
  }
  disconnect(): void {
    this.closed = true;
    this.other.closed = true;
    queueMicrotask(() => this.other.onDisconnect.emit(this.other));
  }
}

const ORIGIN = "chrome-extension://postil/";
const runtime = {
  id: "postil",
  getURL: (path: string) => ORIGIN + path,
  onConnect: new Event<[FakePort]>(),
  sendMessage: vi.fn(async (): Promise<unknown> => ({ ok: true })),
  ends: [] as FakePort[],
  connect({ name }: { name: string }): FakePort {
    return connectAs(name, { id: "postil", url: `${ORIGIN}src/panel/panel.html` });
  },
};

function connectAs(name: string, sender: { id: string; url: string }): FakePort {
  const near = new FakePort(name);
  const far = new FakePort(name, sender);
  near.other = far;
  far.other = near;
  runtime.ends.push(far);
  runtime.onConnect.emit(far);
  return near;
}

vi.mock("webextension-polyfill", () => ({ default: { runtime } }));
const { HostClient } = await import("./client.ts");
const { serveHost } = await import("./server.ts");
type Serving = Parameters<typeof serveHost>;

/** Serves whoever connects, as the owner of the engine's worker does by way of it. */
function serve(...[state, handle]: Serving): ReturnType<typeof serveHost> {
  const server = serveHost(state, handle);
  runtime.onConnect.addListener((port) =>
    server.accept({
      postMessage: (message) => port.postMessage(message),
      onMessage: (listener) => port.onMessage.addListener(listener),
      onDisconnect: (listener) => port.onDisconnect.addListener(listener),
    }),
  );
  return server;
}

const STATE: HostState = {
  needs: "none",
  model: { status: "missing", installed: null, install: null, error: null },
  catalogue: [],
  engine: { choice: "auto", status: "unloaded", progress: null, info: null },
  bench: null,
  jobs: [],
};

let states: HostState[];
let gone: number;
const events = { onState: (state: HostState) => void states.push(state), onGone: () => void gone++ };

beforeEach(() => {
  states = [];
  gone = 0;
  runtime.ends = [];
  runtime.onConnect.listeners.clear();
  runtime.sendMessage.mockResolvedValue({ ok: true });
});

describe("host port", () => {
  it("sends the state at connection and after a change", async () => {
    const server = serve(
      () => STATE,
      async () => "",
    );
    await new HostClient(events).connect();
    await vi.waitFor(() => expect(states).toHaveLength(1));
    server.changed();
    server.changed();
    await vi.waitFor(() => expect(states).toHaveLength(2));
  });

  it("answers and refuses commands", async () => {
    const handle = vi.fn(async (command: Command) => {
      if (command.type === "model.pause") throw new PostilError("engine-busy", { n: 1 });
      return "id-1";
    });
    serve(() => STATE, handle);
    const client = new HostClient(events);
    await expect(client.send({ type: "task.cancel", jobId: "x" })).resolves.toBe("id-1");
    await expect(client.send({ type: "model.pause" })).rejects.toMatchObject({
      code: "engine-busy",
      detail: { n: 1 },
    });
  });

  it("refuses what is no command, by name, and goes on", async () => {
    const handle = vi.fn(async () => "fine");
    serve(() => STATE, handle);
    const client = new HostClient(events);
    const wrong = { type: "rm -rf" } as unknown as Command;
    await expect(client.send(wrong)).rejects.toMatchObject({ code: "message-invalid" });
    expect(handle).not.toHaveBeenCalled();
    await expect(client.send({ type: "model.pause" })).resolves.toBe("fine");
  });

  it("rejects what was asked when the host goes, says so, and connects again", async () => {
    serve(
      () => STATE,
      () => new Promise(() => undefined),
    );
    const client = new HostClient(events);
    const asked = client.send({ type: "model.pause" });
    await vi.waitFor(() => expect(runtime.ends).toHaveLength(1));
    runtime.ends[0]?.disconnect();
    await expect(asked).rejects.toMatchObject({ code: "engine-gone" });
    expect(gone).toBe(1);
    await client.connect();
    expect(runtime.ends).toHaveLength(2);
  });

  it("passes on why no host could be made", async () => {
    const client = new HostClient(events);
    runtime.sendMessage.mockResolvedValue(undefined);
    await expect(client.connect()).rejects.toMatchObject({ code: "engine-gone" });
    const error = new PostilError("engine-gone", { reason: "no" }).toReport();
    runtime.sendMessage.mockResolvedValue({ ok: false, error });
    await expect(client.connect()).rejects.toMatchObject({ detail: { reason: "no" } });
  });

  it("drops a state that it does not understand", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.useFakeTimers();
    serve(
      () => ({ ...STATE, needs: "wishes" }) as unknown as HostState,
      async () => "",
    );
    const connected = expect(new HostClient(events).connect()).rejects.toMatchObject({ code: "engine-gone" });
    await vi.advanceTimersByTimeAsync(6000);
    await connected;
    expect(quiet).toHaveBeenCalled();
    expect(states).toHaveLength(0);
    vi.useRealTimers();
    quiet.mockRestore();
  });

  it("gives up on a host that takes the port and says nothing, and closes the port", async () => {
    vi.useFakeTimers();
    const client = new HostClient(events);
    const outcomes = [client.connect(), client.send({ type: "model.pause" })].map((asked) =>
      expect(asked).rejects.toMatchObject({
        code: "engine-gone",
        detail: { reason: "the host says nothing" },
      }),
    );
    await vi.advanceTimersByTimeAsync(6000);
    await Promise.all(outcomes);
    expect(runtime.ends.map((end) => end.closed)).toEqual([true]);
    expect(gone).toBe(0);
    vi.useRealTimers();
  });

  it("says at once when nobody takes the port", async () => {
    const client = new HostClient(events);
    const connected = client.connect();
    await vi.waitFor(() => expect(runtime.ends).toHaveLength(1));
    runtime.ends[0]?.disconnect();
    await expect(connected).rejects.toMatchObject({ code: "engine-gone" });
    expect(gone).toBe(0);
    serve(
      () => STATE,
      async () => "",
    );
    await client.connect();
    expect(states).toEqual([STATE]);
  });

  it("gives up on a background that does not answer", async () => {
    vi.useFakeTimers();
    runtime.sendMessage.mockReturnValue(new Promise(() => undefined));
    const connected = expect(new HostClient(events).connect()).rejects.toMatchObject({ code: "engine-gone" });
    await vi.advanceTimersByTimeAsync(21_000);
    await connected;
    vi.useRealTimers();
  });

  it("lets go of a host that rests, without a loss, and asks for one when there is something to say", async () => {
    serve(
      () => STATE,
      async () => "fine",
    );
    const client = new HostClient(events);
    await client.connect();
    runtime.ends[0]?.postMessage({ type: "rest" });
    await vi.waitFor(() => expect(runtime.ends[0]?.closed).toBe(true));
    expect(runtime.ends).toHaveLength(1);
    expect(gone).toBe(0);
    await expect(client.send({ type: "model.pause" })).resolves.toBe("fine");
    expect(runtime.ends).toHaveLength(2);
  });

  it("comes back to a host that somebody else has woken", async () => {
    serve(
      () => STATE,
      async () => "",
    );
    await new HostClient(events).connect();
    runtime.ends[0]?.postMessage({ type: "rest" });
    await vi.waitFor(() => expect(runtime.ends[0]?.closed).toBe(true));
    const other = new BroadcastChannel(AWAKE_CHANNEL);
    other.postMessage(null);
    await vi.waitFor(() => expect(runtime.ends).toHaveLength(2));
    await vi.waitFor(() => expect(states).toHaveLength(2));
    expect(gone).toBe(0);
    other.close();
  });

  it("sends a command again that crossed the host's rest", async () => {
    let deaf = true;
    serve(
      () => STATE,
      () => (deaf ? new Promise(() => undefined) : Promise.resolve("fine")),
    );
    const asked = new HostClient(events).send({ type: "model.pause" });
    await vi.waitFor(() => expect(states).toHaveLength(1));
    deaf = false;
    runtime.ends[0]?.postMessage({ type: "rest" });
    await expect(asked).resolves.toBe("fine");
    expect(runtime.ends).toHaveLength(2);
    expect(gone).toBe(0);
  });

  it("fails a command that crossed the rest of a host that does not come back", async () => {
    serve(
      () => STATE,
      () => new Promise(() => undefined),
    );
    const client = new HostClient(events);
    const asked = client.send({ type: "model.pause" });
    await vi.waitFor(() => expect(states).toHaveLength(1));
    runtime.sendMessage.mockResolvedValueOnce(undefined);
    runtime.ends[0]?.postMessage({ type: "rest" });
    await expect(asked).rejects.toMatchObject({ code: "engine-gone" });
    expect(gone).toBe(1);
  });

  it("goes on listening for others when a host that rests cannot be woken", async () => {
    serve(
      () => STATE,
      async () => "fine",
    );
    const client = new HostClient(events);
    await client.connect();
    runtime.ends[0]?.postMessage({ type: "rest" });
    await vi.waitFor(() => expect(runtime.ends[0]?.closed).toBe(true));
    runtime.sendMessage.mockResolvedValueOnce(undefined);
    await expect(client.send({ type: "model.pause" })).rejects.toMatchObject({ code: "engine-gone" });
    const other = new BroadcastChannel(AWAKE_CHANNEL);
    other.postMessage(null);
    await vi.waitFor(() => expect(states).toHaveLength(2));
    other.close();
  });
});
