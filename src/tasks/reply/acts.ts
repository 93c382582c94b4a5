/**
 * What a message asks for, sentence by sentence, by its form (a question mark, the word that opens it) and the cues of the
 * language. What shows neither is a notice.
 */
import type { SpeechAct } from "../task.ts";
import type { Blank, Language } from "./languages/language.ts";
import type { Message, MessageSentence } from "./message.ts";
import { hasWords, wordsPattern } from "./words.ts";

export interface Ask {
  readonly act: SpeechAct;
  /** The sentence, word for word. */
  readonly text: string;
  readonly sentence: MessageSentence;
  /** Whether it takes more than a yes or a no. */
  readonly open: boolean;
  /** What an answer to an open question is. */
  readonly sought: Blank;
  /** Whether the writer asks for leave ("Do you mind if I …?"), so that neither a yes nor a no says which. */
  readonly minds?: boolean;
}

/** More things asked for than this in one message are answered by what is said of the first. */
const MAX_ASKS = 8;
/** Words of a sentence that only says hello or goodbye. */
const SHORT = 8;

/** What the sentences ask for, in their order; the notices too. Those that speak to a model are no notices. */
export function actsOf(message: Message, language: Language): Ask[] {
  return message.sentences.flatMap((sentence) => {
    const ask = actOf(sentence, language);
    if (ask === undefined) return [];
    // A person may ask for a summary or an answer too: what has the form of a question or a request stays, without its words.
    if (!sentence.suspect || isAsking(sentence.text)) return [ask];
    const isRequest = ask.act === "request" || hasWords(sentence.text, language.cues.request);
    return isRequest ? [{ ...ask, act: "request", open: false, sought: "answer" }] : [];
  });
}

/** What is to be answered: everything but notices, or the first of these when there is nothing else. */
export function asksOf(acts: readonly Ask[]): Ask[] {
  const asks = acts.filter(({ act }) => act !== "notice").slice(0, MAX_ASKS);
  return asks.length > 0 ? asks : acts.slice(0, 1);
}

const THANKING =
  "thank you for|thanks for|danke für|dank für|danke dir für|remercie|merci pour|gracias por|agradezco|ringrazio|grazie per|agradeço|obrigad[oa] pel[oa]|bedankt voor|dank voor|dziękuję za|dzięki za";
const STOCK_PHRASES =
  "please (?:find|see|note|be advised)|(?:anbei|im anhang)|bitte beachten sie|veuillez (?:trouver|noter)|ci-joint|(?:adjunto|adjunta|adjuntamos)|in allegato|em anexo|bijgevoegd";

/** What "let me know" may have beside it and still ask for nothing new. */
const POLITE_REST =
  "(?:as )?soon|as (?:soon as )?(?:possible|you can)|asap|shortly|quickly|just|then|either way|in (?:advance|time)|at your earliest convenience|when you can|thanks|thank you|" +
  "bald|möglichst|rechtzeitig|einfach|doch|dann|gern|gerne|so (?:bald|schnell) wie möglich|dazu|danke|mir|uns|" +
  "dès que possible|au plus vite|rapidement|bientôt|merci|" +
  "pronto|cuanto antes|lo antes posible|en cuanto (?:puedas|pueda)|gracias|" +
  "presto|al più presto|quanto prima|appena (?:puoi|può|possibile)|grazie|" +
  "em breve|logo|assim que (?:puder|puderes|possível)|o quanto antes|obrigad[oa]|" +
  "graag|snel|spoedig|gauw|zo (?:snel|spoedig) mogelijk|bedankt|het|me|mij|ons|" +
  "wkrótce|szybko|jak najszybciej|z góry|dziękuję|nam";

/** Whether a sentence begins a clause with "let me know" and says what is to be told. */
function asksToTell(text: string, language: Language): boolean {
  const { cues, mirror, when } = language;
  const polite = [POLITE_REST, mirror.fillers, mirror.opening, cues.request].join("|");
  const without = (from: string, words: string): string =>
    from.replace(new RegExp(wordsPattern(words).source, "giu"), " ");
  // The polite words go, so that "please confirm" and "and let me know" begin with the cue.
  const begins = new RegExp(`^\\P{L}*(?:${cues.tell})(?![\\p{L}\\p{M}])`, "iu");
  const clauses = text
    .split(/[,:;–—]\s+/)
    .map((clause) => without(clause, [mirror.fillers, mirror.opening, cues.request].join("|")));
  if (!hasWords(text, cues.request) && !clauses.some((clause) => begins.test(clause))) return false;
  const times = [when.days, when.relative, when.parts, when.links, when.units, when.limits].join("|");
  return /\p{L}{2}/u.test(without(without(without(text, cues.tell), polite), times));
}

