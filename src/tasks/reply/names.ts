/** Names in greetings and under drafts, and greetings and closings themselves. */
import { isSuspect } from "../summarise/suspects.ts";
import type { Tone } from "./input.ts";
import type { ByTone, Language } from "./languages/language.ts";
import { inAddress } from "./phrases.ts";
import { hasWords } from "./words.ts";

/** Words of senders that are no persons. */
const NOBODY =
  "team|support|service|services|kundenservice|kundendienst|info|newsletter|no-?reply|noreply|office|büro|sales|vertrieb|marketing|admin|administration|verwaltung|hausverwaltung|sekretariat|secretariat|secrétariat|secretaría|segreteria|secretaria|school|schule|école|escuela|colegio|scuola|escola|szkoła|hotel|praxis|clinic|klinik|clinique|clínica|clinica|bank|banque|banco|banca|shop|store|gmbh|ag|kg|e\\.?v|ltd|llc|inc|corp|co|sarl|sas|s\\.?a|srl|spa|s\\.?l|bv|b\\.?v|nv|sp|the|verein|club|association|asociación|associazione|associação|vereniging|stowarzyszenie|foundation|stiftung|fondation|society|company|firma|group|gruppe|groupe|museum|musée|museo|museu|library|bibliothek|bibliothèque|biblioteca|bibliotheek|biblioteka|university|universität|université|universidad|università|universidade|department|abteilung|accounts?|billing|orders?|bestellung|redaktion|editorial|customer|kunden|helpdesk|desk|mailer|daemon|postmaster|stadtwerke|gemeinde|city|council|mairie|ayuntamiento|comune|câmara|afdeling|klantenservice|dział|obsługa|biuro|klienta|atención|servicio|serviço|servizio|assistenza|clienti|atendimento|equipe|equipo|équipe|zespół|loja|tienda|negozio|magasin|boutique|winkel|sklep|laden|verlag|books|roofing|plumbing|bakery|café|restaurant|studio|" +
  "recruit(?:er|ers|ing|ment)|reception|landlord|tenants?|neighbou?rs?|notifications?|alerts?|updates?|news|careers|hr|ops|payroll|finance|legal|security|membership|bookings?|reservations?|enquiries|contact|feedback|webmaster|moderator|online|digital|media|airlines?|airways|insurance|college|academy|institute|labs?|pharmacy|surgery|dental|dentist|agency|coach|solutions|systems|software|consulting|partners|nursery|depot|garage|workshop|farm|gardens|market|delivery|shipping|express|press|theat(?:re|er)|cinema|gym|salon|atelier|taller|werkstatt|gärtnerei|officina|oficina|" +
  "empfang|rezeption|buchhaltung|personalabteilung|vorstand|elternbeirat|vermieter|nachbarn?|versicherung|krankenkasse|finanzamt|amt|rathaus|akademie|institut|apotheke|agentur|kontakt|rechnung|" +
  "comptabilité|accueil|assurances?|académie|pharmacie|agence|contacto|recepción|contabilidad|seguros|academia|farmacia|agencia|contatto|ricevimento|contabilità|assicurazioni|agenzia|contato|recepção|contabilidade|agência|receptie|boekhouding|verzekeringen|gemeente|huisarts|praktijk|kita|kindergarten|landratsamt|préfecture|prefeitura|urząd|gmina|polizei|police|recepcja|księgowość|ubezpieczenia";

/** First parts of addresses that are nobody's, beside those words. */
const NOBODYS_ADDRESS =
  "hello|hi|hallo|hola|ciao|mail|post|do-?not-?reply|donotreply|invoices?|mailbox|mailing";

const PART =
  /^(?:\p{Lu}[\p{L}\p{M}'’]*(?:-\p{L}[\p{L}\p{M}'’]*)*\.?|(?:\p{Lu}\.)+|de|da|do|dos|di|del|della|la|le|van|von|der|den|ter|zu|af|al|bin|ibn|e|y)$/u;
const FAMILY = /^(?:Familie|Family|Famille|Familia|Famiglia|Família|Rodzina)$/u;
const TITLE =
  /^(?:Dr|Dra|Prof|Mr|Mrs|Ms|Mx|Herr|Frau|Hr|Fr|Mme|Mlle|M|Me|Sr|Sra|Srta|Dott|Dott\.ssa|Prof\.ssa|Avv|Ing|Dipl\.-Ing|Mag|Lic|Arq|Dhr|Mevr|Pan|Pani|Dona|Don|Doña|Sig|Sig\.ra|Signora|Signor|Madame|Monsieur|Senhora?|Señora?|med|rer|nat|phil|jur)\.?$/u;

export interface PersonName {
  readonly name: string;
  readonly first: string;
}

/** What mailing programs put behind a name: the firm in brackets, the service that carried the mail, degrees. */
const BEHIND_NAME =
  /\s*\([^()]*\)\s*$|\s+[|·•–—-]\s.*$|\s+(?:via|from|at)\s.*$|,\s*(?:Ph\.?D|M\.?D|MBA|M\.?Sc|B\.?Sc|M\.?A|B\.?A|LL\.?M|CPA|Esq|Jr|Sr|II|III)\.?(?=,|\s*$)/gu;

/** Words of a name that are written small within it. */
const SMALL = /^(?:de|da|do|dos|di|del|della|la|le|van|von|der|den|ter|zu|af|al|bin|ibn|e|y)$/u;

