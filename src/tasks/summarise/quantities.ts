/**
 * Numbers as they are said: with their signs, their units and the dates they are parts of. "4.1" of "£4.1 million", "June" of
 * "14 June 2027" or "18" of "between 18 and 30" is another statement than the page's.
 */
import { MONTHS, NUMBER_WORDS, UNIT_LINKS, UNITS } from "./measures.ts";
import { termsOf } from "./terms.ts";

interface Quantity {
  /** In one spelling: ASCII digits, no grouping signs, a point for decimals; or a number word. */
  readonly value: string;
  /** Such as "$" or "-". */
  readonly sign: string;
  /** Such as "million euros", "%" or "円"; empty when what follows is no unit that is known. */
  readonly unit: string;
  /** Index after it in the text. */
  readonly end: number;
}

export type QuantityFinding = "number" | "unit" | "date" | "range";

/** What `point` says otherwise than `source` about numbers, or undefined. */
export function findQuantityFault(point: string, source: string): QuantityFinding | undefined {
  const [said, known] = [takeDates(plain(point)), takeDates(plain(source))];
  if (!said.dates.every((date) => known.dates.includes(date))) return "date";
  const [wanted, there] = [quantitiesOf(said.rest), quantitiesOf(known.rest)];
  const missing = wanted.find(({ value }) => !there.some((other) => other.value === value));
  if (missing !== undefined) return known.parts.has(missing.value) ? "date" : "number";
  const isThere = (quantity: Quantity): boolean =>
    there.some(
      (other) =>
        other.value === quantity.value &&
        other.sign === quantity.sign &&
        other.unit === quantity.unit &&
        countsTheSame(quantity, said.rest, other, known.rest),
    );
  if (!wanted.every(isThere)) return "unit";
  if (losesEndOfRange(said, known)) return "range";
  const bare = bareUnits(known.rest, there);
  return bareUnits(said.rest, wanted).some((unit) => !bare.includes(unit) && isCounted(unit, there))
    ? "unit"
    : undefined;
}

/** Letters from which on a unit is a word. */
const UNIT_WORD = 3;

/** Words for units that no number stands before: "dark for days". */
function bareUnits(text: string, quantities: readonly Quantity[]): string[] {
  const words = text.toLowerCase().match(/(?<![\p{L}\p{M}])[\p{L}\p{M}]+/gu) ?? [];
  const units = words.filter(
    (word) => word.length >= UNIT_WORD && UNITS.has(word) && !NUMBER_WORDS.has(word),
  );
  for (const unit of quantities.flatMap((quantity) => quantity.unit.split(" "))) {
    const at = units.indexOf(unit);
    if (at >= 0) units.splice(at, 1);
  }
  return units;
}

/** Whether the source says how many of them: "for eleven days". */
function isCounted(unit: string, quantities: readonly Quantity[]): boolean {
  return quantities.some((quantity) => quantity.unit.split(" ").includes(unit));
}

/** The numbers of `text`, each in one spelling, and the signs and units that give them their sense. */
export function figuresOf(text: string): Set<string> {
  const figures = new Set<string>();
  for (const { value, sign, unit } of quantitiesOf(plain(text)))
    for (const part of [value, sign, ...unit.split(" ")]) if (part !== "") figures.add(part);
  return figures;
}

/** The numbers of `text` that are written in figures, without the signs that languages group and divide them by. */
export function numbersIn(text: string): string[] {
  return Array.from(plain(text).matchAll(new RegExp(NUMBER, "gu")), ([number]) => number.replace(/\D/g, ""));
}

