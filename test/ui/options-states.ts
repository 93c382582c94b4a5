/** Fixed states of the settings page, for its gallery, its screenshots and its tests. */
import { PostilError } from "../../src/errors.ts";
import type { BenchView } from "../../src/messages/bench-protocol.ts";
import type { HostState } from "../../src/messages/protocol.ts";
import { hostWithoutModel, onProcessor, READY_HOST } from "./states.ts";

const DONE: BenchView = {
  id: "b",
  status: "done",
  place: 0,
  step: null,
  report: {
    device: "nvidia ada-lovelace",
    model: "Gemma 3 270M",
    engines: {
      webllm: {
        load_ms: 2140,
        memory_mib: 512.4,
        prefill_tokens_per_s: { "32": 1840, "256": 6210, "1024": 7400 },
        decode_ms_per_token: 5.31,
        per_token: { dispatches: 120, passes: 120, submits: 5, writes: 124, bytes_read: 301_000_000 },
      },
      cpu: {
        load_ms: 1320,
        memory_mib: null,
        prefill_tokens_per_s: { "32": 21.4, "256": 19.9, "1024": null },
        decode_ms_per_token: 142,
        per_token: { dispatches: 0, passes: 0, submits: 0, writes: 0, bytes_read: null },
      },
    },
  },
  remarks: [
    { kind: "library", engine: "webllm", library: "gemma3-270m-q8-f16" },
    { kind: "reuse", engine: "webllm", given: 40, computed: 9 },
    { kind: "too-slow", engine: "cpu", prompt: 1024, estimatedMs: 260_000 },
  ],
  error: null,
};
const withBench = (bench: Partial<BenchView>): HostState => ({ ...READY_HOST, bench: { ...DONE, ...bench } });
const NO_CARD = new PostilError("gpu-missing").toReport();

/** Name → what the host says. */
export const OPTIONS_STATES: Readonly<Record<string, HostState>> = {
  "options-gpu": READY_HOST,
  "options-processor": onProcessor(null),
  "options-fallback": onProcessor("gpu-missing"),
  "options-hidden-card": {
    ...READY_HOST,
    engine: {
      ...READY_HOST.engine,
      choice: "webllm",
      info: READY_HOST.engine.info && { ...READY_HOST.engine.info, device: "" },
    },
  },
  "options-empty": hostWithoutModel(),
  "options-bench-waits": withBench({ status: "queued", place: 2, report: null, remarks: [] }),
  "options-bench-runs": withBench({
    status: "running",
    step: { engine: "webllm", what: "prompt", tokens: 256, fraction: 0.3 },
    report: null,
    remarks: [],
  }),
  "options-bench-done": withBench({}),
  "options-bench-without-card": withBench({
    report: { device: "", model: "Gemma 3 270M", engines: { cpu: DONE.report?.engines.cpu } },
    remarks: [{ kind: "failed", engine: "webllm", error: NO_CARD }],
  }),
  "options-bench-failed": withBench({ status: "failed", report: null, remarks: [], error: NO_CARD }),
};
