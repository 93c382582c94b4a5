/**
 * Reply: read, plan, word, check. Code reads what the message asks for and plans an answer to each; the sentences come from a
 * catalogue of the language or, with its pronouns turned round, from the question itself; the model chooses among wordings
 * and, where the weights follow instructions, puts the user's own words politely. What nobody said is a blank.
 */
import { PostilError } from "../../errors.ts";
import { isSuspect } from "../summarise/suspects.ts";
import { defineTask, type ReplyResult, type TaskContext } from "../task.ts";
import { type Ask, actsOf, asksOf } from "./acts.ts";
import { blankInvented } from "./check.ts";
import { ReplyInput } from "./input.ts";
import { detectLanguage, languageOf, replyLanguage } from "./languages/index.ts";
import type { Language } from "./languages/language.ts";
import { isBinding, readMessage } from "./message.ts";
import { addressee, closingOf, greetingOf, isFirstName, personOf, signatureOf } from "./names.ts";
import { blankOf } from "./phrases.ts";
import { type Line, planReply } from "./plan.ts";
import { defaultIntent } from "./relations.ts";
import { asksNothing, courtesyOf } from "./set-phrases.ts";
import { chooseWording, putPolitely } from "./wording.ts";
import { intentOf, ownSentences } from "./words-of-own.ts";

export { ReplyInput } from "./input.ts";

export const reply = defineTask({ id: "reply", input: ReplyInput, run });

async function* run(input: ReplyInput, context: TaskContext): AsyncGenerator<ReplyResult> {
  const { message: mail, tone, variant } = input;
  const thread = [mail.text, ...mail.earlier.map(({ text }) => text)];
  // An answer of two words is in the language of what was written before.
  const [text = "", ...before] = thread.map(withoutSuspects);
  const reading = detectLanguage(text) ?? replyLanguage("", mail.lang, before.join("\n"));
  const language = languageOf(input.lang) ?? reading;
  // What the page calls the user is as little to be trusted as its other text.
  const ownName = input.name || (personOf(mail.own.name)?.name ?? "");
  const message = readMessage(mail.text, reading, ownName);
  const asks = asksOf(actsOf(message, reading));
  const shown =
    message.familiar ?? (reading.address.familiar !== "" && isFirstName(message.signedBy) ? true : undefined);
  const familiar = shown ?? tone === "friendly";
  const onlyWord = input.intent === undefined ? intentOf(input.words, language) : undefined;
  const words = onlyWord === undefined ? ownSentences(input.words, language) : [];
  const intent =
    input.intent ?? onlyWord ?? (words.length > 0 ? undefined : defaultIntent(asks, isBinding(mail.text)));
  const politely = await putPolitely(words, language, thread, context);
  const plan = planReply(
    asks.map((ask) => {
      if (NOT_LATIN.test(ask.text)) return unread(ask);
      return reading === language ? ask : withoutWords(ask);
    }),
    {
      intent,
      isChosen: input.intent !== undefined || onlyWord !== undefined,
      words: politely,
      length: input.length,
      language,
      familiar,
      isOwn: mail.isOwn,
      courtesy: courtesyOf(
        message.sentences
          .filter(({ text: said, suspect }) => !suspect && !asksNothing(said))
          .map(({ text: said }) => said),
      ),
    },
  );
  const person = mail.isOwn ? otherPerson(input) : addressee(mail.sender, message.signedBy);
  const known = [...thread, mail.subject, mail.date, mail.sender.name, input.words, ownName];
  const draft = new Draft(greetingOf(person, language, tone, shown, variant), language, known);
  const result = (): ReplyResult => ({
    kind: "reply",
    draft: draft.text,
    blanks: draft.blanks,
    // What may be meant for a model is answered, and not put before the user as a thing to do.
    asks: asks
      .filter(({ act, sentence }) => act !== "request" || !sentence.suspect)
      .map(({ act, text }) => ({ act, text })),
    lang: language.tag,
  });
  yield result();
  const said: string[] = [];
  for (const line of plan) {
    if (context.signal.aborted) throw new PostilError("cancelled");
    const sentence = await chooseWording(line, variant, said, context);
    said.push(sentence);
    draft.add(sentence, line.layout);
    yield result();
  }
  const name = signatureOf(ownName, tone) || blankOf("name", language);
  draft.close(closingOf(language, tone, shown, variant), name);
  yield result();
}

/** What is asked for in another language than the draft's is answered, and not copied. */
function withoutWords(ask: Ask): Ask {
  return { ...ask, sentence: { ...ask.sentence, quotable: false } };
}

/** Of a question that cannot be read, nobody knows whether it is answered by yes or no: what the user wants is said whole. */
function unread(ask: Ask): Ask {
  return { ...withoutWords(ask), minds: ask.act === "question" };
}

/** All languages of replies are written in Latin letters; a word in others is not copied among them. */
const NOT_LATIN = /(?!\p{Script=Latin}|[ªº])\p{L}{2}/u;

/** The lines of `text` that speak to a reader: others shall not say what language the message is in. */
function withoutSuspects(text: string): string {
  return text
    .split("\n")
    .filter((line) => !isSuspect(line))
    .join("\n");
}

/** The one who has not answered the user's message yet. */
function otherPerson({ message: { earlier } }: ReplyInput) {
  const other = earlier.filter(({ isOwn }) => !isOwn).at(-1);
  return other === undefined ? undefined : addressee(other.sender, "");
}

/** The draft as it grows. */
class Draft {
  text: string;
  readonly #language: Language;
  readonly #known: readonly string[];
  #isFirst = true;

  constructor(greeting: string, language: Language, known: readonly string[]) {
    this.text = greeting;
    this.#language = language;
    this.#known = known;
  }

  add(sentence: string, layout: Line["layout"]): void {
    let text = blankInvented(sentence, this.#known, this.#language);
    if (this.#isFirst && this.#language.smallAfterGreeting && this.text.endsWith(","))
      text = beginSmall(text);
    if (this.#isFirst) this.text += "\n\n";
    else if (layout === "paragraph") this.text += "\n\n";
    else this.text += layout === "item" ? "\n" : " ";
    this.text += text;
    this.#isFirst = false;
  }

  close(closing: string, name: string): void {
    this.text += `\n\n${closing}\n${name}`;
  }

  /** In the draft's order. */
  get blanks(): string[] {
    const marks = Object.values(this.#language.blanks).map((blank) => `[${blank}]`);
    return (this.text.match(/\[[^[\]\n]{1,40}\]/gu) ?? []).filter((mark) => marks.includes(mark));
  }
}

/** Pronouns of formal address and nouns stay large; the catalogue's other first words do not. */
function beginSmall(text: string): string {
  return /^(?:Sie|Ihr|Ihre[nmrs]?|Ihnen|Lei|La|Le|Suo|Sua|Pan|Pani|Państwo)(?![\p{L}])/u.test(text)
    ? text
    : text.charAt(0).toLowerCase() + text.slice(1);
}
