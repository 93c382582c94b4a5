/**
 * In which chunks prompts go into the key-value cache. All prompts are beginnings of one text, and keys and values depend on
 * nothing that comes later: chunks that two prompts have in common, from the first on, are computed once.
 */

/** A way to cut prompts. */
export interface Plan {
  readonly title: string;
  /** Where prompts are cut: `first` tokens from the beginning, and after every `size` of them. */
  readonly first: number;
  readonly size: number;
}

/** As WebLLM cuts a prompt: whole chunks of the library's size, and what is left. */
export function naturalPlan(prefillChunk: number): Plan {
  return { title: `chunks of ${prefillChunk}`, first: prefillChunk, size: prefillChunk };
}

/**
 * Uneven chunks, which end nowhere near the ends of whole ones, of the window, or of a tile of a kernel; a short one comes
 * first, so that short prompts are cut too.
 */
export function unevenPlan(prefillChunk: number): Plan {
  const size = Math.min(197, prefillChunk);
  return { title: `uneven chunks of ${size}`, first: Math.min(4, prefillChunk), size };
}

/** How many tokens each chunk of a prompt has, in order. @throws RangeError for a prompt without tokens */
export function chunksOf(tokens: number, { first, size }: Plan): readonly number[] {
  if (!Number.isSafeInteger(tokens) || tokens < 1) throw new RangeError(`a prompt of ${tokens} tokens`);
  const chunks: number[] = [];
  let end = 0;
  while (end < tokens) {
    const next = end === 0 ? first : (Math.floor(end / size) + 1) * size;
    chunks.push(Math.min(next, tokens) - end);
    end = Math.min(next, tokens);
  }
  return chunks;
}

/** How many chunks two prompts of one text have in common, from the first on, and how many tokens those are. */
export function sharedChunks(
  held: readonly number[],
  wanted: readonly number[],
): { readonly chunks: number; readonly tokens: number } {
  let chunks = 0;
  let tokens = 0;
  for (const [at, length] of wanted.entries()) {
    if (held[at] !== length) break;
    chunks++;
    tokens += length;
  }
  return { chunks, tokens };
}

/** "4 + 2 × 197 + 60" */
export function describeChunks(chunks: readonly number[]): string {
  const runs: { length: number; count: number }[] = [];
  for (const length of chunks) {
    const last = runs.at(-1);
    if (last?.length === length) last.count++;
    else runs.push({ length, count: 1 });
  }
  return runs.map(({ length, count }) => (count === 1 ? `${length}` : `${count} × ${length}`)).join(" + ");
}
