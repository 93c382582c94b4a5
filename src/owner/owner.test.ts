/** An owner whose workers are in memory: what it does when they crash, hang, cannot be made, or have nothing to do. */
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { job } from "../../test/ui/states.ts";
import { AWAKE_CHANNEL, type FromWorker, ToWorker } from "../messages/owner-protocol.ts";
import type { PanelPort } from "../messages/ports.ts";
import type { JobView } from "../messages/protocol.ts";
import type { WorkerEnd } from "./live-worker.ts";
import { Owner, type OwnerMeans } from "./owner.ts";

const SETTINGS = { engine: "scripted", scriptedDelayMs: 5, idleMs: 1000 } as const;

class FakeWorker implements WorkerEnd {
  onmessage: Worker["onmessage"] = null;
  onerror: Worker["onerror"] = null;
  onmessageerror: Worker["onmessageerror"] = null;
  readonly told: ToWorker[] = [];
  readonly channels: MessagePort[] = [];
  terminated = false;
  /** How it behaves. */
  constructor(readonly nature: "well" | "mute" | "broken" = "well") {}

  postMessage(message: ToWorker, transfer?: Transferable[] | StructuredSerializeOptions): void {
    this.told.push(structuredClone(message));
    if (Array.isArray(transfer)) this.channels.push(...(transfer as MessagePort[]));
    if (this.nature === "broken") queueMicrotask(() => this.crash("no such file"));
    if (this.nature !== "well") return;
    if (message.type === "init") queueMicrotask(() => this.say({ type: "ready" }));
    if (message.type === "ping") queueMicrotask(() => this.say({ type: "pong" }));
  }
  say(message: FromWorker): void {
    this.onmessage?.call(this as unknown as Worker, new MessageEvent("message", { data: message }));
  }
  crash(message: string): void {
    this.onerror?.call(this as unknown as Worker, { message } as ErrorEvent);
  }
  terminate(): void {
    this.terminated = true;
  }
}

class FakePanel implements PanelPort {
  readonly heard: unknown[] = [];
  closed = false;
  say: (message: unknown) => void = () => undefined;
  readonly onMessage = {
    addListener: (listener: (message: unknown) => void) => {
      this.say = listener;
    },
  };
  readonly onDisconnect = { addListener: () => undefined };
  postMessage(message: unknown): void {
    this.heard.push(message);
  }
  disconnect(): void {
    this.closed = true;
  }
}

let workers: FakeWorker[];
let natures: FakeWorker["nature"][];
let kept: readonly JobView[];
const onBusy = vi.fn();

