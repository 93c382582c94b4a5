/** What a draft of a reply is made from: the message as it was read, and what the user wants to say. */
import * as v from "valibot";
import { MailContent } from "../../page/mail/content.ts";

/** What the reply does. Where the user says nothing, the message decides: see `defaultIntent` in `relations.ts`. */
export const INTENTS = ["answer", "accept", "decline", "thank", "ask", "postpone"] as const;
export type Intent = (typeof INTENTS)[number];

export const TONES = ["friendly", "neutral", "formal"] as const;
export type Tone = (typeof TONES)[number];

export const LENGTHS = ["short", "medium", "long"] as const;
export type Length = (typeof LENGTHS)[number];

/** Drafts that differ in their wording; `variant` counts from 0 to the last of them. */
export const VARIANTS = 5;

export const ReplyInput = v.object({
  message: MailContent,
  /** By default what the message asks for decides. */
  intent: v.optional(v.picklist(INTENTS)),
  /** What to say, in the user's own words; alone it takes the intent's place, with an intent it comes beside it. */
  words: v.optional(v.pipe(v.string(), v.maxLength(2000)), ""),
  tone: v.optional(v.picklist(TONES), "neutral"),
  length: v.optional(v.picklist(LENGTHS), "short"),
  /** The user's name, to sign with; by default the page's `message.own.name`. */
  name: v.optional(v.pipe(v.string(), v.maxLength(200)), ""),
  /** BCP 47; the language to write in, by default the message's. */
  lang: v.optional(v.pipe(v.string(), v.maxLength(64)), ""),
  /** Which of the alternatives: the same plan, worded differently. */
  variant: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(VARIANTS - 1)), 0),
});

export type ReplyInput = v.InferOutput<typeof ReplyInput>;
