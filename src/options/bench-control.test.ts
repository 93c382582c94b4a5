import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { OPTIONS_STATES } from "../../test/ui/options-states.ts";
import { READY_HOST } from "../../test/ui/states.ts";
import { PostilError } from "../errors.ts";
import { STANDARD_PLAN } from "../messages/bench-protocol.ts";
import type { HostState } from "../messages/protocol.ts";
import { BenchControl } from "./bench-control.ts";

const state = signal<HostState | null>(null);
const send = vi.fn(() => Promise.resolve(""));
let control: BenchControl;
beforeEach(() => {
  state.value = null;
  send.mockReset();
  send.mockResolvedValue("");
  control = new BenchControl({ state, send });
});

const stateOf = (name: string): HostState => OPTIONS_STATES[`options-bench-${name}`] ?? READY_HOST;

describe("the hold on a bench", () => {
  it("begins the standard one, and stops the one that is under way", () => {
    control.start();
    state.value = stateOf("runs");
    control.stop();
    expect(send.mock.calls).toEqual([
      [{ type: "bench.start", plan: STANDARD_PLAN }],
      [{ type: "bench.cancel", benchId: "b" }],
    ]);
  });

  it("keeps what was found when the next host knows nothing of it", () => {
    state.value = stateOf("done");
    state.value = READY_HOST;
    expect(control.view.value).toEqual(stateOf("done").bench);
  });

  it("says that a bench has gone with its host", () => {
    state.value = stateOf("runs");
    state.value = READY_HOST;
    expect(control.view.value).toMatchObject({ status: "failed", error: { code: "engine-gone" } });
  });

  it("says why a press came to nothing, until the next one", async () => {
    send.mockRejectedValueOnce(new PostilError("model-missing"));
    control.start();
    await vi.waitFor(() => expect(control.refused.value?.code).toBe("model-missing"));
    control.start();
    expect(control.refused.value).toBeNull();
  });
});
