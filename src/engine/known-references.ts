/** What published weights say in the self-test, so that a first load of theirs need not ask the processor. */
import type { Reference } from "./self-test.ts";

/** By model id: the first 16 hex digits of the GGUF's sha256. */
export const KNOWN_REFERENCES: Readonly<Record<string, Reference>> = {};
