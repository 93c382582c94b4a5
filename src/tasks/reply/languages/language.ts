/**
 * What a language brings along for replies: the sentences that take a stance, and the cues by which a message is read.
 *
 * Everything of one language is in one file, so that one native reader can review it at a sitting. In its texts, `{a|b}` is
 * "a" to somebody who is addressed familiarly (tu, du, tú, ty) and "b" formally (vous, Sie, usted, Pan/Pani), and names in
 * braces are filled in by code. What is matched is written as regular expressions of whole words, without regard to case but
 * in `address.formal` and `mirror`, where "Sie" is not "sie".
 */

/** What the user has to fill in. */
export type Blank = "answer" | "date" | "time" | "place" | "amount" | "name" | "question";

/**
 * What a sentence of ours does. `…Request`, `…Invitation` and so on answer one thing that the message asks for; `accept` and
 * `decline` answer whatever it is. {when} is a time copied from the message, {question} a question of it, {answer} a blank.
 * `welcome` answers thanks, `thanksWishes` good wishes and praise; `declineAnswer` refuses an open question; `answerOther` follows answers to other questions.
 */
export const STANCES = [
  "thanks",
  "thanksInvitation",
  "thanksOffer",
  "thanksWishes",
  "welcome",
  "sorryTrouble",
  "accept",
  "acceptRequest",
  "acceptInvitation",
  "acceptOffer",
  "acceptTime",
  "decline",
  "declineAnswer",
  "declineRequest",
  "declineInvitation",
  "declineOffer",
  "declineTime",
  "thank",
  "noted",
  "ask",
  "postponeAnswer",
  "postponeTime",
  "complaintHeard",
  "complaintAccepted",
  "complaintDeclined",
  "answerOne",
  "answerLead",
  "answerBare",
  "answerOther",
  "followUp",
  "available",
  "lookForward",
  "anotherTime",
] as const;
export type Stance = (typeof STANCES)[number];

/** A form of address at the beginning or the end, by tone. {name} is the whole name, {first} its first. */
export interface ByTone {
  readonly friendly: readonly string[];
  readonly neutral: readonly string[];
  readonly formal: readonly string[];
}

/**
 * How a question to the reader is answered in its own words: "Can you VERB …?" by "I can VERB …". The words after `match` are
 * kept in their order; only pronouns change sides.
 */
export interface Mirror {
  /**
   * The beginning of the question up to what is kept, its first letter small. A group named "clitic" is a pronoun that stands
   * before the verb in the answer too.
   */
  readonly match: string;
  /** Subject and verb, such as "I can"; `{a|b}` where they are the reader's. */
  readonly yes: string;
  /** The same denied, where the denial stands there ("je ne peux pas"), or "" if the language denies elsewhere. */
  readonly no: string;
  /** Verb and subject, where a word before them turns them round ("kann ich"). */
  readonly turned?: string;
  /** Words of what is kept that go with this beginning ("zou u … kunnen"). */
  readonly drop?: string;
  /** "request" asks for a deed, "question" for a yes or no. */
  readonly act: "request" | "question";
}

export interface Language {
  /** BCP 47, primary. */
  readonly tag: string;
  /** Frequent words that few other languages here have, by which it is recognised; lower case. */
  readonly common: string;
  /** Letters, or pairs of them, that show it too; a regular expression, or "". */
  readonly letters: string;
  /** Words that show how the writer addresses the reader. "" where the language makes no difference. */
  readonly address: { readonly familiar: string; readonly formal: string };
  readonly greeting: { readonly named: ByTone; readonly unnamed: ByTone };
  readonly closing: ByTone;
  /** What stands in the brackets of a blank. */
  readonly blanks: Readonly<Record<Blank, string>>;
  readonly quotes: readonly [open: string, close: string];
  /** Whether a text after a greeting that ends in a comma begins small. */
  readonly smallAfterGreeting: boolean;
  readonly yes: string;
  readonly no: string;
  /** At least two wordings each, none of which says more than the other. */
  readonly stances: Readonly<Record<Stance, readonly string[]>>;
  readonly cues: {
    /** Words that open a question which is not answered by yes or no, by what the answer is. */
    readonly open: {
      readonly date: string;
      readonly time: string;
      readonly place: string;
      readonly amount: string;
      readonly name: string;
      readonly answer: string;
    };
    readonly question: string;
    readonly request: string;
    /** Asks to be told something: with an open question or "whether" it is a question, else a polite end. */
    readonly tell: string;
    readonly whether: string;
    /** Stands between two things of which the reader is to choose one. */
    readonly or: string;
    readonly invitation: string;
    readonly offer: string;
    readonly complaint: string;
    /** "How are you?" */
    readonly pleasantry: string;
    /** What begins the last lines of an e-mail. */
    readonly closing: string;
    /** The user's own words that say only yes, or only no. */
    readonly onlyYes: string;
    readonly onlyNo: string;
    /** "tell him that": goes, and the rest is what to say. */
    readonly say: string;
  };
  readonly when: {
    readonly days: string;
    /** "tomorrow": a time by itself. */
    readonly relative: string;
    /** "next", "morning": part of a time. */
    readonly parts: string;
    /** Words that link the parts: "at", "the". A time neither begins nor ends with them, unless with one of `lead`. */
    readonly links: string;
    /** Links that a time keeps at its beginning ("am Dienstag"). */
    readonly lead: string;
    /** "pm", "Uhr". */
    readonly units: string;
    /** Words before a time that make it a limit or a beginning ("by", "since"). */
    readonly limits: string;
  };
  readonly mirror: {
    /** Words that open the question and say nothing: "and", "so". */
    readonly opening: string;
    /** Words that go: "please". */
    readonly fillers: string;
    readonly rules: readonly Mirror[];
    /** {s} is subject and verb, {t} the same turned, {rest} what is kept. */
    readonly yes: readonly string[];
    readonly no: readonly string[];
    /** Where a denial goes that does not stand with the verb: before the last word of {rest}. */
    readonly notBeforeLast: string;
    /** Pronouns and what becomes of them, "from>to", in one pass, whole words; the first that fits. */
    readonly swaps: readonly string[];
    /** Endings of words that are pronouns (enviarme), "from>to". */
    readonly endings: readonly string[];
    /** What cannot be turned round by exchanging words: then the sentence is not mirrored. */
    readonly veto: string;
    /** The same for denials. */
    readonly vetoNo: string;
    /** Words that ask when, before a rule: "when can you …" is answered with a blank at the end ("I can … [date]"). */
    readonly when: string;
  };
}
