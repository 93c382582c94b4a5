/** Fixed states of the panel, one of each kind, for the gallery and its screenshots. */
import { type ErrorCode, PostilError } from "../../src/errors.ts";
import type { HostState, JobView } from "../../src/messages/protocol.ts";
import { placeOf } from "../../src/panel/panel-tasks.ts";
import type { Known, Tab } from "../../src/panel/view.ts";

const MIB = 2 ** 20;
const OFFER = {
  entry: "gemma-3-270m-it-q8_0",
  title: "Gemma 3 270M",
  bytes: 278 * MIB,
  terms: "https://ai.google.dev/gemma/terms",
};

const URL_OF_PAGE = "https://www.northline.example/news/night-trains";
const TITLE = "Night trains return to the coast line";
export const TAB: Tab = { id: 7, url: URL_OF_PAGE, title: TITLE };

export const READY_HOST: HostState = {
  needs: "model",
  model: {
    status: "ready",
    installed: {
      id: "0ef57d2c838458a1",
      name: "Gemma 3 270M",
      style: "chat",
      bytes: 290 * MIB,
      origin: { kind: "catalogue", entry: OFFER.entry },
      installedAt: Date.UTC(2026, 10, 23),
    },
    install: null,
    error: null,
  },
  catalogue: [OFFER],
  engine: {
    choice: "auto",
    status: "ready",
    progress: null,
    info: {
      engine: "webllm",
      backend: "webgpu",
      device: "nvidia ada-lovelace",
      model: "Gemma 3 270M",
      contextWindow: 4096,
      loadMs: 2140,
      library: "gemma3-270m-q8-f32",
      threads: 0,
      fallback: null,
    },
  },
  bench: null,
  jobs: [],
};

const POINTS = [
  {
    text: "Night trains run again from 2 June, three times a week.",
    sources: ["From 2 June the night train will run again, on Mondays, Wednesdays and Fridays."],
    quoted: false,
  },
  {
    text: "Each carries 180 beds; a berth costs from 49 euros.",
    sources: [
      "Each train has 180 beds in compartments for four.",
      "A berth costs from 49 euros if it is booked a month ahead.",
    ],
    quoted: false,
  },
  {
    text: "The region pays 5.2 million a year until the line earns its keep.",
    sources: ["Until the line earns its keep, the region pays 5.2 million a year."],
    quoted: false,
  },
  {
    text: "Nobody could tell us who will repair the two carriages that failed the brake test.",
    sources: ["Nobody could tell us who will repair the two carriages that failed the brake test."],
    quoted: true,
  },
];

const DONE: JobView = {
  id: "job",
  task: "summarise",
  tabId: TAB.id,
  page: { url: URL_OF_PAGE, title: TITLE },
  status: "done",
  place: 0,
  result: { kind: "notes", points: POINTS, draft: "", read: { words: 412, of: 412 } },
  error: null,
  ms: { load: 0, first: 210, total: 3240 },
  tokens: { prompt: 640, output: 96 },
};

/** What is known when everything is ready and nothing is asked for, with changes. */
export function known(change: Partial<Known> = {}): Known {
  return {
    host: READY_HOST,
    hostError: null,
    kept: [],
    tab: TAB,
    chosen: new Map(),
    opened: new Map(),
    reading: new Set(),
    failures: new Map(),
    ...change,
  };
}

export function job(change: Partial<JobView> = {}): JobView {
  return { ...DONE, ...change };
}

export function hostWith(...jobs: readonly JobView[]): HostState {
  return { ...READY_HOST, jobs: [...jobs] };
}

export function hostWithoutModel(model: Partial<HostState["model"]> = {}): HostState {
  return {
    ...READY_HOST,
    model: { status: "missing", installed: null, install: null, error: null, ...model },
    engine: { choice: "auto", status: "unloaded", progress: null, info: null },
  };
}

type Install = NonNullable<HostState["model"]["install"]>;

export function install(change: Partial<Install> = {}): Install {
  return {
    kind: "download",
    name: OFFER.title,
    phase: "download",
    done: 172 * MIB,
    total: OFFER.bytes,
    bytesPerSecond: 2.6 * MIB,
    status: "running",
    ...change,
  };
}

/** The processor at work, because the graphics card cannot be used for this reason. */
export function onProcessor(code: ErrorCode | null, host: HostState = READY_HOST): HostState {
  const { info } = READY_HOST.engine;
  if (!info) throw new Error("the engine of READY_HOST is loaded");
  const fallback = code && new PostilError(code).toReport();
  const cpu = { engine: "cpu", backend: "wasm", device: "", library: "", threads: 8, loadMs: 3900 } as const;
  return {
    ...host,
    engine: { ...READY_HOST.engine, choice: code ? "auto" : "cpu", info: { ...info, ...cpu, fallback } },
  };
}

function failedLoad(choice: HostState["engine"]["choice"], error: PostilError): HostState {
  return {
    ...hostWith(job({ status: "failed", result: null, error: error.toReport() })),
    engine: { choice, status: "unloaded", progress: null, info: null },
  };
}

const loading: HostState["engine"] = {
  choice: "auto",
  status: "loading",
  progress: { phase: "weights", fraction: 0.4 },
  info: null,
};
const running = job({ status: "running", ms: { load: 0, first: null, total: null } });
const elsewhere: Tab = {
  ...TAB,
  url: "https://www.northline.example/news/harbour",
  title: "A harbour for kites",
};
const closed: Tab = { id: TAB.id, url: null, title: null };

