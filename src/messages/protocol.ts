/**
 * How the rooms talk: one table of commands (panel → engine host), one state (host → panel), one message to the background.
 * Each form is a valibot schema, from which both the types and the checks at the border come.
 *
 * The host sends its whole state at connection and after each change, at most every `STATE_INTERVAL_MS`. A panel that is
 * opened in the middle of a job therefore needs nothing but a connection, and none can be out of step for longer.
 */
import * as v from "valibot";
import { ERROR_CODES, type ErrorReport } from "../errors.ts";
import { Anchor } from "../page/anchor.ts";
import { SPEECH_ACTS, SUMMARY_LENGTHS } from "../tasks/task.ts";
import { BenchPlan, BenchView } from "./bench-protocol.ts";

/** Name of the port between the panel and the engine host. */
export const HOST_PORT = "postil.host";
/** Milliseconds between two state messages while text streams in. */
export const STATE_INTERVAL_MS = 50;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const millis = v.pipe(v.number(), v.minValue(0));
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

export const ErrorReportForm: v.GenericSchema<unknown, ErrorReport> = v.object({
  code: v.picklist(ERROR_CODES),
  message: v.string(),
  detail: v.record(v.string(), v.union([v.string(), v.number()])),
});

/** What the panel may ask of the host. `task.start` answers with the job's id; `input` is checked by the task itself. */
export const Command = v.variant("type", [
  v.object({
    type: v.literal("task.start"),
    task: text(40),
    tabId: count,
    page: v.object({ url: text(8192), title: text(2000) }),
    input: v.unknown(),
  }),
  v.object({ type: v.literal("task.cancel"), jobId: text(64) }),
  v.object({ type: v.literal("model.download"), entry: text(80), termsAccepted: v.boolean() }),
  v.object({ type: v.literal("model.pause") }),
  v.object({ type: v.literal("model.cancel") }),
  /** The file itself travels over `files.ts`, under this ticket. */
  v.object({ type: v.literal("model.import"), ticket: text(64), termsAccepted: v.boolean() }),
  v.object({ type: v.literal("model.remove"), id: text(64) }),
  /** Which engine the next load takes; the engine of the tests is none of them. */
  v.object({ type: v.literal("engine.use"), engine: v.picklist(["auto", "webllm", "cpu"]) }),
  /** Measures the engines when the jobs before it have ended; answers with the bench's id. */
  v.object({ type: v.literal("bench.start"), plan: BenchPlan }),
  v.object({ type: v.literal("bench.cancel"), benchId: text(64) }),
]);
export type Command = v.InferOutput<typeof Command>;

/** panel → host */
export const Request = v.object({ id: count, target: v.literal("host"), command: Command });
export type Request = v.InferOutput<typeof Request>;

export const PointForm = v.object({
  text: v.string(),
  sources: v.array(v.string()),
  anchors: v.optional(v.array(Anchor)),
  quoted: v.boolean(),
});

export const NotesForm = v.object({
  kind: v.literal("notes"),
  points: v.array(PointForm),
  draft: v.string(),
  length: v.optional(v.picklist(SUMMARY_LENGTHS)),
  lang: v.optional(v.object({ page: v.string(), answer: v.string() })),
  writes: v.optional(v.boolean()),
  read: v.object({
    words: count,
    of: count,
    source: v.optional(v.picklist(["page", "selection", "pdf"])),
  }),
});

export const ReplyForm = v.object({
  kind: v.literal("reply"),
  draft: v.string(),
  blanks: v.array(v.string()),
  asks: v.array(v.object({ act: v.picklist(SPEECH_ACTS), text: v.string() })),
  lang: v.string(),
});

export const FilterForm = v.object({
  kind: v.literal("filter"),
  verdicts: v.array(
    v.object({
      id: v.string(),
      rule: v.nullable(v.string()),
      probability: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      fold: v.boolean(),
    }),
  ),
  of: count,
  cost: v.object({ passes: count, tokens: count }),
});

/** One for each task; see `tasks/task.ts`. */
export const ResultForm = v.variant("kind", [NotesForm, ReplyForm, FilterForm]);
type ResultForm = v.InferOutput<typeof ResultForm>;

