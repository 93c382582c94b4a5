/**
 * What of a message's HTML repeats earlier messages or is a signature. Mail programs mark both by class names and ids; the
 * sites that show mail put prefixes before them (`x_`, `m_…`, `yiv…`, `v1`), so the ends of names are compared.
 *
 * The names are those that mail programs have left in mail for years; lists of them are kept in
 * https://github.com/ProtonMail/WebClients (applications/mail/src/app/helpers/message/messageBlockquote.ts) and
 * https://github.com/mailgun/talon (talon/html_quotations.py).
 */
import type { MailSite } from "../../sites/mail-site.ts";
import type { Treatment } from "./lines.ts";

const QUOTATIONS = [
  "[class$='gmail_quote'], [class*='gmail_quote '], [class$='gmail_quote_container'], [class$='gmail_extra']",
  "[class$='protonmail_quote'], [class*='protonmail_quote ']",
  "[class$='yahoo_quoted'], [class*='yahoo_quoted ']",
  "[class$='tutanota_quote'], [class$='zmail_extra'], [class*='zmail_extra ']",
  "[class$='moz-cite-prefix']",
  "blockquote[type='cite'], blockquote[class$='iosymail'], blockquote[id$='isReplyContent']",
  "[id$='mail-editor-reference-message-container'], [id$='isForwardContent'], [id$='origbody'], [id$='reply139content']",
  "[name='quote']",
].join(", ");

/** From here on, everything to the end of the message is the quotation. */
const QUOTATION_STARTS =
  "[id$='appendonsend'], [id$='divRplyFwdMsg'], hr[id$='replySplit'], [id$='stopSpelling']";

const SIGNATURES = [
  "[class$='gmail_signature'], [class*='gmail_signature '], [class$='gmail_signature_prefix']",
  "[data-smartmail='gmail_signature']",
  "[class*='protonmail_signature_block']",
  "[class$='moz-signature'], [id$='Signature'], [id$='AppleMailSignature'], [id$='lineBreakAtBeginningOfSignature']",
  "[id*='ms-outlook-mobile-signature'], [id$='mobile-signature']",
].join(", ");

/** Labels such as "From:" in bold, of which the header that Outlook writes before an older message has several. */
const LABELS = "b, strong";
const MIN_LABELS = 3;

/** How the elements in `body` are to be treated when it is read. */
export function treatmentIn(
  body: Element,
  site: Pick<MailSite, "quotation" | "signature"> | undefined,
): (element: Element) => Treatment {
  const treatments = new Map<Element, Treatment>();
  const mark = (selector: string, treatment: Treatment): void => {
    for (const element of body.querySelectorAll(selector)) treatments.set(element, treatment);
  };
  mark(SIGNATURES, "leave out");
  mark(QUOTATIONS, "quotation");
  if (site !== undefined) {
    mark(site.signature, "leave out");
    mark(site.quotation, "quotation");
  }
  const start = body.querySelector(QUOTATION_STARTS) ?? headerOfOlderMessage(body);
  if (start !== null) treatments.set(start, "end");
  return (element) => treatments.get(element) ?? "read";
}

/** The quotations in an editor or a message, outermost first. */
export function quotationsIn(root: Element): Element[] {
  return Array.from(root.querySelectorAll(QUOTATIONS)).filter((element) => {
    const outer = element.parentElement?.closest(QUOTATIONS) ?? null;
    return outer === null || !root.contains(outer) || outer === root;
  });
}

/** The element that holds the header of an older message, or null. */
function headerOfOlderMessage(body: Element): Element | null {
  const labels = new Map<Element, number>();
  for (const label of body.querySelectorAll(LABELS)) {
    if (!/^[^:：]{1,30}[:：]$/u.test((label.textContent ?? "").trim())) continue;
    const block = label.closest("p, div, td, font");
    if (block === null || !body.contains(block)) continue;
    const count = (labels.get(block) ?? 0) + 1;
    labels.set(block, count);
    if (count >= MIN_LABELS && /@|\b\d{4}\b/.test(block.textContent ?? "")) return block;
  }
  return null;
}
