/** What a bench found, in the user's words: for the table and for the clipboard. */
import {
  BENCH_ENGINES,
  BENCH_PROMPTS,
  type BenchEngine,
  type BenchReport,
  type BenchStep,
  type EngineFigures,
} from "../messages/bench-protocol.ts";
import { formatBytes, formatCount, formatSeconds, plural, t } from "../ui/i18n.ts";

export interface BenchRow {
  readonly label: string;
  /** One for each engine that was measured, in the order of `measured`. */
  readonly values: readonly string[];
}

const ENGINE_NAMES: Readonly<Record<BenchEngine, () => string>> = {
  webllm: () => t("bench_engine_webllm"),
  "webllm-default-schedule": () => t("bench_engine_webllm_default_schedule"),
  cpu: () => t("bench_engine_cpu"),
};

export function engineName(engine: BenchEngine): string {
  return ENGINE_NAMES[engine]();
}

export function stepText({ engine, what, tokens }: BenchStep): string {
  const named = { engine: engineName(engine) };
  if (what === "load") return t("bench_step_load", named);
  const counted = { ...named, tokens: plural("options_tokens", tokens) };
  return what === "prompt" ? t("bench_step_prompt", counted) : t("bench_step_decode", counted);
}

export function measured({ engines }: BenchReport): readonly BenchEngine[] {
  return BENCH_ENGINES.filter((name) => engines[name]);
}

/** Calls of WebGPU are told only where there are any. */
export function rowsOf(report: BenchReport): readonly BenchRow[] {
  const figures = measured(report).flatMap((name) => report.engines[name] ?? []);
  const row = (label: string, value: (each: EngineFigures) => string | null): BenchRow => ({
    label,
    values: figures.map((each) => value(each) ?? t("bench_none")),
  });
  const rows = [
    row(t("bench_row_load"), ({ load_ms }) => formatSeconds(load_ms / 1000, true)),
    ...BENCH_PROMPTS.map((length) =>
      row(
        t("bench_row_prompt", { tokens: plural("options_tokens", length) }),
        ({ prefill_tokens_per_s: rates }) => rateText(rates[`${length}`]),
      ),
    ),
    row(t("bench_row_decode"), ({ decode_ms_per_token: ms }) =>
      t("bench_token_ms", { ms: formatCount(toPlaces(ms)) }),
    ),
  ];
  if (figures.every(({ per_token }) => per_token.dispatches === 0)) return rows;
  // The processor has none of it.
  const call = (label: string, value: (each: EngineFigures) => number | null) =>
    row(label, (each) => (each.per_token.dispatches === 0 ? "–" : callText(value(each))));
  return [
    ...rows,
    call(t("bench_row_dispatches"), ({ per_token }) => per_token.dispatches),
    call(t("bench_row_passes"), ({ per_token }) => per_token.passes),
    call(t("bench_row_submits"), ({ per_token }) => per_token.submits),
    call(t("bench_row_writes"), ({ per_token }) => per_token.writes),
    row(t("bench_row_bytes"), ({ per_token: { bytes_read } }) =>
      bytes_read === null ? "–" : formatBytes(bytes_read),
    ),
    row(t("bench_row_memory"), ({ memory_mib }) =>
      memory_mib === null ? "–" : formatBytes(memory_mib * 2 ** 20),
    ),
  ];
}

/** For the clipboard: a heading for each engine and a line for each of its figures. */
export function textOf(report: BenchReport, version: string): string {
  const rows = rowsOf(report);
  const parts = measured(report).map((engine, index) => {
    const lines = rows.map(({ label, values }) => `  ${label}: ${values[index]}`);
    return [engineName(engine), ...lines].join("\n");
  });
  const head = [`Postil ${version}`, report.model, report.device].filter((each) => each !== "").join(" · ");
  return [head, ...parts].join("\n\n");
}

function rateText(rate: number | null): string | null {
  return rate === null ? null : t("bench_rate", { rate: formatCount(toPlaces(rate)) });
}

function callText(count: number | null): string | null {
  return count === null ? null : formatCount(toPlaces(count));
}

/** Three digits tell enough. */
function toPlaces(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
