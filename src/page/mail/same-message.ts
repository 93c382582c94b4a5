/** Whether a page still shows the message that a draft answers: one may open another while the draft is written. */
import type { MailSite } from "../../sites/mail-site.ts";
import type { MailContent } from "./content.ts";
import { quotedInEditor } from "./elsewhere.ts";
import type { Page } from "./frames.ts";
import { textsOf } from "./read.ts";
import { openThread } from "./thread.ts";
import { inkOf } from "./writing.ts";

/** Letters and signs by which two texts are taken for the same. */
const TELLING = 600;
/** Fewer are enough in a quotation, which some programs cut off. */
const TELLING_IN_QUOTATION = 120;

/** What tells a message that was read from others. The text need not be all of it. */
export type MessageMark = Pick<MailContent, "url" | "text">;

/**
 * The message stands in the open conversation, or is quoted in the open editor, as on pages that hold nothing but it. Where
 * there is no conversation, as the message was selected in some page, it is that page that counts.
 */
export function showsMessage(page: Page, site: MailSite | undefined, mark: MessageMark): boolean {
  const ink = inkOf(mark.text);
  if (site !== undefined) {
    const thread = openThread(page, site);
    if (thread !== undefined) {
      // A message that begins as another one does is as long as it, or so long that what follows does not matter.
      const start = ink.slice(0, TELLING);
      const isIt = (text: string): boolean => inkOf(text).slice(0, TELLING) === start;
      return textsOf(page, site, thread).some(isIt) || isQuoted(page, site, ink);
    }
  }
  return withoutFragment(page.live.URL) === withoutFragment(mark.url) || isQuoted(page, site, ink);
}

function isQuoted(page: Page, site: MailSite | undefined, ink: string): boolean {
  const quoted = quotedInEditor(page, site);
  return ink !== "" && inkOf(quoted.join("\n")).includes(ink.slice(0, TELLING_IN_QUOTATION));
}

function withoutFragment(url: string): string {
  return url.replace(/#[^/]*$/u, "");
}
