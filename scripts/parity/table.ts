/** What `npm run parity -- --all` prints, and what it holds against a library. */
import { describeChunks } from "./chunks.ts";
import {
  areAlike,
  type Comparison,
  compareContinuations,
  INDIFFERENT,
  isGreedy,
  MAXIMUM_DIVERGENCE,
  MINIMUM_COSINE,
  type Tops,
} from "./compare.ts";

/** What was measured at one length, in the chunks of one plan. */
export interface Row {
  readonly tokens: number;
  readonly chunks: readonly number[];
  readonly comparison: Comparison;
  /**
   * The tokens that ours went on with, as far as they are the reference's, and the first that is not; null where the logits are
   * those of the same length in other chunks, bit for bit, so that the tokens after them were not computed again.
   */
  readonly greedy: readonly number[] | null;
  /** The reference's most probable tokens at these places. */
  readonly tops: readonly Tops[];
  /** llama.cpp's logits against the reference's; null where it was not asked. */
  readonly witness: Comparison | null;
}

/** A prompt that was computed once more, in a cache that held nothing before. */
export interface Replay {
  readonly tokens: number;
  readonly plan: string;
  /** Of its tokens, how many had been taken from the cache the first time. */
  readonly kept: number;
  /** Whether the logits were the same, bit for bit. */
  readonly same: boolean;
}

/** What is wrong with a row: a sentence each. */
export function faultsOf({ tokens, chunks, comparison, greedy, tops, witness }: Row): readonly string[] {
  const where = `${tokens} tokens as ${describeChunks(chunks)}`;
  const faults: string[] = [];
  const { finite, cosine, divergence, top } = comparison;
  if (!finite) faults.push("not all logits are numbers");
  else if (!areAlike(comparison))
    faults.push(
      `cosine ${cosine}, divergence ${divergence}; at least ${MINIMUM_COSINE} and at most ${MAXIMUM_DIVERGENCE} are asked for`,
    );
  if (greedy !== null) {
    if (greedy[0] !== top.ours)
      faults.push(`the sampler takes token ${greedy[0]}, and the most probable is ${top.ours}`);
    const continuation = compareContinuations(greedy, tops);
    if (!isGreedy(continuation))
      faults.push(`greedy token ${continuation.agreed + 1} ${describeParting(continuation.parting)}`);
  }
  if (witness && !areAlike(witness))
    faults.push(`the two witnesses differ: cosine ${witness.cosine}, divergence ${witness.divergence}`);
  return faults.map((fault) => `${where}: ${fault}`);
}

/** A sentence on a replay. */
export function renderReplay({ tokens, plan, kept, same }: Replay): string {
  const logits = same ? "the same logits, bit for bit," : "OTHER LOGITS";
  return `${tokens} tokens in ${plan}: ${logits} from an empty cache as after ${kept} kept tokens`;
}

/** What is wrong with a replay. */
export function faultsOfReplay({ tokens, plan, kept, same }: Replay): readonly string[] {
  return same
    ? []
    : [`${tokens} tokens in ${plan}: other logits from an empty cache than after ${kept} kept tokens`];
}

/** A Markdown table, aligned for a terminal: rows of one length follow each other. */
export function renderRows(rows: readonly Row[]): string {
  const hasWitness = rows.some(({ witness }) => witness !== null);
  const head = [
    "tokens",
    "in chunks",
    "cosine",
    "divergence",
    "difference",
    "greedy tokens as the reference's",
  ];
  if (hasWitness) head.push("llama.cpp: cosine", "divergence");
  const sorted = [...rows].sort((a, b) => a.tokens - b.tokens);
  const cells = sorted.map((row) => [
    `${row.tokens}`,
    describeChunks(row.chunks),
    ...figures(row.comparison),
    describeGreedy(row),
    ...(hasWitness ? figures(row.witness).slice(0, 2) : []),
  ]);
  return align([head, head.map(() => "---"), ...cells]);
}

function figures(comparison: Comparison | null): readonly string[] {
  if (comparison === null) return ["", "", ""];
  const { finite, cosine, divergence, difference } = comparison;
  if (!finite) return ["NaN", "NaN", "NaN"];
  return [cosine?.toFixed(7) ?? "", divergence?.toFixed(6) ?? "", difference?.toFixed(3) ?? ""];
}

/** "32 of 32", "14 of 32, then …". */
export function describeGreedy({ greedy, tops }: Pick<Row, "greedy" | "tops">): string {
  if (greedy === null) return "the same logits: not computed again";
  const { agreed, parting } = compareContinuations(greedy, tops);
  const count = `${agreed} of ${tops.length}`;
  return parting === null ? count : `${count}, then one that ${describeParting(parting)}`;
}

function describeParting(parting: ReturnType<typeof compareContinuations>["parting"]): string {
  const margin = parting?.margin;
  if (margin === null || margin === undefined) return "the reference finds improbable";
  return `is ${margin.toFixed(3)} below its own${margin < INDIFFERENT ? "" : ", which is too much"}`;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0, cell === "---" ? "-" : " ")).join(" | "),
  );
  return lines.map((line) => `| ${line} |`).join("\n");
}
