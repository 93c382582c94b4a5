/** What published weights say in the self-test, so that a first load of theirs need not ask the processor. */
import type { Reference } from "./self-test.ts";

/** By model id: the first 16 hex digits of the GGUF's sha256. Computed by llama.cpp on the weights as they are stored. */
export const KNOWN_REFERENCES: Readonly<Record<string, Reference>> = {
  // The pretrained weights in Q4_K_M.
  a5fd3b62230aa5ec: { text: " Thursday, Friday", logProbability: -0.367 },
};
