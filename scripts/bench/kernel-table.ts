/** What the bench of kernels found, as a table in Markdown. */
export interface KernelRow {
  readonly kernel: string;
  /** How often it is dispatched with these sizes. */
  readonly calls: number;
  readonly threads: number;
  /** That it must read and write, each once. */
  readonly bytes: number;
  /** Microseconds of one call, and of a copy that moves as many bytes. */
  readonly us: number;
  readonly copyUs: number;
}

const HEAD = [
  "kernel",
  "calls",
  "threads",
  "kB",
  "µs a call",
  "µs of the copy",
  "share of the copy",
  "of all time",
];

/** In the order given, and a last line for all of them. */
export function kernelTable(rows: readonly KernelRow[]): string {
  const sum = (value: (row: KernelRow) => number): number =>
    rows.reduce((total, row) => total + value(row) * row.calls, 0);
  const all = {
    us: sum(({ us }) => us),
    copyUs: sum(({ copyUs }) => copyUs),
    bytes: sum(({ bytes }) => bytes),
  };
  const lines = rows.map(({ kernel, calls, threads, bytes, us, copyUs }) => [
    kernel,
    `${calls}`,
    threads.toLocaleString("en"),
    kilobytes(bytes),
    us.toFixed(1),
    copyUs.toFixed(1),
    percent(copyUs / us),
    percent((us * calls) / all.us),
  ]);
  const calls = `${rows.reduce((total, row) => total + row.calls, 0)}`;
  lines.push([
    "all",
    calls,
    "",
    kilobytes(all.bytes),
    all.us.toFixed(0),
    all.copyUs.toFixed(0),
    percent(all.copyUs / all.us),
    "100 %",
  ]);
  const rule = HEAD.map((_, index) => (index === 0 ? "---" : "---:"));
  return [HEAD, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toLocaleString("en", { maximumFractionDigits: 1 });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
