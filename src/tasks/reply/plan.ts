/**
 * The reply is planned before a word of it is written: for each thing that the message asks for, the sentence by which the
 * user's intent answers it, or a blank. What is planned are wordings to choose from, each of which says the same.
 */
import type { Ask } from "./acts.ts";
import type { Intent, Length } from "./input.ts";
import type { Language, Stance } from "./languages/language.ts";
import { type Mirrored, mirror } from "./mirror.ts";
import { blankOf, fill, type Slots, wordingsOf } from "./phrases.ts";
import { shortQuestion } from "./quote.ts";
import { isDeed, isMeeting, withoutCovered } from "./relations.ts";
import { type Courtesy, isToTalk } from "./set-phrases.ts";
import { timesIn } from "./when.ts";
import { capitalised } from "./words.ts";

/** One sentence or line of the draft. */
export interface Line {
  /** Wordings, of which one is taken. Never empty. */
  readonly wordings: readonly string[];
  /** The sentence of the message that it answers, or "": by it the model chooses among the wordings. */
  readonly about: string;
  /** "item" is a line of a list; "paragraph" begins anew; "sentence" follows what is before it. */
  readonly layout: "sentence" | "paragraph" | "item";
}

export interface Wish {
  /** Undefined when the user's own words say it all. */
  readonly intent: Intent | undefined;
  /** Whether the user has picked the intent. */
  readonly isChosen: boolean;
  /** Sentences in the user's words. */
  readonly words: readonly string[];
  readonly length: Length;
  readonly language: Language;
  readonly familiar: boolean;
  /** Whether the message is the user's own, unanswered so far. */
  readonly isOwn: boolean;
  /** Wishes or thanks that the message begins with. */
  readonly courtesy?: Courtesy | undefined;
}

/** The draft's body, line by line, between greeting and closing. */
export function planReply(asks: readonly Ask[], wish: Wish): Line[] {
  const plan = new Plan(wish);
  if (wish.isOwn) {
    plan.say("followUp", "");
  } else {
    plan.open(asks);
    plan.takeStance(asks);
  }
  plan.putWords();
  if (!wish.isOwn) plan.answerQuestions();
  plan.close(asks);
  return plan.lines;
}

/** A question that gets a line of its own. */
interface Item {
  readonly ask: Ask;
  readonly answer: string;
}

class Plan {
  readonly lines: Line[] = [];
  readonly #wish: Wish;
  readonly #said = new Set<Stance>();
  readonly #items: Item[] = [];
  #answered = 0;

  constructor(wish: Wish) {
    this.#wish = wish;
  }

  /** A sentence of the catalogue, once in a draft. */
  say(stance: Stance, about: string, slots: Slots = {}, layout: Line["layout"] = "sentence"): void {
    if (this.#said.has(stance)) return;
    this.#said.add(stance);
    const { language, familiar } = this.#wish;
    this.#put(wordingsOf(stance, language, familiar, slots), about, layout);
  }

  #put(wordings: readonly string[], about: string, layout: Line["layout"] = "sentence"): void {
    if (wordings.length > 0) this.lines.push({ wordings, about, layout });
  }

