/** What the library is compared with: transformers in float32, and llama.cpp as a second witness of the same. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { openJournal } from "../eval/journal.ts";
import { capture } from "../lib/capture.mjs";
import { say } from "../lib/log.mjs";
import { run } from "../lib/run.mjs";
import { type Comparison, compareLogits, type Tops } from "./compare.ts";
import { Lazy } from "./lazy.ts";
import { LLAMA_VERSION, openLlamaWitness } from "./llama.ts";

/** Python with what `compiler/parity` needs. */
export interface Python {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface Reference {
  /** Where its results are kept; named by all they depend on. */
  readonly folder: string;
  /** The long text, of which every prompt is a beginning. */
  readonly ids: readonly number[];
  /** What transformers says after a number of tokens. */
  readonly after: ReadonlyMap<number, AfterPrompt>;
}

export interface AfterPrompt {
  /** One for each token of the vocabulary. */
  readonly logits: Float32Array;
  readonly greedy: readonly number[];
  /** For each of these the most probable tokens at its place, itself first. */
  readonly tops: readonly Tops[];
}

/**
 * transformers' results, computed where they are not in the cache: minutes, most of them for the longest prompt.
 * @param tokenizer path of a tokenizer.json
 * @param lengths in tokens
 */
export async function readReference(
  python: Python,
  gguf: string,
  tokenizer: string,
  cache: string,
  lengths: readonly number[],
): Promise<Reference> {
  const args = ["compiler/parity/continuations.py", gguf, tokenizer, cache, ...lengths.map(String)];
  const { folder, ids } = JSON.parse(await capture(python.program, args, { env: python.env })) as {
    folder: string;
    ids: number[];
  };
  const after = new Map<number, AfterPrompt>();
  for (const length of lengths) {
    const bytes = Uint8Array.from(await readFile(join(folder, `${length}.f32`)));
    const { greedy, tops } = JSON.parse(await readFile(join(folder, `${length}.json`), "utf8")) as {
      greedy: number[];
      tops: Tops[];
    };
    after.set(length, { logits: new Float32Array(bytes.buffer), greedy, tops });
  }
  return { folder, ids, after };
}

/** llama.cpp's logits against transformers', with the same weights in float32. Results are kept beside the reference's. */
export async function compareWitness(
  python: Python,
  gguf: string,
  { folder, ids, after }: Reference,
): Promise<ReadonlyMap<number, Comparison>> {
  const journal = openJournal(join(folder, `llama-${LLAMA_VERSION}.jsonl`));
  const weights = join(folder, "float32.gguf");
  const llama = new Lazy(async () => {
    say("Asking llama.cpp");
    const args = ["compiler/parity/dequantise.py", gguf, weights];
    await run(python.program, args, { env: python.env });
    return openLlamaWitness(weights, Math.max(...after.keys()) + 1);
  });
  const compared = new Map<number, Comparison>();
  try {
    for (const [length, { logits }] of [...after].sort(([a], [b]) => a - b)) {
      const comparison = await journal.once(`${length}`, async () => {
        const theirs = await (await llama.get()).logitsAfter(ids.slice(0, length));
        say(`llama.cpp: ${length} tokens done`);
        return compareLogits(theirs, logits);
      });
      compared.set(length, comparison);
    }
    return compared;
  } finally {
    await llama.close();
    await rm(weights, { force: true });
  }
}
