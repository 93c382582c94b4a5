/** Names in greetings and under drafts, and greetings and closings themselves. */
import { isSuspect } from "../summarise/suspects.ts";
import type { Tone } from "./input.ts";
import type { ByTone, Language } from "./languages/language.ts";
import { inAddress } from "./phrases.ts";
import { hasWords } from "./words.ts";

/** Words of senders that are no persons. */
const NOBODY =
  "team|support|service|services|kundenservice|kundendienst|info|newsletter|no-?reply|noreply|office|büro|sales|vertrieb|marketing|admin|administration|verwaltung|hausverwaltung|sekretariat|secretariat|secrétariat|secretaría|segreteria|secretaria|school|schule|école|escuela|colegio|scuola|escola|szkoła|hotel|praxis|clinic|klinik|clinique|clínica|clinica|bank|banque|banco|banca|shop|store|gmbh|ag|kg|e\\.?v|ltd|llc|inc|corp|co|sarl|sas|s\\.?a|srl|spa|s\\.?l|bv|b\\.?v|nv|sp|the|verein|club|association|asociación|associazione|associação|vereniging|stowarzyszenie|foundation|stiftung|fondation|society|company|firma|group|gruppe|groupe|museum|musée|museo|museu|library|bibliothek|bibliothèque|biblioteca|bibliotheek|biblioteka|university|universität|université|universidad|università|universidade|department|abteilung|accounts?|billing|orders?|bestellung|redaktion|editorial|customer|kunden|helpdesk|desk|mailer|daemon|postmaster|stadtwerke|gemeinde|city|council|mairie|ayuntamiento|comune|câmara|afdeling|klantenservice|dział|obsługa|biuro|klienta|atención|servicio|serviço|servizio|assistenza|clienti|atendimento|equipe|equipo|équipe|zespół|loja|tienda|negozio|magasin|boutique|winkel|sklep|laden|verlag|books|roofing|plumbing|bakery|café|restaurant|studio";

const PART =
  /^(?:\p{Lu}[\p{L}\p{M}'’]*(?:-\p{L}[\p{L}\p{M}'’]*)*\.?|de|da|do|dos|di|del|della|la|le|van|von|der|den|ter|zu|af|al|bin|ibn|e|y)$/u;
const FAMILY = /^(?:Familie|Family|Famille|Familia|Famiglia|Família|Rodzina)$/u;
const TITLE =
  /^(?:Dr|Prof|Mr|Mrs|Ms|Mx|Herr|Frau|Hr|Fr|Mme|M|Sr|Sra|Dott|Dott\.ssa|Ing|Dhr|Mevr|Pan|Pani|Dona|Don|Doña|Sig|Sig\.ra|Signora|Signor|Madame|Monsieur|Senhora?|Señora?)\.?$/u;

export interface PersonName {
  readonly name: string;
  readonly first: string;
}

/**
 * A person's name as it may stand in a greeting; undefined for organisations, addresses, and what is no name at all: the name
 * of a sender is as hostile as the text. "Weber, Anna" is "Anna Weber".
 */
export function personOf(said: string): PersonName | undefined {
  const plain = said
    .normalize("NFC")
    .replace(/["“”„]/g, "")
    .trim();
  const [last = "", before] = plain.split(/,\s*/);
  const name = (before === undefined ? last : `${before} ${last}`).replace(/\s+/g, " ").trim();
  if (name.length > 60 || /[@\d/\\:<>(){}[\]|]/.test(name)) return undefined;
  const parts = name.split(" ").filter((part) => part !== "");
  if (parts.length === 0 || parts.length > 5 || !parts.every((part) => PART.test(part) || TITLE.test(part)))
    return undefined;
  if (hasWords(name, NOBODY) || isSuspect(name)) return undefined;
  // A name in capitals only is often an abbreviation.
  if (parts.length === 1 && /^\p{Lu}{2,}$/u.test(name)) return undefined;
  if (FAMILY.test(parts[0] ?? "")) return { name, first: name };
  const first = parts.find((part) => !TITLE.test(part) && !/^\p{L}\.?$/u.test(part));
  if (first === undefined) return undefined;
  const [title = ""] = parts;
  // With a title it is the family name that follows.
  return { name: TITLE.test(title) && parts.length > 2 ? `${title} ${parts.at(-1)}` : name, first };
}

/**
 * Who is greeted: the sender, by the first name with which the message is signed if it is a form of the sender's ("Tom" for
 * Thomas); whoever signed, if it is another of the sender's name ("Laura Fenwick" of Fenwick Roofing), or if the page shows
 * no person.
 */
export function addressee(sender: string, signedBy: string): PersonName | undefined {
  const person = personOf(sender);
  const signed = personOf(signedBy);
  if (signed === undefined) return person;
  const parts = sender.split(/[\s,]+/);
  const known = signed.name.split(" ").filter((part) => parts.includes(part)).length;
  const isFull = signed.name.includes(" ");
  // "Lantern Books" of the Lantern Books Customer Service is no person either.
  const isSame = known === signed.name.split(" ").length;
  if (person === undefined) return isNobody(sender) && (!isFull || isSame) ? undefined : signed;
  if (isFull && known > 0) return isSame ? person : signed;
  const isForm = signed.first.charAt(0).toLowerCase() === person.first.charAt(0).toLowerCase();
  return isForm && !isFull ? { name: person.name, first: signed.first } : person;
}

/** A sender's name that is there, and is no person's. */
function isNobody(sender: string): boolean {
  return sender.trim() !== "" && !sender.includes("@");
}

/** Whether somebody signs with nothing but a first name, as one does where one says tu. */
export function isFirstName(signedBy: string): boolean {
  return /^\p{Lu}[\p{L}'’-]+$/u.test(signedBy.trim()) && personOf(signedBy) !== undefined;
}

/** Somebody who is addressed familiarly is not greeted formally, whatever the tone. */
function toneOf(tone: Tone, familiar: boolean | undefined): Tone {
  if (tone === "neutral" && familiar === true) return "friendly";
  return tone;
}

const choose = (all: ByTone, tone: Tone, variant: number): string =>
  all[tone][variant % all[tone].length] ?? "";

/** The line that greets. `familiar` as the message shows it; undefined when it does not. */
export function greetingOf(
  person: PersonName | undefined,
  { greeting }: Language,
  tone: Tone,
  familiar: boolean | undefined,
  variant: number,
): string {
  const named = person !== undefined;
  const line = choose(named ? greeting.named : greeting.unnamed, toneOf(tone, familiar), variant);
  return line.replace("{name}", () => person?.name ?? "").replace("{first}", () => person?.first ?? "");
}

/** The closing line; the name comes under it. */
export function closingOf(
  { closing }: Language,
  tone: Tone,
  familiar: boolean | undefined,
  variant: number,
): string {
  return inAddress(choose(closing, toneOf(tone, familiar), variant), familiar ?? tone === "friendly");
}

/** The name to sign with: the first one for friends, if it is a person's. Empty when there is none. */
export function signatureOf(own: string, tone: Tone): string {
  const plain = own.replace(/\s+/g, " ").trim();
  return tone === "friendly" ? (personOf(plain)?.first ?? plain) : plain;
}
