/** What the scorecard of replies compares: the task itself, and one prompt that asks for a reply. */
import * as v from "valibot";
import type { Prompt } from "../../../src/engine/engine.ts";
import type { MailContent } from "../../../src/page/mail/content.ts";
import { reply } from "../../../src/tasks/reply/index.ts";
import { type Intent, ReplyInput } from "../../../src/tasks/reply/input.ts";
import type { TaskContext } from "../../../src/tasks/task.ts";
import type { ReplyCase } from "./case.ts";

export const OWN_NAME = "Robin Vale";

/** What runs the model. */
export type ReplyModel = Pick<TaskContext, "style" | "contextWindow" | "ask" | "score">;

/** What the user wants beside the message. */
export type Wish = Pick<ReplyCase, "intent" | "words" | "tone" | "length">;

/** The draft of an answer. */
export type System = (message: MailContent, wish: Wish, model: ReplyModel) => Promise<string>;

/** The mail of a case as the page reader would hand it over. */
export function mailOf({ from, text }: ReplyCase): MailContent {
  return {
    site: "other",
    url: "https://mail.example/",
    subject: "",
    own: { name: OWN_NAME, address: "robin@harbour.example" },
    sender: { name: from, address: "" },
    date: "2026-11-20T09:00:00Z",
    text,
    isOwn: false,
    lang: "",
    direction: "ltr",
    earlier: [],
    folded: { before: 0, after: 0 },
    editor: "open",
  };
}

const postil: System = async (message, wish, model) => {
  const input = v.parse(ReplyInput, { message, ...wish });
  let draft = "";
  const { signal } = new AbortController();
  const context = { ...model, ask: model.ask.bind(model), score: model.score.bind(model), signal };
  for await (const result of reply.run(input, context)) draft = result.draft;
  return draft;
};

/** Tokens of a reply. */
const REPLY_TOKENS = 120;

const MEANT: Readonly<Record<Intent, string>> = {
  answer: "answer the questions",
  accept: "say yes",
  decline: "say no, politely",
  thank: "say thank you",
  ask: "ask for more details",
  postpone: "ask to do it later",
};

/** Worked examples for weights that continue text, in several languages, so that the answer's is not always English. */
const EXAMPLES = [
  {
    input: "Hi Sam,\n\nwould you like to join our quiz team?\n\nBest,\nNora\nIntent: say no, politely",
    output:
      "Hi Nora, thank you for asking. I'm afraid I can't join the team at the moment. Best regards, Sam",
  },
  {
    input: "Hallo Eva,\n\nkannst du den Schlüssel mitbringen?\n\nGruß\nBen\nIntent: say yes",
    output: "Hallo Ben, ja, den Schlüssel bringe ich gern mit. Viele Grüße, Eva",
  },
  {
    input: "Bonjour Paul,\n\nla réunion est annulée.\n\nCordialement\nLéa\nIntent: say thank you",
    output: "Bonjour Léa, merci de m'avoir prévenu. Bien cordialement, Paul",
  },
] as const;

/** The whole mail and the intent in one prompt, the answer as it comes. */
const onePrompt: System = async (message, { intent, words }, model) => {
  const meant = words ?? (intent === undefined ? "reply" : MEANT[intent]);
  const prompt: Prompt = {
    instruction:
      model.style === "chat"
        ? `Write a short reply to this e-mail in its own language, from ${message.own.name}. ${meant}.`
        : "",
    examples: EXAMPLES,
    labels: { input: "E-mail", output: "Reply" },
    input: model.style === "chat" ? message.text : `${message.text}\nIntent: ${meant}`,
  };
  let draft = "";
  for await (const token of model.ask(prompt, { maxTokens: REPLY_TOKENS, temperature: 0 }))
    draft += token.text;
  return draft.trim();
};

export const SYSTEMS = { postil, one_prompt: onePrompt } as const satisfies Record<string, System>;
export type SystemName = keyof typeof SYSTEMS;
