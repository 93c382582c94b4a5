/**
 * A message as it is answered: its sentences without salutation and closing words, and which of them may be copied. Text of
 * a mail is hostile: a sentence that speaks to a model, and one that holds a link, an address or an account, never gets into
 * a prompt or a draft.
 */
import { sentencesIn } from "../summarise/sentences.ts";
import { isSuspect } from "../summarise/suspects.ts";
import type { Language } from "./languages/language.ts";
import { isAsking, questionStarts } from "./questions.ts";
import { hasWords, wordsPattern } from "./words.ts";

export interface MessageSentence {
  /** Word for word. */
  readonly text: string;
  /** Whether it looks as if it spoke to a model. */
  readonly suspect: boolean;
  /** Whether it may be shown to the model, and copied into a draft. */
  readonly quotable: boolean;
}

export interface Message {
  readonly sentences: readonly MessageSentence[];
  /** The name under the message; empty when there is none. */
  readonly signedBy: string;
  /** Whether the writer addresses the reader familiarly; undefined when the message does not show it. */
  readonly familiar: boolean | undefined;
}

/** UTF-16 units of a message that are looked at; what is asked for stands before that. */
const READ = 12_000;
/** Sentences that are looked at. */
const MAX_SENTENCES = 120;
/** Letters of a sentence that a draft may quote. */
const MAX_QUOTED = 220;
/** Lines at the end among which the closing words are looked for. */
const CLOSING_LINES = 9;

const SALUTATION =
  "dear|hi|hello|hey|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen|abend)|moin|servus|grüß gott|grüezi|bonjour|bonsoir|salut|cher|chère|chers|madame|monsieur|hola|buenos días|buenas tardes|buenas|estimad[oa]s?(?:/[oa])?|querid[oa]s?|ciao|buongiorno|buonasera|salve|gentile|gentilissim[oa]|egregi[oa]|car[oa]|olá|oi|bom dia|boa tarde|boa noite|prezad[oa]s?|exm[oa]\\.?|beste|hoi|geachte|goedemorgen|goedemiddag|goedendag|dag|cześć|hej|dzień dobry|dobry wieczór|witam|witaj|szanown[yai]|szanowni|drog[ia]";

/**
 * Links, addresses, long numbers, accounts, markup and letters that are not seen: nothing of the kind goes into a draft by
 * itself. Domain names count by their form, since any ending may be one.
 */
