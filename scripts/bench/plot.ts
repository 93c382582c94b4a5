/** Bars of tokens a second on a logarithmic scale, as an SVG that is readable on light and on dark pages. */
import { BENCH_ENGINES, type BenchReport, type EngineFigures } from "../../src/messages/bench-protocol.ts";

const WIDTH = 720;
const LEFT = 190;
const RIGHT = 90;
const BAR = 16;
const GAP = 26;
const TOP = 64;

const GROUPS: readonly { readonly name: string; value(figures: EngineFigures): number | null }[] = [
  { name: "prompt of 32", value: (figures) => figures.prefill_tokens_per_s["32"] },
  { name: "prompt of 256", value: (figures) => figures.prefill_tokens_per_s["256"] },
  { name: "prompt of 1,024", value: (figures) => figures.prefill_tokens_per_s["1024"] },
  { name: "decoding", value: (figures) => 1000 / Math.max(figures.decode_ms_per_token, 0.001) },
];

/** Colours that keep 3 : 1 to white and to black, so that one set serves both. */
const STYLE = `text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 14px; }
.soft { fill: #57606a; }
.grid { stroke: #8c959f; stroke-opacity: 0.35; }
.webllm { fill: #2f6fdb; }
.webllm-default-schedule { fill: #b35900; }
.cpu { fill: #6e7781; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .soft { fill: #9aa4af; }
}`;

/** @param title said above it, and to screen readers */
export function plotOf({ engines }: BenchReport, title: string): string {
  const names = BENCH_ENGINES.filter((name) => engines[name]);
  const values = GROUPS.map(({ name, value }) => ({
    name,
    bars: names.map((engine) => {
      const figures = engines[engine];
      return { engine, speed: figures ? value(figures) : null };
    }),
  }));
  const speeds = values.flatMap(({ bars }) => bars.flatMap(({ speed }) => (speed ? [speed] : [])));
  const low = 10 ** Math.floor(Math.log10(Math.min(1, ...speeds)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(10, ...speeds)));
  const place = (speed: number): number =>
    LEFT + ((WIDTH - LEFT - RIGHT) * Math.log(speed / low)) / Math.log(high / low);

  const height = TOP + values.length * (names.length * BAR + GAP) + 20;
  const parts: string[] = [];
  for (let tick = low; tick <= high * 1.001; tick *= 10) {
    const x = place(tick).toFixed(1);
    parts.push(`<line class="grid" x1="${x}" x2="${x}" y1="${TOP}" y2="${height - 22}"/>`);
    parts.push(`<text class="soft" x="${x}" y="${height - 6}" text-anchor="middle">${label(tick)}</text>`);
  }
  values.forEach(({ name, bars }, group) => {
    const y = TOP + group * (names.length * BAR + GAP) + GAP / 2;
    parts.push(
      `<text x="${LEFT - 10}" y="${y + (names.length * BAR) / 2 + 4}" text-anchor="end">${name}</text>`,
    );
    bars.forEach(({ engine, speed }, index) => {
      const at = y + index * BAR;
      const end = speed ? place(speed) : LEFT;
      const bar = `<rect class="${engine}" x="${LEFT}" y="${at}" width="${(end - LEFT).toFixed(1)}" height="${BAR - 3}"/>`;
      if (speed) parts.push(bar);
      const said = speed ? label(speed) : "not measured";
      parts.push(`<text x="${(end + 6).toFixed(1)}" y="${at + 11}">${said}</text>`);
    });
  });
  let x = LEFT;
  for (const engine of names) {
    parts.push(`<rect class="${engine}" x="${x}" y="38" width="12" height="12"/>`);
    parts.push(`<text x="${x + 18}" y="48">${engine}</text>`);
    x += 40 + engine.length * 7;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}</style>
<text class="title" x="16" y="22">${escaped(title)}: tokens a second</text>
${parts.join("\n")}
</svg>
`;
}

function label(speed: number): string {
  return speed.toLocaleString("en", { maximumSignificantDigits: 3 });
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
