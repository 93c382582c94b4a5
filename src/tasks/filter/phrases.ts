/**
 * From a rule in plain words to what it names: "hide listicles and shopping pages" names listicles and shopping pages, and
 * hides them; "everything except recipes" and "only recipes" name recipes, and keep them alone. What is in no known form is
 * taken as it stands.
 */
import type { Rule } from "./rules.ts";
import { ANY_LANGUAGE, WORDINGS, type Wording } from "./wordings.ts";

export interface Reading {
  /** What the rule names, at least one thing; in the rule's own language. */
  readonly phrases: readonly string[];
  /** What the words themselves say is to be done; undefined when they only name things. */
  readonly kind: Rule["kind"] | undefined;
  /** True when they say both, of different things: "no shops, only forums". */
  readonly isMixed: boolean;
  readonly wording: Pick<Wording, "labels" | "kind">;
}

/** Things that one rule may name; what comes after is read as part of the last. */
const MAX_PHRASES = 4;

/** A wording's regular expressions. */
interface Forms {
  readonly wording: Wording;
  readonly hide: RegExp;
  readonly only: RegExp;
  readonly except: RegExp;
  readonly tail: RegExp;
  readonly fill: RegExp;
  readonly and: RegExp;
  readonly turn: RegExp;
  readonly keep: RegExp;
  readonly marks: RegExp;
}

/** Not within a word; an elided article ends in its apostrophe. */
const START = "(?<![\\p{L}\\p{N}])";
const END = "(?:(?<=['’])|(?![\\p{L}\\p{N}]))";
/** Of words that are taken away: "no-code tools" has none. */
const LEAD_END = "(?:(?<=['’])|(?=[\\s:,]|$))";

const FORMS: readonly Forms[] = WORDINGS.map((wording) => ({
  wording,
  hide: new RegExp(`^(?:${wording.hide})${LEAD_END}[\\s:,]*`, "iu"),
  only: new RegExp(`^(?:${wording.only})${LEAD_END}[\\s:,]*`, "iu"),
  except: new RegExp(`^(?:${wording.except})${LEAD_END}[\\s:,]*`, "iu"),
  tail: new RegExp(`[\\s,]+(?:${wording.tail})$`, "iu"),
  fill: new RegExp(`^(?:${wording.fill})${LEAD_END}\\s*`, "iu"),
  and: new RegExp(`\\s*[,;/]\\s*(?:(?:${wording.and})\\s+)?|\\s+(?:${wording.and})\\s+`, "iu"),
  // "No shops. Only forums", "no shops but keep forums": where a rule may begin once more.
  turn: new RegExp(`[.!?]+\\s+|[\\s,;]+(?:${wording.but})\\s+`, "giu"),
  keep: new RegExp(`^(?:${wording.keep})${LEAD_END}`, "iu"),
  marks: new RegExp(`${START}(?:${wording.marks})${END}`, "giu"),
}));

