/** What the screens of replies are drawn from, besides the view: handed down past screens that know nothing of it. */
import { createContext } from "preact";
import type { ErrorReport } from "../../errors.ts";
import type { MailContent } from "../../page/mail/content.ts";
import type { Insertion, Undoing } from "../../page/mail/insert.ts";
import type { Intent, Length, Tone } from "../../tasks/reply/input.ts";
import type { ReplyResult } from "../../tasks/task.ts";

/** What a draft of a reply is to be, as it is chosen in the panel. */
export interface Wishes {
  /** "auto" leaves it to what the message asks for. */
  readonly intent: Intent | "auto";
  readonly tone: Tone;
  readonly length: Length;
  readonly words: string;
}

/** The open message as it was read last. */
export type Seen =
  | { readonly kind: "reading" }
  | {
      readonly kind: "message";
      readonly message: MailContent;
      /** That a draft was asked for while the panel still showed the message before it, so that none was begun. */
      readonly isOther?: true;
    }
  | { readonly kind: "failed"; readonly error: ErrorReport };

/** One of the drafts of a reply to one message, as it reads by now. */
export interface Draft {
  /** The job that wrote it. */
  readonly jobId: string;
  readonly text: string;
  /** Those that it was written with; they may have been filled. */
  readonly blanks: readonly string[];
  readonly asks: ReplyResult["asks"];
  readonly lang: string;
}

/** What became of a press on a button that does something in the page. */
export type Outcome<T extends string> = T | ErrorReport;

/** `changed` and `failed`: the draft that stood there could not be taken back, so the new one was left out. */
export type Inserting = Insertion | Extract<Undoing, "changed" | "failed">;

export interface ReplyActions {
  /** Reads the open message again. */
  look(): Promise<void>;
  wish(change: Partial<Wishes>): void;
  /** Begins a draft of a reply to the open message. */
  draft(): void;
  /** Begins another draft of the same reply. */
  again(): void;
  edit(jobId: string, text: string): void;
  /** Shows one of the drafts. */
  show(jobId: string): void;
  /** Puts a draft into the page, in place of another draft that we have put there. */
  insert(draft: Draft): Promise<Outcome<Inserting>>;
  undo(): Promise<Outcome<Undoing>>;
}

export interface ReplyPart {
  /** Null until a page has been looked at. */
  readonly seen: Seen | null;
  readonly wishes: Wishes;
  /** Finished drafts of the present reply, oldest first. */
  readonly drafts: readonly Draft[];
  /** The job whose draft is shown. */
  readonly shown: string | null;
  /** Whether there can be another draft of this reply. */
  readonly canVary: boolean;
  /** BCP 47, of the message that is answered; empty when it is one that replies are written in, or nobody knows. */
  readonly foreignLanguage: string;
  /** The job whose draft is in the page now, by our hand. */
  readonly inserted: string | null;
  readonly actions: ReplyActions;
}

export const ReplyContext = createContext<ReplyPart | null>(null);
