/**
 * The engine's worker: engine, jobs and installations, in a dedicated worker that is the same in every browser. It has none of
 * the extension's interfaces; its owner (`owner/`) tells it what it must know and brings panels' ports.
 */
import * as v from "valibot";
import { asPostilError } from "../errors.ts";
import { type FromWorker, ToWorker } from "../messages/owner-protocol.ts";
import { hostPort } from "../messages/ports.ts";
import type { JobView } from "../messages/protocol.ts";
import { type HostServer, serveHost } from "../messages/server.ts";
import { findTask } from "../tasks/registry.ts";
import { BrowserInstaller } from "./browser-installer.ts";
import { type EngineMeans, makeBench, makeEngine } from "./engines.ts";
import { Host } from "./host.ts";

function say(message: FromWorker): void {
  self.postMessage(message);
}

/** What a panel would miss if only the last report were kept: which jobs there are, and which have ended. */
function outline(jobs: readonly JobView[]): string {
  return jobs.map(({ id, status, ms }) => `${id} ${status} ${ms.total}`).join("\n");
}

function start({ base, settings, jobs }: Extract<ToWorker, { type: "init" }>): HostServer {
  const installer = new BrowserInstaller(`${base}model-lib/`);
  let busy = false;
  let known = outline(jobs);

  /** Tells the owner what it keeps, and how much there is to lose. */
  const report = (): void => {
    const { jobs } = host.state;
    if (outline(jobs) !== known) {
      known = outline(jobs);
      say({ type: "jobs", jobs });
    }
    if (host.busy !== busy) {
      busy = host.busy;
      say({ type: "busy", busy });
    }
  };
  const server = serveHost(
    () => host.state,
    (command) => host.handle(command),
  );
  const means: EngineMeans = {
    choice: settings.engine,
    scriptedDelayMs: settings.scriptedDelayMs,
    base,
    verify: (model) => installer.verify(model),
    onLost: () => host.engineLost(),
  };
  const host = new Host({
    engine: makeEngine(means),
    bench: makeBench(means),
    needsModel: settings.engine !== "scripted",
    installer,
    findTask,
    changed() {
      server.changed();
      report();
    },
    now: () => performance.now(),
    idleMs: settings.idleMs,
    jobs,
  });
  host.start().catch((thrown: unknown) => console.error("postil:", asPostilError(thrown).message));
  return server;
}

let server: HostServer | null = null;

// What cannot be understood is thrown, which ends the worker: owner and worker come from one build.
self.onmessage = (event: MessageEvent<unknown>) => {
  const message = v.parse(ToWorker, event.data);
  switch (message.type) {
    case "init":
      server = start(message);
      say({ type: "ready" });
      break;
    case "connect": {
      const [channel] = event.ports;
      if (channel) server?.accept(hostPort(channel));
      break;
    }
    case "ping":
      say({ type: "pong" });
      break;
  }
};
