/**
 * The offscreen document of Chrome: where engine, jobs and installations live. Of the extension's interfaces only
 * `runtime` exists here, so settings come in the address.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError } from "../errors.ts";
import { serveHost } from "../messages/server.ts";
import { findTask } from "../tasks/registry.ts";
import { BrowserInstaller } from "./browser-installer.ts";
import type { Engine } from "./engine.ts";
import { Host } from "./host.ts";
import { ScriptedEngine } from "./scripted.ts";
import { WebLlmEngine } from "./webllm.ts";

const Choice = v.object({
  engine: v.fallback(v.picklist(["auto", "webllm", "scripted"]), "auto"),
  delay: v.fallback(v.pipe(v.string(), v.toNumber(), v.minValue(0)), 0),
});
const choice = v.parse(Choice, Object.fromEntries(new URLSearchParams(location.search)));

const libraryBase = browser.runtime.getURL("model-lib/");
const installer = new BrowserInstaller(libraryBase);
const engine: Engine =
  choice.engine === "scripted"
    ? new ScriptedEngine({ delayMs: choice.delay })
    : new WebLlmEngine({
        libraryBase,
        verify: (model) => installer.verify(model),
        onLost: () => host.engineLost(),
      });

// Listeners are in place before anything is awaited: `createDocument` resolves when this script has run once.
const server = serveHost(
  () => host.state,
  (command) => host.handle(command),
);
const host = new Host({
  engine,
  needsModel: choice.engine !== "scripted",
  installer,
  findTask,
  changed: () => server.changed(),
  now: () => performance.now(),
});

host.start().catch((thrown: unknown) => console.error("postil:", asPostilError(thrown).message));
