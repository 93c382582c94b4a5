/**
 * From a page with an open e-mail to `MailContent`: the last message that is not the user's, and what was written before.
 * The page is only read. All that is read is a stranger's: it is text, and nothing in it is followed.
 */
import type { MailSite } from "../../sites/mail-site.ts";
import { mailSiteOf } from "../../sites/registry.ts";
import { languageTag } from "../language.ts";
import { isSameAddress, mailboxOf } from "./address.ts";
import { MAX_EARLIER, MAX_EARLIER_TEXT, MAX_MESSAGE_TEXT, type MailContent } from "./content.ts";
import { editorState } from "./editor.ts";
import { readElsewhere } from "./elsewhere.ts";
import { fieldIn } from "./fields.ts";
import { innerDocument, isFrame, type Page, pageOf } from "./frames.ts";
import { linesOf } from "./lines.ts";
import { isNewestFirst } from "./order.ts";
import { directionOf, limitLines, ownLines } from "./plain.ts";
import { treatmentIn } from "./quotation.ts";
import { holds, type Message, openThread, type Thread } from "./thread.ts";
import { type KnownUser, NOBODY, ownMailbox } from "./user.ts";

/** The site that the page belongs to, or undefined. */
export function siteOf(page: Page): MailSite | undefined {
  return mailSiteOf(page.live.URL, (marks) =>
    page.documents.some((document) => document.querySelector(marks) !== null),
  );
}

/**
 * Reads the open message, or on a page that is no known mail site the selected one, or the one quoted in the editor.
 * @returns undefined when there is none
 */
export function readMail(live: Document, user: KnownUser = NOBODY): MailContent | undefined {
  const page = pageOf(live);
  const site = siteOf(page);
  const thread = site && openThread(page, site);
  if (site !== undefined && thread !== undefined) {
    const content = readThread(page, site, thread, user);
    if (content !== undefined) return content;
  }
  return readElsewhere(page, site, user);
}

interface Read {
  readonly message: Message;
  readonly sender: MailContent["sender"];
  readonly date: string;
  readonly isOwn: boolean;
  readonly isFolded: boolean;
}

function readThread(page: Page, site: MailSite, thread: Thread, user: KnownUser): MailContent | undefined {
  const own = ownMailbox(page, site, user);
  const isUser = (address: string): boolean =>
    [own.address, ...user.addresses].some((known) => isSameAddress(known, address));
  const all = thread.messages
    .filter((message) => !message.isDraft)
    .map((message): Read => {
      const field = (places: MailSite["date"]): string => fieldIn(page, message.root, places, site.body);
      const sender = mailboxOf(field(site.senderName), field(site.senderAddress));
      return {
        message,
        sender,
        date: field(site.date).slice(0, 200),
        isOwn: message.root.matches(site.sent) || isUser(sender.address),
        isFolded: message.bodies.length === 0,
      };
    });
  if (isNewestFirst(all.map(({ date }) => date).filter((date) => date !== ""))) all.reverse();

  const readable = all.filter(({ isFolded }) => !isFolded);
  const others = readable.filter(({ isOwn }) => !isOwn);
  const chosen =
    others.find(({ message }) => hasSelection(page, message)) ?? others.at(-1) ?? readable.at(-1);
  if (chosen === undefined) return undefined;
  const at = all.indexOf(chosen);
  const text = textOf(page, site, chosen.message, MAX_MESSAGE_TEXT);
  const subject = fieldIn(page, thread.root, site.subject, site.body);
  return {
    site: site.id,
    url: page.live.URL.slice(0, 8192),
    subject: subject || fieldIn(page, thread.root.ownerDocument, site.subject, site.body),
    own: own.name === "" ? { ...own, name: ownNameIn(all) } : own,
    sender: chosen.sender,
    date: chosen.date,
    text,
    isOwn: chosen.isOwn,
    lang: languageOf(chosen.message),
    direction: directionOf(text),
    earlier: all
      .slice(0, at)
      .filter(({ isFolded }) => !isFolded)
      .slice(-MAX_EARLIER)
      .map(({ message, sender, date, isOwn }) => ({
        sender,
        date,
        isOwn,
        text: textOf(page, site, message, MAX_EARLIER_TEXT),
      })),
    folded: {
      before: all.slice(0, at).filter(({ isFolded }) => isFolded).length,
      after: all.slice(at + 1).filter(({ isFolded }) => isFolded).length,
    },
    editor: editorState(page, site),
  };
}

/** The user's name as it stands over their own messages. One word alone may be the interface's for "me". */
function ownNameIn(all: readonly Read[]): string {
  const named = all.findLast(({ isOwn, sender }) => isOwn && sender.name.includes(" "));
  return named?.sender.name ?? "";
}

/** The texts of the messages in a conversation, as `readMail` gives them; folded ones have none. */
export function textsOf(page: Page, site: MailSite, thread: Thread): string[] {
  return thread.messages
    .filter(({ isDraft, bodies }) => !isDraft && bodies.length > 0)
    .map((message) => textOf(page, site, message, MAX_MESSAGE_TEXT));
}

/** Lines of the message that its sender wrote, divided by "\n". */
function textOf(page: Page, site: MailSite, message: Message, limit: number): string {
  const lines = message.bodies.flatMap((body) => {
    const root = contentOf(body);
    return linesOf(root, page.seenIn(root.ownerDocument), limit, treatmentIn(root, site));
  });
  return limitLines(ownLines(lines), limit);
}

function contentOf(body: Element): Element {
  return (isFrame(body) && innerDocument(body)?.body) || body;
}

function hasSelection(page: Page, message: Message): boolean {
  return page.documents.some((document) => {
    const selection = document.getSelection();
    const anchor = selection?.anchorNode ?? null;
    return (
      anchor !== null &&
      selection?.isCollapsed === false &&
      message.bodies.some((body) => holds(body, anchor))
    );
  });
}

/** The language that the message's HTML states for all of it. */
function languageOf(message: Message): string {
  for (const body of message.bodies) {
    const root = contentOf(body);
    for (let at: Element | null = root; at !== null; at = onlyChild(at)) {
      const said = languageTag(at.getAttribute("lang") ?? "");
      if (said !== "") return said;
    }
    if (root !== body) {
      const said = languageTag(root.ownerDocument.documentElement.getAttribute("lang") ?? "");
      if (said !== "") return said;
    }
  }
  return "";
}

function onlyChild(element: Element): Element | null {
  return element.childElementCount === 1 ? element.firstElementChild : null;
}
