import type { EngineSettings } from "../../messages/owner-protocol.ts";
import { loadSettings } from "../../settings/settings.ts";

/** The stored settings that make one engine another. */
export async function engineSettings(): Promise<EngineSettings> {
  const { engine, scriptedDelayMs, idleMs } = await loadSettings();
  return { engine, scriptedDelayMs, idleMs };
}
