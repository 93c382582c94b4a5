/**
 * What lies over a page and asks for something: consent to cookies, a newsletter, a chat. Taken out of the copy of a page,
 * unless it is the page: some applications live in a fixed box, and some walls have nothing behind them.
 */
import { FIXED } from "./visible.ts";

/** UTF-16 units of text that must be left for a consent box to count as lying over something. */
const ENOUGH_BEHIND = 300;

const DIALOGS = `[${FIXED}], dialog, [role=dialog], [role=alertdialog], [aria-modal=true]`;

/** Names that consent boxes go by, of the common products and of hand-made ones. */
const CONSENT =
  /(^|[\s_-])(cookie-?(banner|bar|box|consent|dialog|law|layer|message|modal|notice|overlay|policy|popup|wall)\w*|cookie-?s?(info|hint)|(consent|gdpr|rgpd|dsgvo|privacy)-?(banner|bar|box|dialog|layer|manager|message|modal|notice|overlay|popup|wall|root|sdk)\w*|onetrust\S*|CybotCookiebot\S*|didomi\S*|qc-cmp2\S*|sp_message_container\S*|usercentrics\S*|fc-consent-root|truste\S*|iubenda-cs\S*|osano-cm\S*|cmpbox\S*|klaro)(?=$|[\s_-])/i;

/** What wikis put among the text: links to edit it, pointers to other pages, tables of contents, notices, categories. */
const APPARATUS =
  ".mw-editsection, .hatnote, .mw-jump-link, #siteNotice, #toc, .toc, #catlinks, .catlinks, .navbox, .sistersitebox";

/** Removes from `copy`, a page as `copyVisible` gives it. */
export function removeOverlays(copy: Document): void {
  const body = copy.body;
  for (const element of body.querySelectorAll(APPARATUS)) element.remove();
  let left = length(body);
  const remove = (element: Element, mayGo: (own: number) => boolean): void => {
    if (!body.contains(element)) return;
    const own = length(element);
    if (!mayGo(own)) return;
    element.remove();
    left -= own;
  };
  for (const element of body.querySelectorAll("[id], [class]"))
    if (isConsentBox(element)) remove(element, (own) => left - own >= ENOUGH_BEHIND);
  for (const element of body.querySelectorAll(DIALOGS)) remove(element, (own) => own * 2 < left);
}

function isConsentBox(element: Element): boolean {
  return CONSENT.test(element.id) || CONSENT.test(element.getAttribute("class") ?? "");
}

function length(element: Element): number {
  return (element.textContent ?? "").replace(/\s+/g, " ").length;
}