/** Compatibility forms and digits of any script in one spelling, minus signs too. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[−‒]/g, "-")
    .replace(/\u066a/g, "%")
    .replace(/[\u00a0\u202f\u2009]/g, " ");
}

/** Decimal digits come in runs of ten in code point order (UAX 44), so the zero is at most nine before. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

function canonical(number: string): string {
  return number
    .replace(/٫/g, ".")
    .replace(/(?<=\d)[,.'’٬ ](?=\d{3}(?!\d))/g, "")
    .replace(/,/g, ".");
}

const CURRENCY = "€£¥₽₹$₩₺₴฿";
/** Han numerals stand for numbers where a counter or another sign follows; alone they are parts of words as often. */
const HAN_NUMBER = "[一二三四五六七八九十百千万億亿兆两]+(?=\\p{Script=Han}|[^\\p{L}])";
/** Groups of three may be divided by spaces. */
const NUMBER = `(?:(?<!\\d)\\d{1,3}(?: \\d{3})+(?!\\d)|\\d+(?:[.,:'’٫٬]\\d+)*)`;
/** A number in figures or as a word, with the sign before it. */
const VALUE = new RegExp(
  `(?:(?<sign>[${CURRENCY}<>≤≥±≈#§№]|(?<![\\p{L}\\p{N}])-(?=[\\d]))\\s?)?(?:(?<number>${NUMBER})|(?<han>${HAN_NUMBER})|(?<![\\p{L}\\p{M}])(?<word>\\p{L}{2,}))`,
  "gu",
);

function quantitiesOf(text: string): Quantity[] {
  const found: Quantity[] = [];
  let from = 0;
  for (const match of text.matchAll(VALUE)) {
    if (match.index < from) continue;
    const { sign = "", number, han, word = "" } = match.groups ?? {};
    const plainWord = word.toLowerCase();
    if (number === undefined && han === undefined && !NUMBER_WORDS.has(plainWord)) continue;
    const value = number === undefined ? (han ?? plainWord) : canonical(number);
    const end = match.index + match[0].length;
    const unit = unitAt(text, end);
    found.push({ value, sign: sign || minusBefore(text, match.index), unit: unit.name, end: unit.end });
    from = unit.end;
  }
  return found;
}

function minusBefore(text: string, at: number): string {
  return /(?:minus|moins|menos|meno|min|минус|マイナス|零下|氷点下|负|ناقص)\s*$/iu.test(
    text.slice(Math.max(0, at - 12), at),
  )
    ? "-"
    : "";
}

/** Units in a row may be a magnitude and what is counted in it: "million euros". */
const MAX_UNITS = 3;

function unitAt(text: string, start: number): { readonly name: string; readonly end: number } {
  const names: string[] = [];
  let end = start;
  for (let count = 0; count < MAX_UNITS; count++) {
    const rest = text.slice(end, end + 40);
    const sign = new RegExp(`^\\s?(?:[%‰′″${CURRENCY}]|°\\s?[CF]?)`, "u").exec(rest)?.[0];
    const counter = /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]/u.exec(rest)?.[0];
    const linked = names.length > 0 ? (UNIT_LINKS.exec(rest)?.[0].length ?? 0) : 0;
    const word = /^[\s-]?([\p{L}\p{M}µ²³]+)/u.exec(rest.slice(linked));
    const name = word?.[1]?.toLowerCase();
    if (sign !== undefined) {
      names.push(sign.trim());
      end += sign.length;
    } else if (counter !== undefined) {
      names.push(counter);
      end += counter.length;
      // "億" is counted in something, "席" is what is counted.
      if (!/[万億亿兆千百만억]/u.test(counter)) break;
    } else if (word !== null && name !== undefined && UNITS.has(name)) {
      names.push(name);
      end += linked + word[0].length;
    } else break;
  }
  return { name: names.join(" "), end };
}

/** Words after a number in which what it counts is looked for. */
const NEAR = 4;

/**
 * Whether the matter that follows the number in the point follows it closely in the source: "7 drivers and 3 cars" has no
 * "7 cars". Years count nothing.
 */
function countsTheSame(point: Quantity, said: string, source: Quantity, known: string): boolean {
  if (/^[12]\d{3}$/.test(point.value) && point.unit === "") return true;
  const next = termsOf(upToNumber(said.slice(point.end)), "")[0];
  if (next === undefined) return true;
  const after = upToNumber(known.slice(source.end));
  return termsOf(after, "").slice(0, NEAR).includes(next) || termsOf(after, "").length === 0;
}

