/** The scorecard's messages, of all languages. */
import type { ReplyCase } from "./case.ts";
import { de } from "./messages/de.ts";
import { en } from "./messages/en.ts";
import { es } from "./messages/es.ts";
import { fr } from "./messages/fr.ts";
import { it } from "./messages/it.ts";
import { nl } from "./messages/nl.ts";
import { pl } from "./messages/pl.ts";
import { pt } from "./messages/pt.ts";

const ALL = [...en, ...de, ...fr, ...es, ...it, ...pt, ...nl, ...pl];

/** All of them or, if a number is given, that many, evenly taken, so that few still mix languages. */
export function loadCases(limit = Number.POSITIVE_INFINITY): readonly ReplyCase[] {
  if (limit >= ALL.length) return ALL;
  return Array.from({ length: limit }, (_, index) => ALL[Math.floor((index * ALL.length) / limit)]).filter(
    (each) => each !== undefined,
  );
}
