import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../errors.ts";
import { STANDARD_PLAN } from "../messages/bench-protocol.ts";
import { HostState } from "../messages/protocol.ts";
import { defineTask } from "../tasks/task.ts";
import type { Engine } from "./engine.ts";
import { Host, type HostMeans } from "./host.ts";
import type { Installer } from "./installs.ts";
import { ScriptedEngine } from "./scripted.ts";

const echo = defineTask({
  id: "echo",
  input: v.object({ text: v.string() }),
  async *run({ text }, context) {
    const prompt = { instruction: "", examples: [], labels: null, input: text };
    for await (const { end } of context.ask(prompt, { maxTokens: 5, temperature: 0 }))
      if (end) order.push("echo");
    yield { kind: "notes" as const, points: [], draft: "", read: { words: 1, of: 1 } };
  },
});

const INSTALLER: Installer = {
  catalogue: [],
  find: async () => null,
  download: () => Promise.reject(new PostilError("internal")),
  import: () => Promise.reject(new PostilError("internal")),
  take: () => Promise.reject(new PostilError("internal")),
  pending: async () => null,
  discard: async () => undefined,
  remove: async () => undefined,
};

/** What happened, in order. */
let order: string[];
let host: Host;
let engine: Engine;

function make(more: Partial<HostMeans> = {}): Host {
  return new Host({
    engine,
    needsModel: false,
    installer: INSTALLER,
    bench: {
      open: async (name) => {
        order.push(`bench ${name}`);
        return { name, engine: new ScriptedEngine({ delayMs: 1 }), begin: async () => null };
      },
    },
    findTask: () => echo,
    changed: () => undefined,
    now: () => performance.now(),
    ...more,
  });
}

beforeEach(async () => {
  order = [];
  engine = new ScriptedEngine({ delayMs: 1 });
  const unload = engine.unload.bind(engine);
  vi.spyOn(engine, "unload").mockImplementation(() => {
    order.push("unload");
    return unload();
  });
  host = make();
  await host.start();
});
afterEach(() => vi.restoreAllMocks());

const ask = (tabId: number): Promise<string> =>
  host.handle({
    type: "task.start",
    task: "echo",
    tabId,
    page: { url: "", title: "" },
    input: { text: "A b c." },
  });
const startBench = (): Promise<string> => host.handle({ type: "bench.start", plan: STANDARD_PLAN });
const benchEnds = (): Promise<void> =>
  vi.waitFor(() => expect(["done", "failed", "cancelled"]).toContain(host.state.bench?.status), {
    timeout: 5000,
    interval: 5,
  });
const allDone = (): Promise<void> =>
  vi.waitFor(() => expect(host.state.jobs.every(({ status }) => status === "done")).toBe(true), {
    timeout: 5000,
    interval: 5,
  });

describe("a bench in the host", () => {
  it("comes after the jobs that wait, in a memory without their model, and says its place until then", async () => {
    await ask(1);
    await ask(2);
    const id = await startBench();
    await vi.waitFor(() => expect(host.state.bench).toMatchObject({ id, status: "queued", place: 2 }));
    expect(host.busy).toBe(true);
    await benchEnds();
    expect(order).toEqual(["echo", "echo", "unload", "bench webllm", "bench cpu"]);
    // The last it waited for was the second job.
    expect(host.state.bench).toMatchObject({ status: "done", place: 1 });
    expect(Object.keys(host.state.bench?.report?.engines ?? {})).toEqual(["webllm", "cpu"]);
  });

  it("lets a job that comes while it runs wait, and not for ever", async () => {
    await startBench();
    await vi.waitFor(() => expect(host.state.bench?.status).toBe("running"));
    const id = await ask(1);
    expect(host.state.jobs.find((job) => job.id === id)).toMatchObject({ status: "queued", place: 1 });
    await benchEnds();
    await allDone();
    expect(order.indexOf("echo")).toBeGreaterThan(order.indexOf("bench cpu"));
  });

  it("is stopped by its id, and what waits goes on", async () => {
    const id = await startBench();
    await vi.waitFor(() => expect(host.state.bench?.status).toBe("running"));
    await ask(1);
    await host.handle({ type: "bench.cancel", benchId: "another" });
    expect(host.state.bench?.status).toBe("running");
    await host.handle({ type: "bench.cancel", benchId: id });
    expect(host.state.bench?.status).toBe("cancelled");
    await allDone();
  });

  it("gives way to another one", async () => {
    const first = await startBench();
    await vi.waitFor(() => expect(host.state.bench?.status).toBe("running"));
    const second = await startBench();
    expect(second).not.toBe(first);
    await vi.waitFor(() => expect(host.state.bench).toMatchObject({ id: second, status: "done" }), {
      timeout: 5000,
    });
  });

  it("is refused without a model where engines need one", async () => {
    host = make({ needsModel: true });
    await host.start();
    await expect(startBench()).rejects.toMatchObject({ code: "model-missing" });
    expect(host.state.bench).toBeNull();
  });

  it("is told in a form that goes over the border", async () => {
    expect(v.is(HostState, host.state)).toBe(true);
    await startBench();
    expect(host.state.bench?.place).toBe(0);
    await benchEnds();
    expect(v.parse(HostState, host.state).bench).toEqual(host.state.bench);
  });
});