function upToNumber(text: string): string {
  return /^[^\p{N}.;:!?。]*/u.exec(text)?.[0] ?? "";
}

const MONTH = `(?<![\\p{L}\\p{M}])(?:${[...MONTHS].join("|")})(?![\\p{L}\\p{M}])\\.?`;
const ORDINAL = "(?:st|nd|rd|th|er|re|º|ª|°|\\.|-го|-е)?";
const YEAR = "(?:,?\\s+(?:de\\s+|del\\s+)?\\d{4}(?!\\d))";
/** Day, month and year in the orders in which they are written, at least two of them. */
const DATE = new RegExp(
  [
    "\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}",
    "(?:\\d{2,4}\\s?[年년]\\s?)?\\d{1,2}\\s?[月월](?:\\s?\\d{1,2}\\s?[日号號일])?",
    `(?<!\\d)\\d{1,2}${ORDINAL}\\s+(?:of\\s+|de\\s+|d['’]\\s?)?${MONTH}${YEAR}?`,
    `${MONTH}\\s+\\d{1,2}(?!\\d|[.,:]\\d)(?:st|nd|rd|th)?${YEAR}?`,
    `${MONTH}${YEAR}`,
  ].join("|"),
  "giu",
);

interface Dated {
  /** Each in one spelling. */
  readonly dates: readonly string[];
  /** Numbers that are parts of dates. */
  readonly parts: ReadonlySet<string>;
  /** The text without its dates. */
  readonly rest: string;
  readonly whole: string;
}

function takeDates(text: string): Dated {
  const dates: string[] = [];
  const parts = new Set<string>();
  const rest = text.replace(DATE, (date) => {
    dates.push(
      date
        .toLowerCase()
        .replace(/(?<=\d)(?:st|nd|rd|th|er|º)(?![\p{L}])|[,.]|(?<=\s)(?:of|de|del)\s/gu, "")
        .replace(/\s+/g, " ")
        .trim(),
    );
    for (const [number] of date.matchAll(/\d+/g)) parts.add(number);
    return "◦";
  });
  return { dates, parts, rest, whole: text };
}

/** Two numbers or months that are the ends of one range. */
const RANGES = [
  new RegExp(`(${NUMBER})(?:\\s?[%°€$]?C?)\\s?[–—〜~-]\\s?[€$£]?(${NUMBER})`, "gu"),
  new RegExp(
    `(?:between|from|zwischen|von|vom|entre|del?|desde|du|des|tra|fra|da|dal|dalle|van|tussen|от|с|между|بين|من)\\s+(?:\\p{L}{1,4}\\s+)?[€$£]?(${NUMBER}|${MONTH}|[\\p{L}]{3,10})(?:\\s?[\\p{L}%°€]{0,12}){0,2}?\\s+(?:and|to|und|bis|auf|et|à|au|y|a|al|e|o|en|tot|и|до|إلى|و)\\s+(?:\\p{L}{1,4}\\s+)?[€$£]?(${NUMBER}|${MONTH}|[\\p{L}]{3,10})`,
    "giu",
  ),
  /(\d+)\p{Script=Han}{0,4}(?:から|到|至|~)(\d+)/gu,
];

function losesEndOfRange(said: Dated, known: Dated): boolean {
  const values = new Set(wordsAndNumbers(said.whole));
  return RANGES.some((range) =>
    Array.from(known.whole.matchAll(range)).some(([, first = "", last = ""]) => {
      const ends = [first, last].map((end) => canonical(end.toLowerCase().replace(/\.$/, "")));
      if (!ends.every(isMeasure)) return false;
      return values.has(ends[0] ?? "") !== values.has(ends[1] ?? "");
    }),
  );
}

function isMeasure(end: string): boolean {
  return /^\d/.test(end) || NUMBER_WORDS.has(end) || MONTHS.has(end);
}

function wordsAndNumbers(text: string): string[] {
  const numbers = text.match(new RegExp(NUMBER, "gu")) ?? [];
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return [...numbers.map(canonical), ...words];
}
