/**
 * `npm run parity -- --all`: the WebGPU build against transformers in float32, with llama.cpp as a second witness, at lengths on
 * both sides of the chunk's and the window's end and far beyond, in whole chunks and in uneven ones, and the greedy tokens after.
 */
import { basename, join } from "node:path";
import { openJournal } from "../eval/journal.ts";
import { Stop } from "../lib/log.mjs";
import { measure } from "./measure.ts";
import type { ParityLibrary } from "./model.ts";
import { compareWitness, type Python, readReference } from "./reference.ts";
import { BROWSER_TITLES, browserFor } from "./serve.ts";
import { journalOf, openSession } from "./session.ts";
import { faultsOf, faultsOfReplay, renderReplay, renderRows } from "./table.ts";

export const LENGTHS: readonly number[] = [1, 6, 200, 511, 512, 513, 600, 1100, 1500, 2500, 4000];
/** As many as `continuations.py` has. */
const GREEDY = 32;

export interface AllOptions {
  readonly library: ParityLibrary;
  readonly gguf: string;
  /** Folder of the converted model. */
  readonly model: string;
  readonly python: Python;
  /** Folder in which results are kept. */
  readonly cache: string;
  /** In tokens, ascending. */
  readonly lengths: readonly number[];
  /** Whether llama.cpp is asked too. */
  readonly llama: boolean;
}

/**
 * The lengths of `--lengths`, ascending; all of them without it.
 * @throws Stop for what is no list of lengths, or too long for the library with the tokens that follow
 */
export function parseLengths(text: string | undefined, contextWindow: number): readonly number[] {
  if (text === undefined) return LENGTHS;
  const lengths = [...new Set(text.split(",").map(Number))].sort((a, b) => a - b);
  const longest = contextWindow - GREEDY;
  if (lengths.some((length) => !Number.isInteger(length) || length < 1 || length > longest))
    throw new Stop(`--lengths takes whole numbers from 1 to ${longest} with commas between, not "${text}".`);
  return lengths;
}

/** Compares, prints the table, and says whether all holds. */
export async function compareAll(options: AllOptions): Promise<boolean> {
  const { library, gguf, model, python, cache, lengths } = options;
  const reference = await readReference(python, gguf, join(model, "tokenizer.json"), cache, lengths);
  const witness = options.llama ? await compareWitness(python, gguf, reference) : null;
  const journal = openJournal(await journalOf(library, model, reference, cache));
  const measured = await measure(reference, library.model.prefillChunk, journal, () =>
    openSession(library, model, reference.ids),
  );
  const rows = measured.rows.map((row) => ({ ...row, witness: witness?.get(row.tokens) ?? null }));
  const { given, computed } = measured.tokens;
  console.log(
    `WebGPU build of ${library.name} in ${BROWSER_TITLES[browserFor(library)]} against transformers`,
  );
  console.log(`weights of ${basename(gguf)}; ${GREEDY} greedy tokens after each prompt`);
  console.log(`\n${renderRows(rows)}\n`);
  console.log(`prompt tokens: ${given} given, ${computed} computed; the cache had the others already`);
  for (const replay of measured.replays) console.log(renderReplay(replay));
  const faults = [...rows.flatMap(faultsOf), ...measured.replays.flatMap(faultsOfReplay)];
  for (const fault of faults) console.log(`FAILED: ${fault}`);
  if (faults.length === 0) console.log(`All ${rows.length} comparisons hold.`);
  return faults.length === 0;
}
