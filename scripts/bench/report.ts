/** What a bench found as a table in Markdown, with ratios, and as files in `docs/bench/`. */
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import {
  BENCH_ENGINES,
  type BenchEngine,
  type BenchReport,
  type EngineFigures,
} from "../../src/messages/bench-protocol.ts";
import { ROOT } from "../lib/run.mjs";
import { plotOf } from "./plot.ts";

const FOLDER = join(ROOT, "docs", "bench");
/** Which engine the others are compared with. */
const OURS: BenchEngine = "webllm";

interface Row {
  readonly name: string;
  value(figures: EngineFigures): number | null;
  /** Whether more is better: a ratio says how many times as good ours is. */
  readonly more: boolean;
  /** Written with so many digits after the point. */
  readonly digits: number;
}

const prefill = (length: "32" | "256" | "1024"): Row => ({
  name: `prompt of ${length}, tokens/s`,
  value: ({ prefill_tokens_per_s }) => prefill_tokens_per_s[length],
  more: true,
  digits: 1,
});
const each = (name: string, value: (calls: EngineFigures["per_token"]) => number | null): Row => ({
  name: `${name} a decoded token`,
  value: ({ per_token }) => value(per_token),
  more: false,
  digits: 0,
});

const ROWS: readonly Row[] = [
  { name: "load, s", value: ({ load_ms }) => load_ms / 1000, more: false, digits: 1 },
  prefill("32"),
  prefill("256"),
  prefill("1024"),
  { name: "decode, ms a token", value: (figures) => figures.decode_ms_per_token, more: false, digits: 0 },
  each("dispatches", ({ dispatches }) => dispatches),
  each("compute passes", ({ passes }) => passes),
  each("submits", ({ submits }) => submits),
  each("buffer writes", ({ writes }) => writes),
  each("MB read,", ({ bytes_read }) => (bytes_read === null ? null : bytes_read / 1e6)),
  { name: "most GPU memory, MiB", value: ({ memory_mib }) => memory_mib, more: false, digits: 0 },
];

/** A row for each figure, a column for each engine, and one for each peer that says how many times as good ours is. */
export function tableOf({ engines }: BenchReport): string {
  const names = BENCH_ENGINES.filter((name) => engines[name]);
  const peers = names.filter((name) => name !== OURS && engines[OURS]);
  const head = ["", ...names, ...peers.map((peer) => `${OURS} to ${peer}`)];
  const rows = ROWS.map((row) => {
    const values = names.map((name) => figureOf(row, engines[name]));
    const ratios = peers.map((peer) => ratioOf(row, engines[OURS], engines[peer]));
    return [
      row.name,
      ...values.map((value) => (value === null ? "–" : written(value, row.digits))),
      ...ratios,
    ];
  });
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function figureOf(row: Row, figures: EngineFigures | undefined): number | null {
  return figures ? row.value(figures) : null;
}

/** How many times as good; "–" where one of the two has nothing of it. */
function ratioOf(row: Row, ours: EngineFigures | undefined, theirs: EngineFigures | undefined): string {
  const [mine, other] = [figureOf(row, ours), figureOf(row, theirs)];
  if (!mine || !other) return "–";
  return `${written(row.more ? mine / other : other / mine, 2)} ×`;
}

function written(value: number, digits: number): string {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Writes table, plot and figures, named by browser and device. Returns the paths from the project's folder. */
export async function writeReport(
  report: BenchReport,
  browser: string,
  remarks: readonly string[],
): Promise<readonly string[]> {
  const slug = `${browser}-${report.device || "processor"}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const title = `${report.model} on ${report.device || "the processor"}, in ${browser}`;
  const plot = `![Prompt and decoding speed of each engine](${slug}.svg)`;
  const notes = remarks.map((remark) => `- ${remark}`).join("\n");
  const command = "Written by `npm run bench:engine -- --write`; [how to read it](README.md).";
  const text = `# ${title}\n\n${command}\n\n${plot}\n\n${tableOf(report)}\n\n${notes}\n`;
  const files = {
    [`${slug}.md`]: text,
    [`${slug}.svg`]: plotOf(report, title),
    [`${slug}.json`]: `${JSON.stringify(report, null, 2)}\n`,
  };
  await mkdir(FOLDER, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(FOLDER, name), content);
  return Object.keys(files).map((name) => relative(ROOT, join(FOLDER, name)));
}
