/** Fixed states of the settings page, for its gallery, its screenshots and its tests. */
import type { HostState } from "../../src/messages/protocol.ts";
import { hostWithoutModel, onProcessor, READY_HOST } from "./states.ts";

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
};