/** "Do you mind if I …?", to which a yes would be a no. */
const MINDING =
  "(?:do|would) you mind if|is it (?:ok|okay|all right|alright|fine)(?: with you)? if (?:I|we)|" +
  "stört es (?:dich|sie|euch)|macht es (?:dir|ihnen|euch) etwas aus|(?:hast du|haben sie) etwas dagegen|" +
  "(?:ça|cela) (?:te|vous) (?:dérange|dérangerait|ennuie|ennuierait) si|(?:vois-tu|voyez-vous) un inconvénient|" +
  "(?:te|le) importa(?:ría)? (?:si|que)|(?:ti|le) (?:dispiace|dispiacerebbe) se|" +
  "importa[ -]se (?:que|se|de)|importas-te (?:que|se|de)|se importa (?:que|se)|" +
  "(?:vind je|vindt u) het erg als|(?:heb je|hebt u|heeft u) er bezwaar tegen|" +
  "czy (?:masz|ma pani?) coś przeciwko";

function isAsking(text: string): boolean {
  return /[?？]["'”’»)]*$/u.test(text.trim());
}

function actOf(sentence: MessageSentence, language: Language): Ask | undefined {
  const { cues } = language;
  const { text } = sentence;
  const words = text.split(/\s+/).length;
  const asking = isAsking(text);
  const found = (act: SpeechAct, open = false, sought: Blank = "answer"): Ask => ({
    act,
    text,
    sentence,
    open,
    sought,
  });
  if (words <= SHORT && hasWords(text, cues.pleasantry)) return undefined;
  if (hasWords(text, cues.tell) || (!asking && hasWords(text, cues.question))) {
    const sought = openWordIn(text, language);
    const whether = hasWords(text, cues.whether);
    if (sought !== undefined) return found("question", true, whether ? "answer" : sought);
    if (whether) return found("question");
    // "Please let me know." asks for what was asked before.
    if (!asking && hasWords(text, cues.tell)) {
      if (!hasWords(text, THANKING) && asksToTell(text, language)) return found("request");
      if (words <= SHORT) return undefined;
    }
  }
  if (asking) {
    if (hasWords(text, MINDING)) return { ...found("question"), minds: true };
    if (hasWords(text, cues.invitation)) return found("invitation");
    const [main = "", ...later] = clausesOf(text);
    const sought = openingWordOf([main], language);
    if (sought !== undefined) return found("question", true, sought);
    if (hasWords(text, cues.offer)) return found("offer");
    if (hasWords(text, cues.request)) return found("request");
    const soughtLater = openingWordOf(later, language);
    return soughtLater === undefined ? found("question") : found("question", true, soughtLater);
  }
  if (hasWords(text, cues.complaint)) return found("complaint");
  // Whoever thanks for an invitation or an offer makes none, and "please find attached" asks for nothing.
  if (!hasWords(text, THANKING)) {
    if (hasWords(text, cues.invitation)) return found("invitation");
    if (hasWords(text, cues.request) && !hasWords(text, STOCK_PHRASES)) return found("request");
    if (hasWords(text, cues.offer)) return found("offer");
  }
  return words >= 3 ? found("notice") : undefined;
}

const SOUGHT = ["time", "date", "place", "amount", "name", "answer"] as const;

function clausesOf(text: string): string[] {
  return text
    .replace(/[¿¡"“„«]/g, "")
    .split(/[,:;–—]\s+/)
    .map((clause) => clause.trim());
}

/** What is sought by the word that opens one of the clauses. */
function openingWordOf(clauses: readonly string[], language: Language): Blank | undefined {
  const { opening } = language.mirror;
  for (const bare of clauses) {
    for (const sought of SOUGHT) {
      const begins = new RegExp(
        `^(?:(?:${opening})\\s+)*(?:\\p{L}{1,5}\\s)?(?:${language.cues.open[sought]})(?![\\p{L}\\p{M}])`,
        "iu",
      );
      if (begins.test(bare)) return sought;
    }
  }
  return undefined;
}

function openWordIn(text: string, { cues }: Language): Blank | undefined {
  return SOUGHT.find((sought) => hasWords(text, cues.open[sought]));
}