/** Name → what is known. */
export const STATES: Readonly<Record<string, Known>> = {
  waiting: known({ host: null }),
  unreachable: known({ hostError: new PostilError("engine-gone").toReport() }),
  welcome: known({ host: hostWithoutModel() }),
  "welcome-after-failure": known({
    host: hostWithoutModel({ error: new PostilError("gguf-wrong-shape", { hidden: 1152 }).toReport() }),
  }),
  fetching: known({ host: hostWithoutModel({ install: install() }) }),
  paused: known({ host: hostWithoutModel({ install: install({ status: "paused", bytesPerSecond: null }) }) }),
  "fetch-failed": known({
    host: hostWithoutModel({
      install: install({ status: "failed", bytesPerSecond: null }),
      error: new PostilError("model-download-failed", { status: 503 }).toReport(),
    }),
  }),
  converting: known({
    host: hostWithoutModel({
      install: install({ phase: "convert", done: 60 * MIB, bytesPerSecond: 24 * MIB }),
    }),
  }),
  importing: known({
    host: hostWithoutModel({
      install: install({
        kind: "import",
        name: "my-gemma-270m-tuned.Q8_0.gguf",
        phase: "convert",
        done: 120 * MIB,
      }),
    }),
  }),
  ungranted: known({ tab: closed }),
  forbidden: known({ tab: { ...TAB, url: "chrome://extensions", title: "Extensions" } }),
  empty: known({
    failures: new Map([
      [placeOf(TAB.id, "summarise"), { error: new PostilError("page-empty").toReport(), options: undefined }],
    ]),
  }),
  ready: known(),
  "ready-on-processor": known({ host: onProcessor("gpu-missing") }),
  reading: known({ reading: new Set([placeOf(TAB.id, "summarise")]) }),
  queued: known({ host: hostWith(job({ status: "queued", place: 2, result: null })) }),
  loading: known({ host: { ...hostWith(job({ status: "loading", result: null })), engine: loading } }),
  testing: known({
    host: {
      ...hostWith(job({ status: "loading", result: null })),
      engine: { ...loading, progress: { phase: "test", fraction: 0.5 } },
    },
  }),
  thinking: known({ host: hostWith({ ...running, result: null }) }),
  streaming: known({
    host: hostWith({
      ...running,
      result: {
        kind: "notes",
        points: POINTS.slice(0, 4),
        draft: "Hotels along the coast expect",
        read: { words: 412, of: 412 },
      },
    }),
  }),
  "thinking-on-processor": known({
    host: onProcessor("gpu-wrong", hostWith({ ...running, result: null })),
  }),
  "streaming-on-processor": known({
    host: onProcessor(
      "gpu-lost",
      hostWith({
        ...running,
        result: {
          kind: "notes",
          points: POINTS.slice(0, 1),
          draft: "Each carries 180",
          read: { words: 412, of: 412 },
        },
      }),
    ),
  }),
  done: known({ host: hostWith(job()) }),
  "done-on-processor": known({ host: onProcessor("gpu-missing", hostWith(job())) }),
  "done-in-part": known({
    host: hostWith(
      job({ result: { kind: "notes", points: POINTS, draft: "", read: { words: 3000, of: 9000 } } }),
    ),
  }),
  "done-without-points": known({
    host: hostWith(job({ result: { kind: "notes", points: [], draft: "", read: { words: 40, of: 40 } } })),
  }),
  stopped: known({
    host: hostWith(
      job({
        status: "cancelled",
        result: { kind: "notes", points: POINTS.slice(0, 2), draft: "", read: { words: 412, of: 412 } },
      }),
    ),
  }),
  failed: known({
    host: hostWith(
      job({
        status: "failed",
        result: null,
        error: new PostilError("gpu-lost", { reason: "reset" }).toReport(),
      }),
    ),
  }),
  "no-gpu": known({ host: failedLoad("webllm", new PostilError("gpu-missing")) }),
  "no-engine": known({
    host: failedLoad("auto", new PostilError("engine-none", { gpu: "gpu-missing", cpu: "cpu-unsupported" })),
  }),
  lost: known({ kept: [job({ status: "failed", error: new PostilError("engine-gone").toReport() })] }),
  "moved-on": known({ host: hostWith(job()), tab: elsewhere }),
  "moved-away": known({ host: hostWith(job()), tab: closed }),
  hostile: known({
    host: hostWith(
      job({
        page: {
          url: "https://evil.example/<script>alert(1)</script>",
          title: "<img src=x onerror=alert(1)> ".repeat(8) + "a".repeat(200),
        },
        result: {
          kind: "notes",
          points: [
            { text: "<script>alert(1)</script>", sources: ["</blockquote><img src=x>"], quoted: false },
            { text: "\u202Egnp.lrtnuoc".repeat(20), sources: ["x".repeat(400)], quoted: true },
            { text: "a".repeat(300), sources: ["y"], quoted: false },
          ],
          draft: "",
          read: { words: 1, of: 1 },
        },
      }),
    ),
  }),
  arabic: known({
    host: hostWith(
      job({
        page: { url: "https://akhbar.example/1", title: "عودة القطارات الليلية إلى خط الساحل" },
        result: {
          kind: "notes",
          points: [
            {
              text: "تعود القطارات الليلية ابتداءً من 2 يونيو، ثلاث مرات في الأسبوع.",
              sources: ["ابتداءً من 2 يونيو سيسير القطار الليلي من جديد."],
              quoted: false,
            },
          ],
          draft: "",
          read: { words: 300, of: 300 },
        },
      }),
    ),
    tab: { id: TAB.id, url: "https://akhbar.example/1", title: "" },
  }),
};