function ownerWith(more: Partial<OwnerMeans> = {}): Owner {
  return new Owner({
    makeWorker() {
      const worker = new FakeWorker(natures.shift());
      workers.push(worker);
      return worker;
    },
    base: "chrome-extension://postil/",
    settings: async () => SETTINGS,
    shelf: {
      read: async () => kept,
      async write(jobs) {
        kept = jobs;
      },
    },
    onBusy,
    restMs: null,
    ...more,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  workers = [];
  natures = [];
  kept = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("Owner", () => {
  it("makes one worker for all who ask, and tells it what it must know", async () => {
    const owner = ownerWith();
    await Promise.all([owner.ensure(), owner.ensure()]);
    await owner.ensure();
    expect(workers).toHaveLength(1);
    expect(workers[0]?.told[0]).toEqual({
      type: "init",
      base: "chrome-extension://postil/",
      settings: SETTINGS,
      jobs: [],
    });
    for (const message of workers[0]?.told ?? []) expect(v.is(ToWorker, message)).toBe(true);
  });

  it("says engine-gone for a worker whose script does not load, and makes another when asked again", async () => {
    natures = ["broken"];
    const owner = ownerWith();
    await expect(owner.ensure()).rejects.toMatchObject({
      code: "engine-gone",
      detail: { reason: "no such file" },
    });
    await owner.ensure();
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
  });

  it("gives up on one that says nothing", async () => {
    natures = ["mute"];
    const outcome = expect(ownerWith().ensure()).rejects.toMatchObject({
      code: "engine-gone",
      detail: { reason: "the worker does not start" },
    });
    await vi.advanceTimersByTimeAsync(15_000);
    await outcome;
    expect(workers[0]?.terminated).toBe(true);
  });

  it("replaces one that is stuck, and closes the ports that led to it", async () => {
    const owner = ownerWith();
    await owner.ensure();
    const panel = new FakePanel();
    owner.accept(panel);
    await vi.advanceTimersByTimeAsync(0);
    const [stuck] = workers;
    if (stuck) stuck.postMessage = () => undefined;
    const ensured = owner.ensure();
    await vi.advanceTimersByTimeAsync(10_000);
    await ensured;
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(panel.closed).toBe(true);
  });

  it("makes one in place of a stuck one when two ask at once, and one for a crash while it is asked", async () => {
    const owner = ownerWith();
    await owner.ensure();
    const [first] = workers;
    Object.assign(first as FakeWorker, { nature: "mute" });
    const both = Promise.all([owner.ensure(), owner.ensure()]);
    await vi.advanceTimersByTimeAsync(30_000);
    await both;
    expect(first?.terminated).toBe(true);
    expect(workers).toHaveLength(2);

    const [, second] = workers;
    Object.assign(second as FakeWorker, { nature: "mute" });
    const asked = owner.ensure();
    second?.crash("out of memory");
    await vi.advanceTimersByTimeAsync(30_000);
    await asked;
    expect(workers).toHaveLength(3);
    expect(workers[2]?.terminated).toBe(false);
  });

  it("closes all ports when the worker crashes, and says so to nobody else", async () => {
    const owner = ownerWith();
    await owner.ensure();
    const panels = [new FakePanel(), new FakePanel()];
    for (const panel of panels) owner.accept(panel);
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.say({ type: "busy", busy: true });
    workers[0]?.crash("memory access out of bounds");
    expect(panels.map(({ closed }) => closed)).toEqual([true, true]);
    expect(workers[0]?.terminated).toBe(true);
    expect(onBusy.mock.calls).toEqual([[true], [false]]);
    workers[0]?.crash("again");
    await owner.ensure();
    expect(workers).toHaveLength(2);
  });

  it("gives the next worker the jobs of the last one, the unfinished ones as lost", async () => {
    const owner = ownerWith();
    await owner.ensure();
    const jobs = [job({ id: "a", tabId: 1 }), job({ id: "b", tabId: 2, status: "running" })];
    workers[0]?.say({ type: "jobs", jobs });
    workers[0]?.crash("gone");
    await owner.ensure();
    expect(workers[1]?.told[0]).toMatchObject({
      jobs: [
        { id: "a", status: "done" },
        { id: "b", status: "failed", error: { code: "engine-gone" } },
      ],
    });
  });

  it("makes a worker for a panel that comes when there is none, and closes its port when there can be none", async () => {
    natures = ["well", "broken"];
    const owner = ownerWith();
    const panel = new FakePanel();
    owner.accept(panel);
    await vi.advanceTimersByTimeAsync(0);
    expect(workers[0]?.told.map(({ type }) => type)).toEqual(["init", "connect"]);
    expect(workers[0]?.channels).toHaveLength(1);
    workers[0]?.crash("gone");
    const unlucky = new FakePanel();
    owner.accept(unlucky);
    await vi.advanceTimersByTimeAsync(0);
    expect([panel.closed, unlucky.closed]).toEqual([true, true]);
  });

  it("does not take what it cannot understand for an answer", async () => {
    const owner = ownerWith();
    await owner.ensure();
    workers[0]?.say({ type: "busy", busy: "very" } as unknown as FromWorker);
    expect(onBusy).not.toHaveBeenCalled();
    expect(console.error).toHaveBeenCalled();
  });
});

describe("rest", () => {
  const REST_MS = 1000;
  let owner: Owner;
  let panel: FakePanel;
  beforeEach(async () => {
    owner = ownerWith({ restMs: REST_MS });
    await owner.ensure();
    panel = new FakePanel();
    owner.accept(panel);
    await vi.advanceTimersByTimeAsync(0);
  });

  it("comes when nothing happened for a while: panels are told, the worker ends", async () => {
    await vi.advanceTimersByTimeAsync(REST_MS - 1);
    expect(panel.heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(panel.heard).toEqual([{ type: "rest" }]);
    expect(panel.closed).toBe(true);
    expect(workers[0]?.terminated).toBe(true);
  });

  it("waits for a worker that is busy, and begins to count when it no longer is", async () => {
    workers[0]?.say({ type: "busy", busy: true });
    await vi.advanceTimersByTimeAsync(10 * REST_MS);
    expect(panel.closed).toBe(false);
    workers[0]?.say({ type: "busy", busy: false });
    await vi.advanceTimersByTimeAsync(REST_MS - 1);
    expect(panel.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(panel.closed).toBe(true);
    expect(onBusy.mock.calls).toEqual([[true], [false], [false]]);
  });

  it("counts anew when a panel says something", async () => {
    await vi.advanceTimersByTimeAsync(REST_MS - 1);
    panel.say({ id: 1 });
    await vi.advanceTimersByTimeAsync(REST_MS - 1);
    expect(panel.closed).toBe(false);
  });

  it("ends for all when one asks again", async () => {
    await vi.advanceTimersByTimeAsync(REST_MS);
    vi.useRealTimers();
    const heard = new Promise((resolve) => {
      const channel = new BroadcastChannel(AWAKE_CHANNEL);
      channel.onmessage = () => {
        channel.close();
        resolve("awake");
      };
    });
    await owner.ensure();
    await expect(heard).resolves.toBe("awake");
    expect(workers).toHaveLength(2);
  });

  it("never comes where it would free nothing", async () => {
    const resident = ownerWith();
    await resident.ensure();
    const other = new FakePanel();
    resident.accept(other);
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(other.closed).toBe(false);
  });
});