export const JobView = v.object({
  id: v.string(),
  task: v.string(),
  tabId: count,
  page: v.object({ url: v.string(), title: v.string() }),
  status: v.picklist(["queued", "loading", "running", "done", "cancelled", "failed"]),
  /** Jobs before this one, while it is queued. */
  place: count,
  result: v.nullable(ResultForm),
  error: v.nullable(ErrorReportForm),
  /** Milliseconds: the load (0 when the model was there), until the first words, and altogether; null while unknown. */
  ms: v.object({ load: v.nullable(millis), first: v.nullable(millis), total: v.nullable(millis) }),
  tokens: v.object({ prompt: count, output: count }),
});
export type JobView = v.InferOutput<typeof JobView>;

/** The result of a job if it is of that kind; null while there is none. */
export function resultOf<Kind extends ResultForm["kind"]>(
  job: Pick<JobView, "result"> | null | undefined,
  kind: Kind,
): Extract<ResultForm, { kind: Kind }> | null {
  const result = job?.result;
  return result?.kind === kind ? (result as Extract<ResultForm, { kind: Kind }>) : null;
}

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const EngineInfoForm = v.object({
  engine: v.picklist(["webllm", "cpu", "scripted"]),
  backend: v.picklist(["webgpu", "wasm", "none"]),
  device: v.string(),
  model: v.string(),
  contextWindow: count,
  loadMs: millis,
  library: v.string(),
  threads: count,
  fallback: v.nullable(ErrorReportForm),
});

export const HostState = v.object({
  /** "none" is the engine of the tests, which needs no weights. */
  needs: v.picklist(["model", "none"]),
  model: v.object({
    status: v.picklist(["checking", "missing", "ready"]),
    installed: v.nullable(
      v.object({
        id: v.string(),
        name: v.string(),
        style: v.picklist(["chat", "completion"]),
        bytes: count,
        origin: v.variant("kind", [
          v.object({ kind: v.literal("catalogue"), entry: v.string() }),
          v.object({ kind: v.literal("file"), file: v.string() }),
        ]),
        /** Milliseconds since the epoch. */
        installedAt: millis,
      }),
    ),
    /** A download or an import under way, paused or failed. */
    install: v.nullable(
      v.object({
        kind: v.picklist(["download", "import"]),
        name: v.string(),
        phase: v.picklist(["download", "check", "convert"]),
        done: count,
        total: count,
        bytesPerSecond: v.nullable(millis),
        status: v.picklist(["running", "paused", "failed"]),
      }),
    ),
    /** Why the last installation, or what was stored, is of no use. */
    error: v.nullable(ErrorReportForm),
  }),
  /** What the catalogue offers for download, the default first. */
  catalogue: v.array(v.object({ entry: v.string(), title: v.string(), bytes: count, terms: v.string() })),
  engine: v.object({
    /** What the next load goes by. */
    choice: v.picklist(["auto", "webllm", "cpu", "scripted"]),
    status: v.picklist(["unloaded", "loading", "ready"]),
    progress: v.nullable(v.object({ phase: v.picklist(["verify", "weights", "shaders", "test"]), fraction })),
    info: v.nullable(EngineInfoForm),
  }),
  /** The latest jobs, newest last; of a tab and task one, and those before it that its task keeps. */
  jobs: v.array(JobView),
  /** The latest bench of the engines; null when there was none. */
  bench: v.nullable(BenchView),
});
export type HostState = v.InferOutput<typeof HostState>;

/** host → panel */
export const HostMessage = v.variant("type", [
  v.object({ type: v.literal("state"), state: HostState }),
  v.object({ type: v.literal("answer"), id: count, value: v.string() }),
  v.object({ type: v.literal("refusal"), id: count, error: ErrorReportForm }),
  /** Nothing is going on, and the host goes to rest: its last state holds until somebody wakes it with a command. */
  v.object({ type: v.literal("rest") }),
]);
export type HostMessage = v.InferOutput<typeof HostMessage>;

/** panel → background; makes sure that a host listens. Answered by `Answer`. */
export const BackgroundRequest = v.object({
  target: v.literal("background"),
  type: v.literal("host.ensure"),
});
export type BackgroundRequest = v.InferOutput<typeof BackgroundRequest>;

export const Answer = v.variant("ok", [
  v.object({ ok: v.literal(true) }),
  v.object({ ok: v.literal(false), error: ErrorReportForm }),
]);
export type Answer = v.InferOutput<typeof Answer>;
