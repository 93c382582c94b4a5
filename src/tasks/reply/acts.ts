/**
 * What a message asks for, sentence by sentence, by its form (a question mark, the word that opens it) and the cues of the
 * language. What shows neither is a notice.
 */
import type { SpeechAct } from "../task.ts";
import type { Blank, Language } from "./languages/language.ts";
import type { Message, MessageSentence } from "./message.ts";
import { hasWords } from "./words.ts";

export interface Ask {
  readonly act: SpeechAct;
  /** The sentence, word for word. */
  readonly text: string;
  readonly sentence: MessageSentence;
  /** Whether it takes more than a yes or a no. */
  readonly open: boolean;
  /** What an answer to an open question is. */
  readonly sought: Blank;
}

/** More things asked for than this in one message are answered by what is said of the first. */
const MAX_ASKS = 8;
/** Words of a sentence that only says hello or goodbye. */
const SHORT = 8;

/** What the sentences ask for, in their order; the notices too. Those that speak to a model ask for nothing. */
export function actsOf(message: Message, language: Language): Ask[] {
  return message.sentences.flatMap((sentence) => {
    // A question stays one, but its words are not used.
    if (sentence.suspect && !isAsking(sentence.text)) return [];
    const ask = actOf(sentence, language);
    return ask === undefined ? [] : [ask];
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
    if (!asking && words <= SHORT) return undefined;
  }
  if (asking) {
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