const POLITE = /^(?:please|kindly|bitte|s['’]il (?:te|vous) plaît|por favor|per favore)[\s,]+/iu;

/** Reads a rule's words. Pure, and the same for the same words. */
export function readRule(text: string): Reading {
  const said = text
    .normalize("NFC")
    .trim()
    .replace(/\s+/gu, " ")
    .replace(/[.!?。…]+$/u, "")
    .replace(POLITE, "");
  const forms = formsOf(said);
  if (!forms) return { phrases: [said], kind: undefined, isMixed: false, wording: ANY_LANGUAGE };
  const { rest, kind } = withoutLead(said, forms);
  const { parts, isMixed } = partsOf(rest, kind, forms);
  const last = parts.slice(MAX_PHRASES - 1).join(", ");
  const phrases = [...parts.slice(0, MAX_PHRASES - 1), last]
    .map((part) => bare(withoutLead(part, forms).rest, forms))
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
  const named = Array.from(new Set(phrases));
  return { phrases: named.length > 0 ? named : [said], kind, isMixed, wording: forms.wording };
}

/** What is named, one thing after the other, each as it was said. */
function partsOf(
  rest: string,
  kind: Reading["kind"],
  { and, hide, only, keep, turn }: Forms,
): { readonly parts: readonly string[]; readonly isMixed: boolean } {
  let isMixed = false;
  const listed = rest.replace(turn, (mark, at: number) => {
    const after = rest.slice(at + mark.length);
    if (![hide, only, keep].some((form) => form.test(after))) return mark;
    // After a full stop it may be more of the same; after "but" it is the contrary.
    if (/\p{L}/u.test(mark)) isMixed = true;
    return ", ";
  });
  const parts = listed.split(and);
  const contrary = kind === "hide" ? [only, keep] : kind === "only" ? [hide] : [];
  if (parts.slice(1).some((part) => contrary.some((form) => form.test(part)))) isMixed = true;
  return { parts, isMixed };
}

/**
 * A rule's words, read so that `kind` is what is to be done. Where the user decided against what the words seem to say,
 * these are no instruction ("only child"), and the whole is what is named.
 */
export function readingOf({ text, kind, chosen }: Pick<Rule, "text" | "kind" | "chosen">): Reading & {
  readonly kind: Rule["kind"];
} {
  const reading = readRule(text);
  if (chosen && reading.kind !== undefined && reading.kind !== kind)
    return {
      ...reading,
      phrases: [text.normalize("NFC").trim().replace(/\s+/gu, " ")],
      kind,
      isMixed: false,
    };
  return { ...reading, kind: reading.kind ?? kind };
}

/** The language whose way to begin a rule takes the most letters, else the one with the most marks. */
function formsOf(said: string): Forms | undefined {
  const byLead = FORMS.map((forms) => ({
    forms,
    weight: said.length - withoutLead(said, forms).rest.length,
  }));
  const found = heaviest(byLead);
  if (found) return found;
  return heaviest(FORMS.map((forms) => ({ forms, weight: said.match(forms.marks)?.length ?? 0 })));
}

function heaviest(weighed: readonly { forms: Forms; weight: number }[]): Forms | undefined {
  const [best] = [...weighed].sort((a, b) => b.weight - a.weight);
  return best && best.weight > 0 ? best.forms : undefined;
}

/** Takes the words of hiding and keeping away, as many as there are; the last exception turns what was said before it. */
function withoutLead(said: string, forms: Forms): { readonly rest: string; readonly kind: Reading["kind"] } {
  const { hide, only, except, tail } = forms;
  let rest = said;
  let kind: Reading["kind"];
  for (;;) {
    const before = rest;
    if (except.test(rest)) {
      kind = kind === "hide" ? "only" : kind === "only" ? "hide" : undefined;
      // "Everything except" alone keeps everything else: what is named is what is hidden. Unless a verb at the end hides it.
      kind ??= kindOfTail(tail.exec(rest)?.[0] ?? "") === "hide" ? "only" : "hide";
      rest = rest.replace(except, "");
    } else if (only.test(rest)) {
      kind = "only";
      rest = rest.replace(only, "");
    } else if (hide.test(rest)) {
      kind = "hide";
      rest = rest.replace(hide, "");
    }
    if (rest === "" || rest === before) break;
  }
  if (kind === undefined) {
    // "Recipes only", "Werbung ausblenden": the verb comes last.
    const [end] = tail.exec(rest) ?? [];
    if (end !== undefined && kindOfTail(end) !== undefined) {
      kind = kindOfTail(end);
      rest = rest.replace(tail, "");
    }
  } else rest = rest.replace(tail, "");
  return { rest: rest === "" ? said : rest, kind };
}

function kindOfTail(tail: string): Reading["kind"] {
  if (/only|seulement|uniquement|solamente|únicamente|soltanto/iu.test(tail)) return "only";
  if (/nothing else|nichts|rien d['’]autre|nada más|nient['’]altro|nulla/iu.test(tail)) return "only";
  return /ausblenden|verstecken|verbergen|entfernen|raus|weg/iu.test(tail) ? "hide" : undefined;
}

/** Without articles and prepositions before it; all of it when nothing else is there. */
function bare(phrase: string, { fill }: Forms): string {
  let rest = phrase.trim();
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(fill, "");
  }
  return rest === "" ? phrase.trim() : rest.trim();
}