const UNQUOTABLE =
  /https?:|www\.|\/\/|\S@\S|(?<![\p{L}\p{N}])[\p{L}\p{N}-]{2,}(?:\.[\p{L}\p{N}-]{2,})*\.(?:\p{Ll}{2,})(?![\p{L}])\/?|\p{Nd}(?:[\s.\-/]?\p{Nd}){6,}|\b[A-Z]{2}\d{2}\s?[\dA-Z]{4}|[<>‹›{}[\]|\\`]|\p{Cf}|\p{Cc}/u;

/** A date in figures is no long number. */
const DATE = /(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{2}(?:\d{2})?)(?!\d)/g;

/** Words of money, secrets and payment: what is asked about them is for the user to write. */
const SENSITIVE =
  "pay(?:ment|ing|pal)?|transfer|wire|iban|bic|pin|passwords?|passcode|credentials|gift ?cards?|vouchers?|bitcoins?|crypto|wallet|bank (?:account|details)|account number|credit card|security code|social security|überweis\\p{L}*|zahl(?:e|en|st|t|ung)|bezahl\\p{L}*|pass(?:wort|wörter)|zugangsdaten|kontonummer|konto|kreditkarte|gutschein\\p{L}*|kennwort|virement|vire[rz]?|pay(?:er|ez|é)|paiement|mot de passe|identifiants|carte bancaire|coordonnées bancaires|transferencia|transfiera|transferir|pagar|pague|pago|contraseña|tarjeta|cuenta bancaria|bonifico|pagare|paghi|pagamento|parola d['’]ordine|credenziali|carta di credito|conto corrente|transferência|transfira|senha|palavra-passe|cartão|conta bancária|overma(?:ken|k)|overschrijv\\p{L}*|betal\\p{L}*|wachtwoord|rekeningnummer|creditcard|cadeaubon\\p{L}*|przel(?:ew|ać|ej)\\p{L}*|zapłac\\p{L}*|płatnoś\\p{L}*|hasł\\p{L}*|karty|konta|numer konta|dollars?|euros?|pounds?|francs?|pfund|franken|livres sterling|dólares|libras|dollari|sterline|reais|złot(?:y|e|ych)|dolar\\p{L}*|funt\\p{L}*";

/** Whether a sentence is about money, secrets or payment, in any of the languages. */
export function isSensitive(text: string): boolean {
  return hasWords(text, SENSITIVE) || /[€$£¥₽]|\b(?:EUR|USD|GBP|CHF|PLN|BRL)\b/.test(text);
}

/** Words of signing and contracts, which may be copied, and are agreed to only when the user says so. */
const BINDING =
  "sign(?:ed|ing|atures?)?|contracts?|unterschr\\p{L}*|unterzeichn\\p{L}*|vertr[aä]g\\p{L}*|signer|signez|contrats?|firm(?:ar|arlo|as|es|en|e|a)|contratos?|" +
  "firmare|firmi|contratt[oi]|assin(?:ar|e|a|atura)|(?:onder)?teken(?:en|t)|onderteken\\p{L}*|handtekening|contracten|podpis\\p{L}*|podpisz|umow[aęyi]";

/** Whether a text asks for what binds: money, secrets, a signature, in any of the languages. */
export function isBinding(text: string): boolean {
  return isSensitive(text) || hasWords(text, BINDING);
}

/** Whether a piece of text may stand in a draft as it is. */
export function isQuotable(text: string): boolean {
  return text.length <= MAX_QUOTED && !UNQUOTABLE.test(text.replace(DATE, " ")) && !isSuspect(text);
}

/** A question that is followed by a small letter, as people write in haste. */
const HASTY = /(?<=[?？؟])\s+(?=\p{Ll})/u;

/** "… at pier 4. Can you …": a figure with its full stop, which is an ordinal in some languages, before a question. */
function afterFigure(language: Language): RegExp {
  return new RegExp(
    `(?<=\\p{Nd}\\.)\\s+(?=\\p{Lu})(?=¿?(?:${questionStarts(language)})(?![\\p{L}\\p{M}]))`,
    "iu",
  );
}

/**
 * Reads `text`, a message without quotation and signature.
 * @param own the user's name: sentences that begin by calling them ("Robin, can you …") are read without it
 */
export function readMessage(text: string, language: Language, own = ""): Message {
  const all = text.slice(0, READ).split("\n");
  const { lines, signedBy } = cutClosing(all, language);
  const [calling, figure] = [callingOf(own), afterFigure(language)];
  const sentences = paragraphsOf(lines)
    .flatMap((paragraph) => sentencesIn(paragraph, language.tag))
    .flatMap((sentence) => sentence.split(HASTY))
    .flatMap((sentence) => (isAsking(sentence) ? sentence.split(figure) : [sentence]))
    .map((sentence) => sentence.trim().replace(calling, ""))
    .filter((sentence) => /\p{L}{2}/u.test(sentence))
    .slice(0, MAX_SENTENCES);
  const seen = new Set<string>();
  return {
    sentences: sentences.flatMap((sentence) => {
      if (seen.has(sentence)) return [];
      seen.add(sentence);
      const suspect = isSuspect(sentence);
      return [
        { text: sentence, suspect, quotable: !suspect && isQuotable(sentence) && !isSensitive(sentence) },
      ];
    }),
    signedBy,
    familiar: addressOf(all.join("\n"), language),
  };
}

/** "Robin, …", "Robin dear – …" at the beginning of a sentence. */
function callingOf(own: string): RegExp {
  const names = own.match(/[\p{L}\p{M}]{2,}/gu) ?? [];
  if (names.length === 0) return /^(?!)/;
  return new RegExp(`^(?:${names.join("|")})(?: \\p{Ll}+)?(?:,|\\s[–—-]|!|:)\\s+(?=\\S)`, "u");
}

/** Cuts what follows the closing words ("Best regards"), and takes the name there. */
function cutClosing(lines: readonly string[], { cues }: Language): { lines: string[]; signedBy: string } {
  const filled = lines.flatMap((line, index) => (line.trim() === "" ? [] : [index])).slice(-CLOSING_LINES);
  const at = filled.find((index) => closingName(lines[index], cues.closing) !== undefined);
  // The first line of a message is never its closing, or "Thanks!" alone would be nothing.
  if (at === undefined || at === firstFilled(lines))
    return { lines: [...lines], signedBy: lastName(lines, filled) };
  const inline = closingName(lines[at], cues.closing) ?? "";
  const after = lines
    .slice(at + 1)
    .find((line) => line.trim() !== "" && closingName(line, cues.closing) === undefined);
  return { lines: lines.slice(0, at), signedBy: inline || (nameLine(after) ?? "") };
}

/** The name after the closing words of a line ("Cheers, Tom"), or empty; undefined when the line has no closing words. */
function closingName(line: string | undefined, closing: string): string | undefined {
  const match = new RegExp(`^(?:${closing})(?![\\p{L}\\p{M}])[\\s,.!–-]*(?<rest>.{0,40})$`, "iu").exec(
    line?.trim() ?? "",
  );
  const rest = match?.groups?.rest;
  return rest === undefined || rest === "" ? rest : nameLine(rest);
}

function firstFilled(lines: readonly string[]): number {
  return lines.findIndex((line) => line.trim() !== "");
}

/** A message may end in a name without closing words. */
function lastName(lines: readonly string[], filled: readonly number[]): string {
  const last = filled.length > 1 ? lines[filled.at(-1) ?? 0] : undefined;
  return nameLine(last) ?? "";
}

function nameLine(line: string | undefined): string | undefined {
  const name = line?.trim().replace(/[.,]$/, "") ?? "";
  return /^\p{Lu}[\p{L}'’-]*\.?(?: (?:\p{Lu}[\p{L}'’-]*\.?|de|da|van|der|von|di|del|den)){0,3}$/u.test(name)
    ? name
    : undefined;
}

/** Lines joined to paragraphs where a line was broken in the middle of a sentence; without salutation and bullets. */
function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let isFirst = true;
  let open = false;
  for (const raw of lines) {
    const bullet = /^\s*(?:[-*•–]|\d{1,2}[.)])\s+/.test(raw);
    let line = raw.trim().replace(/^(?:[-*•–]|\d{1,2}[.)])\s+/, "");
    if (line.startsWith(">")) continue;
    if (isFirst && line !== "") {
      line = withoutSalutation(line);
      isFirst = false;
    }
    if (line === "") {
      open = false;
      continue;
    }
    const before = paragraphs.at(-1);
    const goesOn =
      open &&
      !bullet &&
      before !== undefined &&
      !/[.!?:…]$/.test(before) &&
      (before.length > 50 || /^\p{Ll}/u.test(line));
    if (goesOn) paragraphs[paragraphs.length - 1] = `${before} ${line}`;
    else paragraphs.push(line);
    open = true;
  }
  return paragraphs;
}

/** "Hi Tom, can you …" without its "Hi Tom,"; empty when the line is nothing else. */
function withoutSalutation(line: string): string {
  const opening = new RegExp(
    `^(?:${SALUTATION})(?=[\\s,!:.]|$)[^,!:.?–\\n]{0,60}(?:\\.\\s?\\p{L}[^,!:?\\n]{0,40})?(?:[,!:.–]|$)\\s*`,
    "iu",
  );
  const match = opening.exec(line);
  if (match === null) return line;
  const words = match[0].split(/\s+/).filter((word) => word !== "").length;
  return words <= 7 ? line.slice(match[0].length) : line;
}

function addressOf(text: string, { address }: Language): boolean | undefined {
  if (address.familiar === "" && address.formal === "") return undefined;
  const familiar = Array.from(text.matchAll(global(wordsPattern(address.familiar)))).length;
  const formal = Array.from(text.matchAll(global(wordsPattern(address.formal, true)))).length;
  return familiar === formal ? undefined : familiar > formal;
}

function global(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, `${pattern.flags}g`);
}
