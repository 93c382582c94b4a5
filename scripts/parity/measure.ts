/** The WebGPU build's logits and greedy tokens after beginnings of a text, against the reference's. */
import { createHash } from "node:crypto";
import type { Journal } from "../eval/journal.ts";
import { say } from "../lib/log.mjs";
import { chunksOf, naturalPlan, type Plan, unevenPlan } from "./chunks.ts";
import { areAlike, type Comparison, compareLogits } from "./compare.ts";
import { Lazy } from "./lazy.ts";
import type { PromptsInChunks } from "./prompts-in-chunks.ts";
import type { AfterPrompt, Reference } from "./reference.ts";
import { describeGreedy, type Replay, type Row } from "./table.ts";

export interface Measurements {
  /** Without the witness, which is none of this. */
  readonly rows: readonly Omit<Row, "witness">[];
  readonly replays: readonly Replay[];
  /** Tokens of all prompts, and how many of them were computed. */
  readonly tokens: { readonly given: number; readonly computed: number };
}

/** What the journal has of a length in the chunks of one plan. */
interface Measured {
  /** How many tokens the cache had already. */
  readonly kept: number;
  readonly comparison: Comparison;
  /** sha256 of the logits. */
  readonly digest: string;
  readonly greedy: readonly number[] | null;
}

/** The library on a device, with the text of the reference. */
export interface Session {
  readonly prompts: PromptsInChunks;
  close(): Promise<void>;
}

/**
 * Measures each of the reference's lengths in WebLLM's chunks and, where it can be cut, in uneven ones.
 * @param prefillChunk tokens of a chunk of WebLLM's
 * @param journal where each result is noted at once; what it has is not measured again
 * @param open is called when something has to be measured
 */
export async function measure(
  reference: Reference,
  prefillChunk: number,
  journal: Journal,
  open: () => Promise<Session>,
): Promise<Measurements> {
  const session = new Lazy(open);
  const rows: (Omit<Row, "witness"> & { digest: string })[] = [];
  const replays: Replay[] = [];
  const tokens = { given: 0, computed: 0 };
  try {
    for (const plan of [naturalPlan(prefillChunk), unevenPlan(prefillChunk)]) {
      let replayed = false;
      for (const [length, expected] of inOrder(reference)) {
        const chunks = chunksOf(length, plan);
        if (chunks.join() === rows.find((row) => row.tokens === length)?.chunks.join()) continue;
        const measured = await journal.once(`${length} in ${plan.title}`, async () => {
          const known = rows.filter((row) => row.tokens === length).map(({ digest }) => digest);
          return measurePrompt((await session.get()).prompts, length, plan, expected, known);
        });
        const { kept, comparison, digest, greedy } = measured;
        rows.push({ tokens: length, chunks, comparison, greedy, tops: expected.tops, digest });
        tokens.given += length;
        tokens.computed += length - kept;
        if (replayed || kept === 0) continue;
        replayed = true;
        replays.push(await replay(journal, session, length, plan, measured));
      }
    }
    return { rows, replays, tokens };
  } finally {
    await session.close();
  }
}

function inOrder({ after }: Reference): [number, AfterPrompt][] {
  return [...after].sort(([a], [b]) => a - b);
}

/** @param known digests of this length's logits in other chunks, after which the greedy tokens are known */
async function measurePrompt(
  prompts: PromptsInChunks,
  length: number,
  plan: Plan,
  { logits: theirs, greedy: expected, tops }: AfterPrompt,
  known: readonly string[],
): Promise<Measured> {
  const begin = performance.now();
  const { logits, kept } = await prompts.prompt(length, plan);
  const middle = performance.now();
  const comparison = compareLogits(logits, theirs);
  const digest = digestOf(logits);
  const greedy = known.includes(digest) ? null : await prompts.continueLike(expected);
  const end = performance.now();
  say(
    `${length} in ${plan.title}: cosine ${comparison.cosine}, divergence ${comparison.divergence}` +
      `${areAlike(comparison) ? "" : " (TOO FAR)"}; greedy: ${describeGreedy({ greedy, tops })}; ` +
      `${length - kept} tokens computed in ${seconds(middle - begin)}, what followed in ${seconds(end - middle)}`,
  );
  return { kept, comparison, digest, greedy };
}

/** Whether a cache that held nothing gives the logits that one cut back gave. */
async function replay(
  journal: Journal,
  session: Lazy<Session>,
  length: number,
  plan: Plan,
  { kept, digest }: Measured,
): Promise<Replay> {
  const anew = await journal.once(`${length} in ${plan.title} from an empty cache`, async () => {
    say(`${length} in ${plan.title}, once more from an empty cache`);
    return digestOf((await (await session.get()).prompts.promptAnew(length, plan)).logits);
  });
  return { tokens: length, plan: plan.title, kept, same: anew === digest };
}

function digestOf(logits: Float32Array): string {
  const bytes = new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength);
  return createHash("sha256").update(bytes).digest("hex");
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(0)} s`;
}
