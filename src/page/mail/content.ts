/** What is read from an open e-mail: plain text, no markup. The form that crosses from the page to the panel, and its check. */
import * as v from "valibot";

/** UTF-16 units. More of a message is not read; the end is cut at a line. */
export const MAX_MESSAGE_TEXT = 100_000;
export const MAX_EARLIER_TEXT = 8_000;
/** Messages before the one to be answered that are handed over, the nearest ones. */
export const MAX_EARLIER = 12;

const short = (length: number) => v.pipe(v.string(), v.maxLength(length));

export const Mailbox = v.object({
  /** As the page shows it; empty when it shows the address only. */
  name: short(200),
  /** Empty when the page does not show it. */
  address: short(254),
});

export type Mailbox = v.InferOutput<typeof Mailbox>;

export const MailContent = v.object({
  /** The mail site, or `other` when the message was taken from a selection or from the quotation in an editor. */
  site: v.picklist(["fastmail", "gmail", "outlook", "proton", "roundcube", "yahoo", "other"]),
  url: short(8192),
  subject: short(1000),
  /** The user, as far as the page or the settings say. */
  own: Mailbox,
  /** The message to be answered. */
  sender: Mailbox,
  /** As the page gives it: a machine's form where it has one, else words in the interface's language. */
  date: short(200),
  /** Lines divided by "\n", paragraphs by an empty line; without quotation and signature. */
  text: short(MAX_MESSAGE_TEXT),
  /** True when nobody but the user has written in the conversation; then it is the user's last message. */
  isOwn: v.boolean(),
  /** BCP 47, where the message says so itself; empty otherwise. The page's language is that of the interface. */
  lang: short(64),
  direction: v.picklist(["ltr", "rtl"]),
  /** What was written before, oldest first. */
  earlier: v.pipe(
    v.array(
      v.object({ sender: Mailbox, date: short(200), isOwn: v.boolean(), text: short(MAX_EARLIER_TEXT) }),
    ),
    v.maxLength(MAX_EARLIER),
  ),
  /** Messages of the conversation that are folded in the page, so that their text is not there to be read. */
  folded: v.object({
    before: v.pipe(v.number(), v.integer(), v.minValue(0)),
    after: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  /** Where a draft can go: an editor that is open, one that the page's reply control opens, or nowhere. */
  editor: v.picklist(["open", "reply", "none"]),
});

export type MailContent = v.InferOutput<typeof MailContent>;
