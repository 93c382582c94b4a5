/**
 * What is injected into a page to read and answer mail, as `extract.ts` is to read a page: it leaves one object behind in
 * the extension's isolated world, and a second injection calls it. What `read` gives is checked with `MailContent` by who
 * receives it; injecting again keeps the object, so that an insertion can still be taken back.
 */
import type { MailContent } from "./content.ts";
import { type Insertion, insertDraft, type Undoing, undoInsertion } from "./insert.ts";
import { readMail } from "./read.ts";
import type { MessageMark } from "./same-message.ts";
import type { KnownUser } from "./user.ts";

export interface PostilMail {
  /** The open message; null when there is none, as `undefined` does not cross from a page. */
  read(user?: KnownUser): MailContent | null;
  /** @param answers the message that the text answers: it has to be open still */
  insert(text: string, answers?: MessageMark): Promise<Insertion>;
  undo(): Promise<Undoing>;
}

declare global {
  var postilMail: PostilMail | undefined;
}

globalThis.postilMail ??= {
  read: (user) => readMail(document, user) ?? null,
  insert: (text, answers) => insertDraft(document, text, answers),
  undo: undoInsertion,
};
