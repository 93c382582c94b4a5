/** What models of the catalogue say in the self-test, so that a first load need not ask the processor. */
import type { Reference } from "./self-test.ts";

/** By catalogue entry. */
export const KNOWN_REFERENCES: Readonly<Record<string, Reference>> = {};
