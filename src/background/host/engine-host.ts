import type { HostRoute } from "../../messages/client.ts";

/** What the background knows of the engine host, whatever browser it is in. */
export interface EngineHost extends HostRoute {
  /** Resolves when a host listens. Rejects with `engine-gone` when none can be made. Two calls at once make one host. */
  ensure(): Promise<void>;
}
