/** A host at the other end of a pair of ports: what is sent to it, and what becomes of what it says. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../../errors.ts";
import { type PanelPort, portPair } from "../../messages/ports.ts";
import type { Command, HostState, JobView } from "../../messages/protocol.ts";
import type { Verdict } from "../../tasks/task.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));
const { judge } = await import("./judging.ts");

const STATE: HostState = {
  needs: "none",
  model: { status: "missing", installed: null, install: null, error: null },
  catalogue: [],
  engine: { choice: "auto", status: "unloaded", progress: null, info: null },
  bench: null,
  jobs: [],
};
const PAGE = { url: "https://www.bing.com/search?q=x", title: "x" };
const INPUT = { rules: [], items: [], corrections: [] };
const verdict = (id: string, fold: boolean): Verdict => ({ id, rule: "r1", probability: 0.7, fold });

function job(status: JobView["status"], verdicts: Verdict[] = [], error: JobView["error"] = null): JobView {
  return {
    ...{ id: "j1", task: "filter", tabId: 7, page: PAGE, status, place: 0, error },
    result: { kind: "filter", verdicts, of: 2, cost: { passes: 0, tokens: 0 } },
    ms: { load: null, first: null, total: null },
    tokens: { prompt: 0, output: 0 },
  };
}

let host: PanelPort;
let commands: Command[];
const route = {
  ensure: async () => undefined,
  connect() {
    const [near, far] = portPair();
    host = far;
    far.onMessage.addListener((raw) => {
      const { id, command } = raw as { id: number; command: Command };
      commands.push(command);
      // Who cancels does not wait for the answer.
      if (command.type === "task.start") far.postMessage({ type: "answer", id, value: "j1" });
    });
    say();
    return near;
  },
};
const say = (...jobs: JobView[]): void => host.postMessage({ type: "state", state: { ...STATE, jobs } });
const onVerdicts = vi.fn();

function begin(signal = new AbortController().signal): Promise<string> {
  return judge(route, { tabId: 7, page: PAGE, input: INPUT, onVerdicts, signal });
}

beforeEach(() => {
  vi.clearAllMocks();
  commands = [];
});

describe("one job of the filter", () => {
  it("tells each verdict once, and again when it has become another", async () => {
    const judged = begin();
    await vi.waitFor(() => expect(commands).toHaveLength(1));
    expect(commands[0]).toMatchObject({ type: "task.start", task: "filter", tabId: 7 });
    say(job("running", [verdict("a", true)]));
    say(job("running", [verdict("a", true), verdict("b", true)]));
    say(job("done", [verdict("a", true), verdict("b", false)]));
    expect(await judged).toBe("none");
    expect(onVerdicts.mock.calls).toEqual([
      [[verdict("a", true)]],
      [[verdict("b", true)]],
      [[verdict("b", false)]],
    ]);
  });

  it.each([
    ["fails", job("failed", [], new PostilError("gpu-missing").toReport()), "gpu-missing"],
    ["is taken over by another of the tab", job("cancelled"), "cancelled"],
  ])("that %s is told by name", async (_, last, code) => {
    const judged = expect(begin()).rejects.toMatchObject({ code });
    await vi.waitFor(() => expect(commands).toHaveLength(1));
    say(last);
    await judged;
  });

  it("is lost with its host", async () => {
    const judged = expect(begin()).rejects.toMatchObject({ code: "engine-gone" });
    await vi.waitFor(() => expect(commands).toHaveLength(1));
    host.disconnect();
    await judged;
  });

  it("is cancelled when nobody waits for it any more", async () => {
    const controller = new AbortController();
    const judged = expect(begin(controller.signal)).rejects.toMatchObject({ code: "cancelled" });
    await vi.waitFor(() => expect(commands).toHaveLength(1));
    say(job("running"));
    controller.abort();
    await judged;
    await vi.waitFor(() => expect(commands.at(-1)).toEqual({ type: "task.cancel", jobId: "j1" }));
  });
});