  open(asks: readonly Ask[]): void {
    const acts = new Set(asks.map(({ act }) => act));
    const { intent, courtesy } = this.#wish;
    if (courtesy === "wishes") this.say("thanksWishes", "");
    else if (acts.has("complaint") && intent !== "decline") this.say("sorryTrouble", "");
    else if (acts.has("invitation") && !isMeeting(asks, this.#wish.language))
      this.say("thanksInvitation", "");
    else if (acts.has("offer")) this.say("thanksOffer", "");
    else if (intent !== "thank" || acts.has("request")) this.say("thanks", "");
  }

  takeStance(all: readonly Ask[]): void {
    const { intent } = this.#wish;
    const asks = withoutCovered(all, this.#wish.language, intent);
    switch (intent) {
      case "accept":
      case "decline": {
        for (const ask of asks) {
          // Beside other things asked for, what may be meant for a model is neither agreed to nor refused.
          if (ask.act === "request" && ask.sentence.suspect && asks.length > 1) this.say("noted", "");
          else this.#take(ask, intent, asks);
        }
        if (asks.length === 0) this.say(intent, "");
        return;
      }
      case "postpone":
        this.#postpone(asks);
        return;
      case "ask": {
        // What the user types beside this intent is what they ask.
        const question = this.#wish.words.join(" ");
        this.say("ask", aboutOf(asks[0]), question === "" ? {} : { question });
        return;
      }
      case "thank":
        this.#thank(asks);
        for (const ask of asks) this.#answer(ask);
        return;
      case "answer":
        for (const ask of asks) this.#answer(ask);
        if (asks.length === 0) this.say("answerBare", "");
        else if (this.#items.length === 0 && this.lines.length < 2) this.say("noted", aboutOf(asks[0]));
        return;
      case undefined:
        this.#leaveToWords(asks);
        return;
    }
  }

  /** Thanks that fit what there is to thank for, once. */
  #thank(asks: readonly Ask[]): void {
    const { courtesy } = this.#wish;
    const thanked: readonly Stance[] = ["thanks", "thanksWishes", "thanksInvitation", "thanksOffer"];
    if (thanked.some((stance) => this.#said.has(stance))) return;
    const isOnlyNews = asks.every(({ act }) => act === "notice");
    if (courtesy === "gratitude" && isOnlyNews) this.say("welcome", aboutOf(asks[0]));
    else if (courtesy === "business" && isOnlyNews) this.say("thanks", "");
    else this.say("thank", aboutOf(asks[0]));
  }

  /** One thing asked for, accepted or declined, beside `all` others. */
  #take(ask: Ask, intent: "accept" | "decline", all: readonly Ask[]): void {
    const { language, familiar, isChosen } = this.#wish;
    const about = aboutOf(ask);
    const mirrored = ask.sentence.quotable ? mirror(ask.text, language, familiar) : undefined;
    // A yes to the invitation is none to "Are you allergic to nuts?".
    if (
      ask.act === "question" &&
      !ask.open &&
      ask.minds !== true &&
      mirrored?.act !== "request" &&
      all.some(isDeed)
    ) {
      this.#items.push({ ask, answer: blankOf("answer", language) });
      return;
    }
    if (ask.pointsBack === true && !ask.open) {
      this.say(intent, about);
      return;
    }
    if (ask.open) {
      if (mirrored?.asksWhen === true && intent === "accept") this.#putMirrored(mirrored, true);
      // "When can you send it?" is refused like the deed that it takes for granted.
      else if (intent === "decline" && mirrored?.asksWhen === true && mirrored.act === "request")
        this.say("declineRequest", about);
      else if (intent === "decline" && all.every(({ open }) => open)) this.say("declineAnswer", about);
      else this.#items.push({ ask, answer: blankOf(ask.sought, language) });
      return;
    }
    const isAccepted = intent === "accept";
    if (ask.minds === true) {
      const answers = intent === "accept" ? mirrored?.yes : mirrored?.no;
      if (mirrored !== undefined && answers !== undefined && answers.length > 0)
        this.#putMirrored(mirrored, intent === "accept");
      else this.say(intent, about);
      return;
    }
    switch (ask.act) {
      case "invitation":
        this.#takeInvitation(ask, isAccepted);
        return;
      case "offer":
        this.say(isAccepted ? "acceptOffer" : "declineOffer", about);
        return;
      case "complaint":
        // Whether the writer is right is for the user to say.
        if (!isChosen) this.say("complaintHeard", about);
        else this.say(isAccepted ? "complaintAccepted" : "complaintDeclined", about);
        this.#answered += 1;
        return;
      case "notice":
        this.say(isAccepted ? "accept" : "decline", about);
        return;
      case "request":
      case "question": {
        const answers = isAccepted ? mirrored?.yes : mirrored?.no;
        if (mirrored !== undefined && answers !== undefined && answers.length > 0) {
          this.#putMirrored(mirrored, isAccepted);
          return;
        }
        if (ask.act === "request") {
          // "I will see to it" has said so already.
          if (this.#said.has("complaintAccepted") || this.#said.has("complaintDeclined")) return;
          this.say(isAccepted ? "acceptRequest" : "declineRequest", about);
          return;
        }
        this.#items.push({ ask, answer: sentence(isAccepted ? language.yes : language.no) });
      }
    }
  }

  /** An answer in the question's own words; "yes" is said once. */
  #putMirrored(mirrored: Mirrored, isAccepted: boolean): void {
    const { language } = this.#wish;
    const accepting = this.#answered > 0 ? [mirrored.plain] : mirrored.yes;
    const wordings = isAccepted ? accepting : mirrored.no;
    this.#answered += 1;
    this.#put(
      wordings.map((wording) => fill(wording, language, {})),
      "",
    );
  }

  #takeInvitation(ask: Ask, isAccepted: boolean): void {
    // A time that is asked about is agreed on; that of a feast is only told.
    const isProposed = ask.sentence.quotable && ask.asked;
    const times = isProposed ? timesIn(ask.text, this.#wish.language) : [];
    const [when] = times;
    const [yes, no] =
      ask.asked && isToTalk(ask.text)
        ? (["accept", "decline"] as const)
        : (["acceptInvitation", "declineInvitation"] as const);
    if (times.length === 1 && when !== undefined)
      this.say(isAccepted ? "acceptTime" : "declineTime", aboutOf(ask), { when });
    else if (times.length > 1 && isAccepted) this.say("acceptTime", aboutOf(ask));
    else this.say(isAccepted ? yes : no, aboutOf(ask));
  }

  #postpone(asks: readonly Ask[]): void {
    const { language, isChosen } = this.#wish;
    // The time of a feast is not moved, and what the user has not decided is left open.
    const isProposed = (ask: Ask): boolean =>
      ask.act === "invitation" && ask.asked && timesIn(ask.text, language).length > 0;
    const meeting = isChosen ? asks.find(isProposed) : undefined;
    if (meeting === undefined) this.say("postponeAnswer", aboutOf(asks[0]));
    else this.say("postponeTime", aboutOf(meeting));
  }

  /** Neither yes nor no: a question gets a blank, and what asks for a deed is taken note of. */
  #answer(ask: Ask): void {
    const { language } = this.#wish;
    if (ask.act === "question" || (ask.asked && ask.act !== "complaint"))
      this.#items.push({ ask, answer: blankOf(ask.open ? ask.sought : "answer", language) });
    else if (ask.act === "complaint") this.say("complaintHeard", aboutOf(ask));
    else if (ask.act === "request" || (ask.act === "notice" && this.#wish.intent === "answer"))
      this.say("noted", aboutOf(ask));
  }

  /** The user's words answer as many questions as they have sentences; what they touch, they answer. */
  #leaveToWords(asks: readonly Ask[]): void {
    const questions = asks.filter(({ act, pointsBack }) => act === "question" && pointsBack !== true);
    const said = new Set(this.#wish.words.flatMap(stemsOf));
    const untouched = questions.filter(({ text }) => !stemsOf(text).some((stem) => said.has(stem)));
    const answered = this.#wish.words.length - (questions.length - untouched.length);
    for (const ask of untouched.slice(Math.max(0, answered)))
      this.#items.push({ ask, answer: blankOf(ask.open ? ask.sought : "answer", this.#wish.language) });
  }

  putWords(): void {
    if (this.#said.has("ask")) return;
    for (const sentence of this.#wish.words) this.#put([sentence], "");
  }

  /** One question by a sentence, several by a list. */
  answerQuestions(): void {
    const { language } = this.#wish;
    const quoted = this.#items.flatMap(({ ask, answer }) => {
      const question = ask.sentence.quotable ? shortQuestion(ask.text, language) : undefined;
      return question === undefined ? [] : [{ question, answer, about: aboutOf(ask) }];
    });
    const [first, ...more] = quoted;
    if (first === undefined) {
      this.#answerBare("answerBare");
      return;
    }
    const [open, close] = language.quotes;
    if (more.length === 0) {
      const slots = { question: `${open}${first.question}${close}`, answer: first.answer };
      this.say("answerOne", first.about, slots, this.lines.length > 1 ? "paragraph" : "sentence");
    } else {
      this.say("answerLead", "", {}, "paragraph");
      const colon = language.tag === "fr" ? " :" : ":";
      for (const { question, answer } of quoted)
        this.#put([`– ${question}${/[?？؟]$/.test(question) ? "" : colon} ${answer}`], "", "item");
    }
    this.#answerBare("answerOther");
  }

  /** What may not be copied is answered without its words, all of it by one blank. */
  #answerBare(stance: "answerBare" | "answerOther"): void {
    const item = this.#items.find(({ ask }) => !ask.sentence.quotable);
    if (item === undefined) return;
    this.say(stance, "", { answer: item.answer }, stance === "answerOther" ? "paragraph" : "sentence");
  }

  /** What a longer draft says beside. */
  close(asks: readonly Ask[]): void {
    const { length, intent } = this.#wish;
    if (length === "short") return;
    const extras: Stance[] = [];
    // To news there is nothing to ask about.
    if (intent === "thank" && this.#said.has("thank") && asks.every(({ act }) => act === "notice"))
      extras.push("noted");
    if (intent === "accept" && asks.some(({ act }) => act === "invitation")) extras.push("lookForward");
    if (intent === "decline" && asks.some(({ act }) => act === "invitation" || act === "offer"))
      extras.push("anotherTime");
    if (extras.length === 0 || length === "long") extras.push("available");
    extras.forEach((stance, index) => {
      this.say(stance, "", {}, index === 0 ? "paragraph" : "sentence");
    });
  }
}

/** What may be put before the model about an ask. */
function aboutOf(ask: Ask | undefined): string {
  return ask?.sentence.quotable === true ? ask.text : "";
}

/** A word that is a sentence. */
function sentence(word: string): string {
  return `${capitalised(word)}.`;
}

function stemsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{M}]{5,}/gu) ?? []).map((word) => word.slice(0, 5));
}
