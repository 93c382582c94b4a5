/**
 * What a person wrote in a message, told apart from what the mail program added: quotations, the line that introduces one
 * ("On … Ann wrote:"), the header of a forwarded message, the signature. By form alone, as the words differ by language.
 */
import { addressIn } from "./address.ts";
import type { Line } from "./lines.ts";

/** https://www.rfc-editor.org/rfc/rfc3676#section-4.3; the space is often lost on the way. */
const SIGNATURE_MARK = /^--$/;
/** Longer ends than this are not signatures, whatever stands before them. */
const MAX_SIGNATURE = 30;

const QUOTE_MARK = /^(>|&gt;)/;
/** "-----Original Message-----" in any language, or a long rule. */
const RULE = /^[-_=—*]{2,}[^-_=—*]{2,60}[-_=—*]{2,}$|^[-_=—]{10,}$/u;
/** "From: Ann", "Von: Ann", "发件人：安". */
const HEADER = /^\*?\p{L}[\p{L}\p{M} .'’-]{0,24}\*? ?[:：]\*?\s*\S/u;
const ENDS_SENTENCE = /[.?!…:：。？！؟।]$/u;
const ENDS_WITH_COLON = /[:：]$/u;
/** Lines that an introduction may be wrapped into. */
const MAX_INTRODUCTION = 3;
const MAX_INTRODUCTION_LENGTH = 320;

/** The message without what was added. When that would leave nothing, as of a message only forwarded, all of it. */
export function ownLines(lines: readonly Line[]): string[] {
  const marked = lines.map((line): Line => (isQuoteLine(line) ? { text: "", kind: "quoted" } : line));
  const cited = markIntroducedCitations(marked);
  const kept = dropQuotations(cited.slice(0, endOf(cited)));
  return tidy(kept.some((line) => line !== "") ? kept : lines.map((line) => line.text));
}

/** Of a quotation that stands in an editor: what it says, and what its introduction says of who wrote it. */
export function quotedLines(lines: readonly string[]): { text: string[]; introduction: string } {
  const start = lines.findIndex((line) => QUOTE_MARK.test(line));
  if (start === -1) return { text: [], introduction: "" };
  const before = lines.slice(0, start).map((text): Line => ({ text, kind: "text" }));
  const length = introductionLength(before);
  const text = lines
    .slice(start)
    .filter((line) => QUOTE_MARK.test(line))
    .map((line) => line.replace(/^(>|&gt;) ?/, ""))
    .map((line): Line => ({ text: line, kind: "text" }));
  const introduction = before.slice(before.length - length).map((line) => line.text);
  return { text: ownLines(text), introduction: introduction.join(" ").trim() };
}

function isQuoteLine({ text, kind }: Line): boolean {
  return kind === "text" && QUOTE_MARK.test(text);
}

/** A block quotation may be a poem that the writer cites; with an introduction before it, it is the message before. */
function markIntroducedCitations(lines: readonly Line[]): Line[] {
  const result: Line[] = [];
  let introduced = false;
  for (const [index, line] of lines.entries()) {
    if (line.kind === "cited" && lines[index - 1]?.kind !== "cited")
      introduced = introductionLength(result, true) > 0;
    result.push(line.kind === "cited" && introduced ? { text: "", kind: "quoted" } : line);
    if (line.kind === "text" && line.text !== "") introduced = false;
  }
  return result;
}

function dropQuotations(lines: readonly Line[]): string[] {
  const result: Line[] = [];
  for (const line of lines) {
    if (line.kind !== "quoted") {
      result.push(line);
      continue;
    }
    if (result.at(-1)?.kind === "quoted") continue;
    result.splice(result.length - introductionLength(result));
    result.push(line);
  }
  return result.map((line) => line.text);
}

/**
 * How many of the last lines introduce a quotation that follows them; an empty line may stand between.
 * @param strict when it is not known that a quotation follows: asks for more, on one line
 */
function introductionLength(lines: readonly Line[], strict = false): number {
  const blank = lines.at(-1)?.text === "" && lines.at(-1)?.kind === "text" ? 1 : 0;
  let text = "";
  for (let count = 1; count <= (strict ? 1 : MAX_INTRODUCTION); count++) {
    const line = lines[lines.length - blank - count];
    if (line === undefined || line.text === "" || line.kind !== "text") return 0;
    if (count > 1 && ENDS_SENTENCE.test(line.text)) return 0;
    text = `${line.text} ${text}`.trim();
    if (text.length > MAX_INTRODUCTION_LENGTH) return 0;
    if (!isIntroduction(text, strict)) continue;
    // Wrapped before the address: the day stands on the line above.
    const above = lines[lines.length - blank - count - 1];
    const goesOn = !strict && !hasDayOrTime(text) && above?.kind === "text" && hasDayOrTime(above.text);
    return blank + count + (goesOn && !ENDS_SENTENCE.test(above.text) ? 1 : 0);
  }
  return 0;
}

const TIME = /\d{1,2}[:.h]\d{2}/;
const DAY = /\b\d{4}\b|\d{4}\p{L}|\d{1,2}[./-]\d{1,2}[./-]\d{2}/u;

function hasDayOrTime(text: string): boolean {
  return TIME.test(text) || DAY.test(text);
}

/** It names a day or an address, and ends with a colon; with both, the colon is not asked for. */
function isIntroduction(text: string, strict: boolean): boolean {
  const hasAddress = addressIn(text) !== "";
  const hasColon = ENDS_WITH_COLON.test(text);
  if (strict) return hasColon && (hasAddress || (DAY.test(text) && TIME.test(text)));
  return hasColon ? hasAddress || hasDayOrTime(text) : hasAddress && hasDayOrTime(text);
}

/** Where the message ends: at its signature, or at the header of an older message that follows it. */
function endOf(lines: readonly Line[]): number {
  for (const [index, line] of lines.entries()) {
    if (line.kind !== "text") continue;
    if (SIGNATURE_MARK.test(line.text) && lines.length - index - 1 <= MAX_SIGNATURE) return index;
    if (RULE.test(line.text) && isHeaderAt(lines, index + 1, 2)) return index;
    if (lines[index - 1]?.text === "" && isHeaderAt(lines, index, 4)) return index;
  }
  return lines.length;
}

/** Whether `least` lines in a row look like header fields, and an address or a year is among them. */
function isHeaderAt(lines: readonly Line[], start: number, least: number): boolean {
  const isBlank = lines[start]?.text === "" && lines[start]?.kind === "text";
  const first = isBlank ? start + 1 : start;
  let end = first;
  while (end < first + 8 && lines[end]?.kind === "text" && HEADER.test(lines[end]?.text ?? "")) end++;
  const header = lines
    .slice(first, end)
    .map((line) => line.text)
    .join(" ");
  return end - first >= least && (addressIn(header) !== "" || /\b\d{4}\b/.test(header));
}

function tidy(lines: readonly string[]): string[] {
  const result: string[] = [];
  for (const line of lines) if (line !== "" || (result.length > 0 && result.at(-1) !== "")) result.push(line);
  while (result.at(-1) === "") result.pop();
  return result;
}

/** As many of the first lines as have room in `limit` UTF-16 units, joined. */
export function limitLines(lines: readonly string[], limit: number): string {
  let room = limit;
  const end = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  return (end === -1 ? lines : lines.slice(0, end)).join("\n").trimEnd();
}

const RTL =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/gu;

/** The direction that most of the letters have. */
export function directionOf(text: string): "ltr" | "rtl" {
  const start = text.slice(0, 4000);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  const rtl = start.match(RTL)?.length ?? 0;
  return rtl > letters / 2 ? "rtl" : "ltr";
}
