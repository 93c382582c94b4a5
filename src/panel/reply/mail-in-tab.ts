/// <reference types="@crxjs/vite-plugin/client" />
/** The mail in the page of a tab: reads it, puts a draft into its editor, and takes it back. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { PostilError } from "../../errors.ts";
import { MailContent } from "../../page/mail/content.ts";
import type { Insertion, Undoing } from "../../page/mail/insert.ts";
import mail from "../../page/mail/mail.ts?script&iife";
import type { MessageMark } from "../../page/mail/same-message.ts";
import type { KnownUser } from "../../page/mail/user.ts";
import { injectionError } from "../injection.ts";

/** Milliseconds for any of it. A page that shows `alert()` runs nothing until that is closed, not even injected scripts. */
export const MAIL_MS = 20_000;
/** UTF-16 units of the answered message that go along with its draft, which is enough to know it by. */
const MARK_TEXT = 2000;

const Inserted: v.GenericSchema<unknown, Insertion> = v.picklist([
  "inserted",
  "no-editor",
  "opening",
  "refused",
  "other-message",
]);
const Undone: v.GenericSchema<unknown, Undoing> = v.picklist(["undone", "changed", "gone", "failed"]);

/**
 * The message that is open in a tab, or the selected one.
 * @throws PostilError `page-without-mail` when there is none, `page-forbidden` when the browser keeps the page closed,
 *   `page-gone` when it went away meanwhile, `page-slow` when it did not answer within `MAIL_MS`
 */
export async function readMailInTab(tabId: number, user: KnownUser): Promise<MailContent> {
  const known = { name: user.name, addresses: [...user.addresses] };
  const result = await inTab(tabId, (who: KnownUser) => globalThis.postilMail?.read(who), [known]);
  const message = v.safeParse(v.nullable(MailContent), result);
  if (!message.success) throw new PostilError("internal", { reason: `mail: ${message.issues[0].message}` });
  // Null is what a page without a message answers, and what a page answers that was left before it was asked.
  if (message.output === null) throw new PostilError("page-without-mail");
  return message.output;
}

/**
 * Puts `text` into the editor of the message that it answers, in a tab that shows it. See `Insertion` for what may become of it.
 * @throws PostilError as `readMailInTab` does
 */
export async function insertInTab(tabId: number, text: string, answers: MessageMark): Promise<Insertion> {
  const mark = { url: answers.url, text: answers.text.slice(0, MARK_TEXT) };
  const result = await inTab(
    tabId,
    (draft: string, of: MessageMark) => globalThis.postilMail?.insert(draft, of),
    [text, mark],
  );
  return checked(Inserted, result);
}

/** Takes back what was inserted last in the page of a tab. @throws PostilError as `readMailInTab` does */
export async function undoInTab(tabId: number): Promise<Undoing> {
  return checked(Undone, await inTab(tabId, () => globalThis.postilMail?.undo(), []));
}

function checked<T>(form: v.GenericSchema<unknown, T>, result: unknown): T {
  // Between the injection and the call the tab went to another page, where nothing was left to call.
  if (result === null || result === undefined) throw new PostilError("page-gone");
  const answer = v.safeParse(form, result);
  if (!answer.success) throw new PostilError("internal", { reason: `mail: ${answer.issues[0].message}` });
  return answer.output;
}

/** Injects the script, which keeps what it knows when it is there already, and calls it. */
async function inTab<A extends unknown[]>(
  tabId: number,
  func: (...args: A) => unknown,
  args: A,
): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PostilError("page-slow", { seconds: MAIL_MS / 1000 })), MAIL_MS);
  });
  try {
    return await Promise.race([call(tabId, func, args), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function call<A extends unknown[]>(
  tabId: number,
  func: (...args: A) => unknown,
  args: A,
): Promise<unknown> {
  const target = { tabId };
  try {
    // Mail programs load for as long as they are open; what is to be read is there when one sees it.
    await browser.scripting.executeScript({
      target,
      files: [`/${mail.replace(/^\//u, "")}`],
      injectImmediately: true,
    });
    const frames = await browser.scripting.executeScript({ target, func, args, injectImmediately: true });
    return frames[0]?.result;
  } catch (thrown) {
    throw await injectionError(tabId, thrown);
  }
}
