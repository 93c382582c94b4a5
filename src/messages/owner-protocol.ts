/**
 * What the owner of the engine's worker hears and says. Between owner and worker this goes over the worker's own message
 * channel; the owner has the extension's interfaces and the worker has none, so all that the worker must know is in `init`,
 * which comes first.
 */
import * as v from "valibot";
import { JobView } from "./protocol.ts";

const millis = v.pipe(v.number(), v.minValue(0));

/** The settings that make one engine another. */
export const EngineSettings = v.object({
  engine: v.picklist(["auto", "webllm", "cpu", "scripted"]),
  /** Milliseconds between two pieces of the scripted engine's text. */
  scriptedDelayMs: millis,
  /** Milliseconds without a job after which the model leaves memory. */
  idleMs: millis,
});
export type EngineSettings = v.InferOutput<typeof EngineSettings>;

/** owner → worker */
export const ToWorker = v.variant("type", [
  v.object({
    type: v.literal("init"),
    /** The extension's own address, ending in "/". */
    base: v.pipe(v.string(), v.url(), v.endsWith("/")),
    settings: EngineSettings,
    /** Jobs of a worker that is gone, all ended, oldest first. */
    jobs: v.array(JobView),
  }),
  /** A panel's port comes along, as the one that is transferred. */
  v.object({ type: v.literal("connect") }),
  /** Answered by `pong`: a worker that does not is stuck. */
  v.object({ type: v.literal("ping") }),
]);
export type ToWorker = v.InferOutput<typeof ToWorker>;

/** worker → owner */
export const FromWorker = v.variant("type", [
  /** `init` was understood, and panels may come. */
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("pong") }),
  /** Whether something would be lost if the worker ended now: a job, an installation, or a model that took time to load. */
  v.object({ type: v.literal("busy"), busy: v.boolean() }),
  /** All jobs that there are; sent when one begins or ends. */
  v.object({ type: v.literal("jobs"), jobs: v.array(JobView) }),
]);
export type FromWorker = v.InferOutput<typeof FromWorker>;

/** background → the document that owns the worker: makes sure that a host listens. Where the background owns
 * the worker itself, nobody sends it. Answered by `Answer`. */
export const OwnerRequest = v.object({
  target: v.literal("owner"),
  type: v.literal("host.ensure"),
  /** For a worker that has yet to be made. */
  settings: EngineSettings,
});
export type OwnerRequest = v.InferOutput<typeof OwnerRequest>;

/** Name of the `BroadcastChannel` on which an owner says that it has a new worker, to panels that let go of the last one. */
export const AWAKE_CHANNEL = "postil.awake";
