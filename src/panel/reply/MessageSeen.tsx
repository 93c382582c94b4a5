/** The message that is to be answered, as Postil has read it: one sees what a draft will be about before there is one. */
import type { MailContent } from "../../page/mail/content.ts";
import { Notice } from "../../ui/elements.tsx";
import { formatDate, plural, t } from "../../ui/i18n.ts";

/** UTF-16 units; the rest is in the page. */
const EXCERPT = 400;

export function MessageSeen({ message }: { readonly message: MailContent }) {
  const { sender, subject, text, lang, folded, isOwn } = message;
  return (
    <section class="mail" aria-label={t("reply_message")}>
      <p class="envelope">
        <b>
          <bdi>{sender.name || sender.address || t("reply_sender_unknown")}</bdi>
        </b>{" "}
        <bdi class="note">{dateOf(message)}</bdi>
      </p>
      {subject !== "" && (
        <p class="subject" dir="auto">
          {subject}
        </p>
      )}
      <blockquote class="excerpt" dir="auto" lang={lang || undefined}>
        {text === "" ? t("reply_without_words") : text.replace(/\n{2,}/gu, "\n").slice(0, EXCERPT)}
      </blockquote>
      {isOwn && (
        <Notice>
          <p>{t("reply_own")}</p>
        </Notice>
      )}
      {folded.after > 0 && (
        <Notice>
          <p>{plural("reply_folded_after", folded.after)}</p>
        </Notice>
      )}
      {folded.before > 0 && <p class="note">{plural("reply_folded_before", folded.before)}</p>}
    </section>
  );
}

/** Pages give what they show, and a few a machine's form. */
function dateOf({ date }: MailContent): string {
  const time = /^\d{4}-\d{2}-\d{2}T/u.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? date : formatDate(time);
}
