/** Why the processor runs the model although the graphics card was to, in one line. */
import type { HostState } from "../messages/protocol.ts";
import { type MessageKey, t } from "./i18n.ts";

/** Empty when nothing stood in the way of what was chosen, or when nothing is loaded. */
export function engineNote({ choice, info }: HostState["engine"]): string {
  if (choice !== "auto" || info?.backend !== "wasm" || !info.fallback) return "";
  return t(NOTES[info.fallback.code] ?? "engine_note_failed");
}

const NOTES: Readonly<Record<string, MessageKey & `engine_note_${string}`>> = {
  "gpu-lost": "engine_note_lost",
  "gpu-missing": "engine_note_missing",
  "gpu-too-small": "engine_note_small",
  "gpu-wrong": "engine_note_wrong",
};