/** "anna weber" and "ANNA WEBER" as "Anna Weber"; what may be an abbreviation, and longer texts, stay. */
function inUsualCase(name: string): string {
  const parts = name.split(" ");
  const isLower = name === name.toLowerCase() && parts.length <= 2;
  const isUpper = name === name.toUpperCase() && parts.length > 1 && parts.every((part) => part.length > 2);
  if (!isLower && !isUpper) return name;
  const large = (part: string): string =>
    part.toLowerCase().replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase());
  return parts.map((part) => (SMALL.test(part) ? part : large(part))).join(" ");
}

/**
 * A person's name as it may stand in a greeting; undefined for organisations, addresses, and what is no name at all: the name
 * of a sender is as hostile as the text. "Weber, Anna" is "Anna Weber".
 */
export function personOf(said: string): PersonName | undefined {
  const plain = said
    .normalize("NFC")
    .replace(/["“”„]|(?<![\p{L}])['‘’]|['‘’](?![\p{L}])/gu, "")
    .replace(BEHIND_NAME, "")
    .trim();
  const [last = "", before] = plain.split(/,\s*/);
  const turned = (before === undefined ? last : `${before} ${last}`).replace(/\s+/g, " ").trim();
  const name = inUsualCase(turned);
  if (name.length > 60 || /[@\d/\\:<>(){}[\]|]/.test(name)) return undefined;
  const parts = name.split(" ").filter((part) => part !== "");
  if (parts.length === 0 || parts.length > 5 || !parts.every((part) => PART.test(part) || TITLE.test(part)))
    return undefined;
  if (hasWords(name, NOBODY) || isSuspect(name)) return undefined;
  // A name in capitals only is often an abbreviation, one with a capital inside a brand.
  if (parts.length === 1 && (/^\p{Lu}{2,}$/u.test(name) || BRAND.test(name))) return undefined;
  if (FAMILY.test(parts[0] ?? "")) return { name, first: name };
  const [title = ""] = parts;
  const called = parts.filter((part) => !TITLE.test(part));
  if (called.length === 0) return undefined;
  // With a title it is the family name that follows.
  const whole = TITLE.test(title) ? `${title} ${called.at(-1)}` : name;
  const first = called.find((part) => !/^(?:\p{L}\.?|(?:\p{L}\.)+)$/u.test(part));
  // "Dr. Pike" and "A. Weber" are not called Pike and Weber.
  return { name: whole, first: first === undefined || first === called.at(-1) ? whole : first };
}

const BRAND = /^(?!Mc|Mac|De|Di|La|Le|Van|O['’])\p{Lu}\p{Ll}+\p{Lu}/u;

/**
 * Who is greeted: the sender, by the first name with which the message is signed if it is a form of the sender's ("Tom" for
 * Thomas); whoever signed, if it is another of the sender's name ("Laura Fenwick" of Fenwick Roofing), or if the page shows
 * no person.
 */
export function addressee(sender: Sender, signedBy: string): PersonName | undefined {
  const signed = personOf(signedBy);
  const named = personOf(sender.name);
  // "Hollow Nursery" writes from "news@…"; a person who does signs with the name.
  const person = isMailbox(sender) && signed?.first !== named?.first ? undefined : named;
  if (signed === undefined) return person;
  const parts = sender.name.split(/[\s,]+/);
  const known = signed.name.split(" ").filter((part) => parts.includes(part)).length;
  const isFull = signed.name.includes(" ");
  // "Lantern Books" of the Lantern Books Customer Service is no person either.
  const isSame = known === signed.name.split(" ").length;
  if (person === undefined) return isNobody(sender.name) && (!isFull || isSame) ? undefined : signed;
  if (isFull && known > 0) return isSame ? person : signed;
  const isForm = signed.first.charAt(0).toLowerCase() === person.first.charAt(0).toLowerCase();
  return isForm && !isFull ? { name: person.name, first: signed.first } : person;
}

/** As the page shows it. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** Who writes from an address like "info@", or is one word that is called like its domain ("Lantern" of lantern.example). */
function isMailbox({ name, address }: Sender): boolean {
  const [local = "", domain = ""] = address.toLowerCase().split("@");
  const word = name.trim().toLowerCase();
  if (word === "" || domain === "") return false;
  const isRole = hasWords(local.replace(/[._+]/g, " "), `${NOBODY}|${NOBODYS_ADDRESS}`);
  return isRole || (domain.split(".").slice(0, -1).includes(word) && local !== word);
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

const [HERS, HIS] = [/^(?:Dra|Sra|Srta|Doña|Dona|Señora|Senhora)\.?\s/u, /^(?:Dr|Sr|Don|Señor|Senhor)\.?\s/u];

/** "Estimado/a" as "Estimada" where a title tells which; a name tells it to nobody for certain. */
function inSexOf(person: PersonName | undefined, pattern: string): string {
  const name = person?.name ?? "";
  const ending = HERS.test(name) ? "a" : HIS.test(name) ? "o" : undefined;
  return ending === undefined ? pattern : pattern.replace(/o(?:\/a|\(a\))/u, ending);
}

/** The line that greets. `familiar` as the message shows it; undefined when it does not. */
export function greetingOf(
  person: PersonName | undefined,
  { greeting }: Language,
  tone: Tone,
  familiar: boolean | undefined,
  variant: number,
): string {
  const named = person !== undefined;
  const pattern = choose(named ? greeting.named : greeting.unnamed, toneOf(tone, familiar), variant);
  const line = inSexOf(person, pattern);
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
