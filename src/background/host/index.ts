/** The engine host of the browser that this build is for. The other's is left out of the build. */
import type { EngineHost } from "./engine-host.ts";
import { offscreenHost } from "./offscreen.ts";
import { workerHost } from "./worker.ts";

/** Called once, while the background starts: a browser wakes it only for listeners that are there by then. */
export const engineHost: () => EngineHost = __BROWSER__ === "firefox" ? workerHost : offscreenHost;
