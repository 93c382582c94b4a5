/**
 * Answers in the question's own words: "Could you send me the list by Friday?" becomes "Yes, I can send you the list by
 * Friday". The words are copied in their order; only the beginning and the pronouns change, by the language's rules. Where
 * exchanging words would not do (other persons, subordinate clauses, ambiguous pronouns), there is no such answer.
 */
import type { Language, Mirror } from "./languages/language.ts";
import { isSensitive } from "./message.ts";
import { inAddress } from "./phrases.ts";
import { hasWords, wordsPattern } from "./words.ts";

export interface Mirrored {
  readonly act: Mirror["act"];
  readonly yes: readonly string[];
  /** Empty where the language's denial needs more than a word. */
  readonly no: readonly string[];
  /** The same as `yes` without the word: what follows another answer. */
  readonly plain: string;
  /** True when the question asks when: then `yes` holds the place of a date, "{date}". */
  readonly asksWhen: boolean;
}

/** Words of a question that are kept, at least and at most. */
const KEPT = { least: 1, most: 18 };

/** How `question` can be answered in its own words, if it can. It has to be quotable. */
export function mirror(question: string, language: Language, familiar: boolean): Mirrored | undefined {
  if (isSensitive(question)) return undefined;
  for (const clause of clausesOf(question, language)) {
    for (const rule of language.mirror.rules) {
      const mirrored = byRule(clause, rule, language, familiar);
      if (mirrored !== undefined) return mirrored;
    }
  }
  return undefined;
}

/** The question from each place on where its main clause may begin, its first letter small. */
function clausesOf(question: string, { cues: { whether }, mirror: { opening } }: Language): string[] {
  const text = question.replace(/[¿¡]/g, "").trim();
  const starts = [0, ...Array.from(text.matchAll(/[,:–—]\s+/g), (match) => match.index + match[0].length)];
  const openings = new RegExp(`^(?:(?:${opening}|${whether})[\\s,]+)+`, "iu");
  return starts.map((start) => small(text.slice(start).replace(openings, "").trim()));
}

function small(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function byRule(clause: string, rule: Mirror, language: Language, familiar: boolean): Mirrored | undefined {
  const { mirror: rules } = language;
  const begin = new RegExp(
    `^(?<when>(?:${rules.when})\\s+)?(?:${rule.match})(?<![\\p{L}\\p{M}](?=[\\p{L}\\p{M}]))\\s*`,
    "u",
  );
  const match = begin.exec(clause);
  if (match === null) return undefined;
  const asked = keptOf(clause.slice(match[0].length), rule, language);
  if (asked === undefined || hasWords(asked, rules.veto, true)) return undefined;
  const rest = turnRound(asked, language, familiar);
  const words = rest.split(" ").length;
  if (rest === "" || words < KEPT.least || words > KEPT.most) return undefined;
  const clitic = match.groups?.clitic;
  const before = clitic === undefined ? "" : `${turnRound(clitic, language, familiar)} `;
  const asksWhen = match.groups?.when !== undefined;
  const kept = asksWhen ? withDate(rest, rule) : rest;
  const fill = (frame: string, subject: string, text: string): string =>
    frame
      .replace("{s}", () => inAddress(subject, familiar))
      .replace("{t}", () => inAddress(rule.turned ?? subject, familiar))
      .replace("{rest}", () => text);
  const yes = (asksWhen ? ["{s} {rest}."] : rules.yes).map((frame) =>
    fill(frame, `${before}${rule.yes}`, kept),
  );
  const denied = denialOf(rest, rule, language);
  const subject = rule.no === "" ? rule.yes : rule.no.replace(/^(no|não|non)(?= )/u, `$1 ${before}`.trim());
  const no = denied === undefined || asksWhen ? [] : rules.no.map((frame) => fill(frame, subject, denied));
  const plain = fill("{s} {rest}.", `${before}${rule.yes}`, kept);
  return { act: rule.act, yes, no, plain, asksWhen };
}

/** The date's place: at the end, or before the last word in languages that turn verb and subject round and end in the verb. */
function withDate(rest: string, rule: Mirror): string {
  const at = rule.turned === undefined ? -1 : rest.lastIndexOf(" ") + 1;
  return at < 0 ? `${rest} {date}` : `${rest.slice(0, at)}{date} ${rest.slice(at)}`;
}

/** What is kept of the question: up to a comma or its end, without fillers. */
function keptOf(text: string, rule: Mirror, { mirror: { fillers } }: Language): string | undefined {
  const drop = [fillers, rule.drop].filter((words) => words !== undefined && words !== "").join("|");
  const pattern = wordsPattern(drop);
  const main = text
    .replace(/\s*[?!.]+\s*$/u, "")
    .replace(new RegExp(pattern.source, "giu"), "")
    .replace(/\s+/g, " ")
    .replace(/\s+,/g, ",")
    .replace(/[\s,]+$/, "")
    .trim();
  // What a comma divides is a list, a condition or a reason.
  return main === "" || /[,;?!()"“”„«»–—]|:(?!\d)/.test(main) ? undefined : main;
}

const TOKEN = /\p{L}+['’](?=\p{L})|[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*|./gu;

function turnRound(text: string, { mirror: { swaps, endings } }: Language, familiar: boolean): string {
  const exchange = swaps.map((swap) => ruleOf(swap, familiar, true));
  const suffixes = endings.map((swap) => ruleOf(swap, familiar, false));
  const turned = text.replace(TOKEN, (token) => {
    const swap = exchange.find(({ from }) => from.test(token));
    if (swap !== undefined) return token.replace(swap.from, swap.to);
    const suffix = suffixes.find(({ from }) => from.test(token));
    return suffix === undefined ? token : token.replace(suffix.from, suffix.to);
  });
  return turned.replace(/\s+/g, " ").trim();
}

function ruleOf(swap: string, familiar: boolean, whole: boolean): { from: RegExp; to: string } {
  const [from = "", to = ""] = swap.split(">");
  return { from: new RegExp(whole ? `^(?:${from})$` : `(?:${from})$`, "u"), to: inAddress(to, familiar) };
}

function denialOf(rest: string, rule: Mirror, { mirror: rules }: Language): string | undefined {
  if (rules.no.length === 0 || hasWords(rest, rules.vetoNo)) return undefined;
  if (rule.no !== "") return rest;
  if (rules.notBeforeLast === "" || rule.act === "question") return undefined;
  const at = rest.lastIndexOf(" ");
  return at < 0 ? undefined : `${rest.slice(0, at)} ${rules.notBeforeLast}${rest.slice(at)}`;
}
