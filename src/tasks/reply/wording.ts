/** What the model does in a reply: it chooses among wordings that say the same, and puts the user's words politely. */
import type { Prompt } from "../../engine/engine.ts";
import { PostilError } from "../../errors.ts";
import type { TaskContext } from "../task.ts";
import { findDraftFault } from "./check.ts";
import type { Language } from "./languages/language.ts";
import type { Line } from "./plan.ts";

/** The context of a wording: the sentence that it answers. */
function answerTo(about: string): Prompt {
  return {
    instruction: "",
    examples: [],
    labels: { input: "E-mail", output: "Reply" },
    input: about,
  };
}

/** Stands for any message: what a wording gains from the real one is its fit, how common it is does not count. */
const ANY_MESSAGE = "…";

/**
 * The wording of `line` for this variant: in the order in which they fit what they answer, by the log-probability that the
 * message adds to each. Where there is nothing to go by, in the catalogue's order. One that begins like a sentence `before`
 * it is taken only when there is no other.
 */
export async function chooseWording(
  { wordings, about }: Line,
  variant: number,
  before: readonly string[],
  context: TaskContext,
): Promise<string> {
  const fresh = wordings.filter((wording) => !before.some((sentence) => beginsLike(wording, sentence)));
  const open = fresh.length > 0 ? fresh : wordings;
  const [only = ""] = open;
  if (open.length < 2) return only;
  const ordered = about === "" ? open : await byFit(open, about, context);
  // Lines with equally many wordings go through them at different paces, so that drafts differ in more than one place.
  const step = variant + Math.floor(variant / ordered.length) * before.length;
  return ordered[step % ordered.length] ?? only;
}

/** "Unfortunately, … Unfortunately, …" */
function beginsLike(wording: string, sentence: string): boolean {
  const first = (text: string): string => /^[\p{L}’']+/u.exec(text)?.[0].toLowerCase() ?? "";
  return first(wording) !== "" && first(wording) === first(sentence) && first(wording).length > 3;
}

async function byFit(wordings: readonly string[], about: string, context: TaskContext): Promise<string[]> {
  const fitting = await context.score(answerTo(about), wordings);
  const anyway = await context.score(answerTo(ANY_MESSAGE), wordings);
  const fit = wordings.map((_, at) => (fitting[at] ?? 0) - (anyway[at] ?? 0));
  return wordings
    .map((wording, at) => ({ wording, fit: fit[at] ?? 0 }))
    .sort((a, b) => b.fit - a.fit)
    .map(({ wording }) => wording);
}

/** Tokens of one sentence, at most. */
const SENTENCE_TOKENS = 60;

/**
 * The user's sentences as a mail would say them. Weights that only continue text would make something else of them: they
 * stay as they are. What another rewrites has to stand the checks, or stays too.
 */
export async function putPolitely(
  sentences: readonly string[],
  language: Language,
  thread: readonly string[],
  context: TaskContext,
): Promise<string[]> {
  if (context.style !== "chat") return [...sentences];
  const name = new Intl.DisplayNames(["en"], { type: "language" }).of(language.tag) ?? language.tag;
  const polite: string[] = [];
  for (const sentence of sentences) {
    const prompt: Prompt = {
      instruction: `Rewrite this note as one polite sentence of an e-mail in ${name}, said by its writer. Add no facts.`,
      examples: [],
      labels: { input: "Note", output: "Sentence" },
      input: sentence,
    };
    let answer = "";
    for await (const token of context.ask(prompt, {
      maxTokens: SENTENCE_TOKENS,
      temperature: 0,
      stop: ["\n"],
    })) {
      if (context.signal.aborted) throw new PostilError("cancelled");
      answer += token.text;
    }
    const text = answer.trim();
    polite.push(findDraftFault(text, sentence, thread, language) === undefined ? text : sentence);
  }
  return polite;
}
