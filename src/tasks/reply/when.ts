/** Times in a message, copied word for word: "Tuesday at 3 pm", "am 12. Mai um 10 Uhr". */
import { MONTHS } from "../summarise/measures.ts";
import type { Language } from "./languages/language.ts";

type Kind = "strong" | "month" | "part" | "number" | "clock" | "unit" | "link" | "comma" | "other";

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: Kind;
}

const PIECE =
  /\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}(?:\/\d{2,4})?|\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm)(?!\p{L})|\d{1,2}[:h]\d{2}|\d{1,2}h(?!\p{L})|\d+(?:\.\d+)*(?:st|nd|rd|th|er|º|\.)?|[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*\.?|['’]|\S/giu;
/** Month names of Polish dates, which the shared list lacks. */
const MORE_MONTHS = new Set(
  "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(
    " ",
  ),
);

/** The times that `text` names, without those that are a limit ("by Friday"); each in the message's words. */
export function timesIn(text: string, language: Language): string[] {
  const pieces = piecesOf(text, language);
  const times: string[] = [];
  let run: Piece[] = [];
  let before = "";
  const close = (): void => {
    const time = timeOf(run, before, text, language);
    if (time !== undefined && !times.includes(time)) times.push(time);
    run = [];
  };
  for (const piece of pieces) {
    if (piece.kind === "other") {
      close();
      before = piece.text;
    } else run.push(piece);
  }
  close();
  return times;
}

function timeOf(
  run: readonly Piece[],
  before: string,
  text: string,
  { tag, when }: Language,
): string | undefined {
  const isTime = run.some(({ kind }) => kind === "strong" || kind === "clock") || hasDate(run);
  if (!isTime) return undefined;
  let first = 0;
  let last = run.length - 1;
  const lead = whole(when.lead);
  const isLoose = (piece: Piece | undefined): boolean => piece?.kind === "link" || piece?.kind === "comma";
  while (isLoose(run[first]) && !lead.test(run[first]?.text ?? "")) first += 1;
  while (last > first && isLoose(run[last])) last -= 1;
  const limit = whole(when.limits);
  const words = [before, ...run.slice(0, first).map(({ text: word }) => word)];
  if (words.slice(-2).some((word) => limit.test(word)) || limit.test(run[first]?.text ?? ""))
    return undefined;
  const time = text.slice(run[first]?.start, run[last]?.end).replace(/[.,]$/, "");
  // What began the message's sentence stands within one of ours.
  const isName = LARGE_DAYS.has(tag) && whole(when.days).test(run[first]?.text ?? "");
  return isName || run[first]?.kind === "month" ? time : time.charAt(0).toLowerCase() + time.slice(1);
}

/** Languages that write the days of the week large. */
const LARGE_DAYS = new Set(["de", "en"]);

/** A day of the month with its month. */
function hasDate(run: readonly Piece[]): boolean {
  return run.some(({ kind }) => kind === "month") && run.some(({ kind }) => kind === "number");
}

function piecesOf(text: string, { when }: Language): Piece[] {
  const [days, relative, parts, links, units] = [
    when.days,
    when.relative,
    when.parts,
    when.links,
    when.units,
  ].map(whole);
  const pieces: Piece[] = [];
  for (const match of text.matchAll(PIECE)) {
    const word = match[0].toLowerCase();
    const bare = word.replace(/\.$/, "");
    const before = pieces.at(-1);
    let kind: Kind = "other";
    if (days?.test(bare) || relative?.test(bare)) kind = "strong";
    else if (/^\d/.test(word))
      kind =
        /[:h]|[ap]m/.test(word) || /^\d{1,2}\.\d{1,2}\.?(?:\d{2,4})?$|[-/]/.test(word)
          ? "clock"
          : isSmall(word)
            ? "number"
            : "other";
    else if (MONTHS.has(bare) || MORE_MONTHS.has(bare)) kind = "month";
    else if (units?.test(bare) && before?.kind === "number") kind = "clock";
    else if (parts?.test(bare)) kind = "part";
    else if (links?.test(bare)) kind = "link";
    else if (word === ",") kind = "comma";
    // A full stop after anything but a figure ends the sentence's time.
    pieces.push({ text: match[0], start: match.index, end: match.index + match[0].length, kind });
  }
  return pieces;
}

function isSmall(number: string): boolean {
  const value = Number.parseInt(number, 10);
  return value <= 31 || (value >= 1990 && value <= 2100);
}

function whole(source: string): RegExp {
  return source === "" ? /(?!)/ : new RegExp(`^(?:${source})$`, "iu");
}
