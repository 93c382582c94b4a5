/**
 * What a message asks for, sentence by sentence, by its form (a question mark, the word that opens it) and the cues of the
 * language. What shows neither is a notice.
 */
import type { SpeechAct } from "../task.ts";
import type { Blank, Language } from "./languages/language.ts";
import type { Message, MessageSentence } from "./message.ts";
import {
  type Asked,
  askedIn,
  clausesOf,
  endingWordOf,
  isAsking,
  isOnlyPolite,
  openingWordOf,
  openWordIn,
} from "./questions.ts";
import {
  asksLeave,
  asksNothing,
  INDIRECT_REQUEST,
  isAboutBoth,
  isRhetorical,
  MINDING,
  pointsBack,
  STOCK_PHRASES,
  THANKING,
} from "./set-phrases.ts";
import { timesIn } from "./when.ts";
import { hasWords, without, wordsPattern } from "./words.ts";

export interface Ask {
  readonly act: SpeechAct;
  /** The sentence, word for word, or one of the questions in it. */
  readonly text: string;
  readonly sentence: MessageSentence;
  /** Whether it is a question in form, or one that a sentence holds ("I wonder when …"). */
  readonly asked: boolean;
  /** Whether it takes more than a yes or a no. */
  readonly open: boolean;
  /** What an answer to an open question is. */
  readonly sought: Blank;
  /** Whether the writer asks for leave ("Do you mind if I …?"), so that neither a yes nor a no says which. */
  readonly minds?: boolean;
  /** Whether it only asks about what was said before it ("Does that suit you?"). */
  readonly pointsBack?: boolean;
}

/** More things asked for than this in one message are answered by what is said of the first. */
const MAX_ASKS = 8;
/** Words of a sentence that only says hello or goodbye. */
const SHORT = 8;

/** What the sentences ask for, in their order; the notices too. Those that speak to a model are no notices. */
export function actsOf(message: Message, language: Language): Ask[] {
  return message.sentences.flatMap((sentence) => {
    const { text, suspect } = sentence;
    const mayAsk = isAsking(text) || !asksNothing(text) || hasWords(text, language.cues.question);
    if (!suspect && mayAsk) {
      const asked = askedIn(text, language);
      if (asked.length > 1 || asked[0]?.indirect === true)
        return asked.flatMap((each) => partOf(each, sentence, language));
    }
    const ask = actOf(sentence, language);
    if (ask === undefined) return [];
    // A person may ask for a summary or an answer too: what has the form of a question or a request stays, without its words.
    if (!sentence.suspect || isAsking(sentence.text)) return [ask];
    const isRequest = ask.act === "request" || hasWords(sentence.text, language.cues.request);
    return isRequest ? [{ ...ask, act: "request", open: false, sought: "answer" }] : [];
  });
}

/** One of the questions that a sentence holds. */
function partOf({ text, indirect }: Asked, sentence: MessageSentence, language: Language): Ask[] {
  if (!indirect) {
    const ask = actOf({ ...sentence, text }, language);
    return ask === undefined ? [] : [{ ...ask, sentence }];
  }
  const sought = openingWordOf([text], language);
  const backward = pointsBack(text) ? { pointsBack: true } : {};
  return [
    {
      ...backward,
      act: sought === undefined ? actOfWhether(text, language) : "question",
      text,
      sentence,
      asked: true,
      open: sought !== undefined,
      sought: sought ?? "answer",
    },
  ];
}

/** "… if you can come": by form a question, by meaning often more. */
function actOfWhether(text: string, { cues }: Language): SpeechAct {
  if (hasWords(text, cues.invitation)) return "invitation";
  return hasWords(text, INDIRECT_REQUEST) ? "request" : "question";
}

/** What is to be answered: everything but notices, or the first of these when there is nothing else. */
export function asksOf(acts: readonly Ask[]): Ask[] {
  const asks = acts.filter(({ act }) => act !== "notice").slice(0, MAX_ASKS);
  return asks.length > 0 ? asks : acts.slice(0, 1);
}

/** Whether a sentence begins a clause with "let me know" and says behind it what is to be told. */
function asksToTell(text: string, asked: string, language: Language): boolean {
  const { cues, mirror } = language;
  // The polite words go, so that "please confirm" and "and let me know" begin with the cue.
  const begins = new RegExp(`^\\P{L}*(?:${cues.tell})(?![\\p{L}\\p{M}])`, "iu");
  const clauses = text
    .split(/[,:;–—]\s+/)
    .map((clause) => without(clause, [mirror.fillers, mirror.opening, cues.request].join("|")));
  if (!hasWords(text, cues.request) && !clauses.some((clause) => begins.test(clause))) return false;
  return !isOnlyPolite(asked, language);
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
    asked: asking,
    open,
    sought,
  });
  if (words <= SHORT && hasWords(text, cues.pleasantry)) return undefined;
  if (asking ? isRhetorical(text) : asksNothing(text)) return undefined;
  const told = wordsPattern(`(?:${cues.tell})${asking ? "" : `|${cues.question}`}`).exec(text);
  if (told !== null) {
    // "I would be glad if you told me your name": what is asked stands behind.
    const asked = text.slice(told.index + told[0].length);
    const sought = openWordIn(asked, language);
    const whether = hasWords(asked, cues.whether);
    if (sought !== undefined) return found("question", true, whether ? "answer" : sought);
    if (whether) {
      // "… your name and whether you eat meat" is no question to be answered by yes.
      const before = asked.slice(0, wordsPattern(cues.whether).exec(asked)?.index);
      return isOnlyPolite(before, language) ? found("question") : found("question", true);
    }
    // "Please let me know." asks for what was asked before.
    if (!asking && hasWords(text, cues.tell)) {
      if (!hasWords(text, THANKING) && asksToTell(text, asked, language)) return found("request");
      if (words <= SHORT) return undefined;
    }
  }
  if (asking) {
    if (hasWords(text, MINDING)) return { ...found("question"), minds: true };
    if (pointsBack(text)) {
      const sought = openingWordOf([text], language);
      return { ...found("question", sought !== undefined, sought), pointsBack: true };
    }
    if (hasWords(text, cues.invitation)) return found("invitation");
    if (hasWords(text, cues.or)) {
      // Of two times one is chosen as at an invitation; of two other things neither a yes nor a no says which.
      if (timesIn(text, language).length > 1) return found("invitation");
      return found("question", true, openingWordOf([text], language) ?? "answer");
    }
    const [main = "", ...later] = clausesOf(text);
    const sought = openingWordOf([main], language) ?? endingWordOf(text, language);
    if (sought !== undefined) return found("question", true, sought);
    const isLeave = asksLeave(text);
    if (hasWords(text, cues.offer) && !isLeave) return found("offer");
    if (isLeave) return { ...found("question"), minds: true };
    if (isAboutBoth(text)) return { ...found("question"), pointsBack: true };
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
