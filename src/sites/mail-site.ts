/**
 * What a mail site is, as data. A description says where things stand in the page by structure and attributes. It names no
 * visible words and no labels for screen readers, as those are translated: what it says holds in every interface language.
 */

export type MailSiteId = "fastmail" | "gmail" | "outlook" | "proton" | "roundcube" | "yahoo";

/** A CSS selector, asked below the element that the description's field belongs to. */
export type Selector = string;

/** Where one piece of text stands: the first element that matches, and what of it counts. */
export interface Place {
  readonly at: Selector;
  /** The attribute that holds it; without one, the text that is shown. */
  readonly attribute?: string;
  /** Only the element's own text, without that of elements in it: they hold badges and buttons. */
  readonly ownText?: true;
  /** Also when it is not shown: what a site has in a menu that is closed. */
  readonly hidden?: true;
}

/** Places in order of preference; the first that gives anything counts. */
export type Places = readonly Place[];

export interface MailEditor {
  /** The element that is written in: a `textarea`, or the root of an editable region. It may stand in a frame. */
  readonly at: Selector;
  /** In the editor: what the site has put there, above which a reply belongs. */
  readonly signature: Selector;
  readonly quotation: Selector;
  /**
   * How the editor takes a text that was not typed. `native`: its content is what the page holds, so the browser's own
   * editing command will do. `model`: it keeps its own document, and takes the text from a paste event.
   */
  readonly keeps: "native" | "model";
}

export interface MailSite {
  readonly id: MailSiteId;
  /** The product's name, which is the same everywhere. */
  readonly name: string;
  /** Match patterns of the addresses it is served from; none for software that anyone installs. */
  readonly matches: readonly string[];
  /** For software that anyone installs: what in a document tells that it is this. */
  readonly marks?: Selector;
  /** The address of the user; an attribute or a text that contains it is enough. */
  readonly ownAddress: Places;
  readonly ownName: Places;
  /** One open conversation. Several may be in the page at a time, hidden or side by side. */
  readonly thread: Selector;
  /** In the thread. */
  readonly subject: Places;
  /** One message in the thread, folded or not; the thread itself where a page shows one message only. */
  readonly message: Selector;
  /** `around`: what matches only stands in the message, which is all that lies around it up to the next message. */
  readonly messageExtent: "element" | "around";
  /** Matches messages of which only a line or two are there. */
  readonly folded: Selector;
  /** Matches messages that the user has sent, where the site says so. */
  readonly sent: Selector;
  /** In the message. A place whose text holds both is fine: `Name <address>`. */
  readonly senderName: Places;
  readonly senderAddress: Places;
  readonly date: Places;
  /** In the message: its content. Several in a row belong together. A frame stands for the document in it. */
  readonly body: Selector;
  /** In the body, beyond what every mail program leaves (`src/page/mail/quotation.ts`). */
  readonly quotation: Selector;
  readonly signature: Selector;
  readonly editor: MailEditor;
  /** Opens the editor for an answer to the sender. In the message, or else in the thread or the page. */
  readonly replyControl: Selector;
  /** `here`: the editor appears in the page. `page`: the browser goes to another page, where it is. */
  readonly replyOpens: "here" | "page";
  /** Everything that sends a message. Nothing that matches, holds or stands in one of these is ever touched. */
  readonly sendControl: Selector;
}

/** Matches nothing: for what a site does not have. */
export const NOTHING: Selector = ":not(*)";
