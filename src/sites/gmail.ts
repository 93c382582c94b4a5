/**
 * Gmail. Its class names are short and meaningless, and have been the same for more than ten years; what carries data has
 * attributes (`email`, `name`, `data-message-id`), which are preferred.
 *
 * Where the structure is from:
 * - thread `div.if`, subject `h2.hP`, message `div.adn`, body `div.a3s`, compose window `.aaZ`:
 *   https://github.com/FlowCrypt/flowcrypt-browser/blob/master/extension/js/content_scripts/webmail/gmail/gmail-element-replacer.ts
 * - message `.adn.ads` against the folded `.kv`, sender `span.gD[email][name]`, date `span.g3[title]`, editor
 *   `.Am.Al.editable[g_editable=true]`, send button `.T-I.aoO`:
 *   https://github.com/KartikTalwar/gmail.js/blob/master/src/gmail.js
 * - `.a3s.aiL` and the send button's other classes:
 *   https://github.com/Freemindtronic/evicypher-webmail/blob/main/src/content-scripts/gmail.ts
 * - `span.ams.bkH` under the last message opens the answer to the sender (`bkI` to all, `bkG` forwards); the account's
 *   address is in the address of the sign-out link's label and in the window's title.
 */
import { type MailSite, NOTHING } from "./mail-site.ts";

export const gmail: MailSite = {
  id: "gmail",
  name: "Gmail",
  matches: ["https://mail.google.com/*"],
  ownAddress: [
    { at: "a[href*='accounts.google.com/SignOutOptions']", attribute: "aria-label" },
    { at: "title", hidden: true },
  ],
  ownName: [],
  thread: "div.if",
  subject: [{ at: "h2.hP" }],
  message: "div.adn, div.kv",
  messageExtent: "element",
  folded: "div.kv, div.adn:not(:has(div.a3s))",
  sent: NOTHING,
  senderName: [{ at: ".gD[email]", attribute: "name" }, { at: ".gD" }],
  senderAddress: [{ at: ".gD[email]", attribute: "email" }],
  date: [{ at: "span.g3[title]", attribute: "title" }, { at: "span.g3" }],
  body: "div.a3s",
  quotation: ".gmail_quote, .gmail_extra",
  signature: ".gmail_signature, .gmail_signature_prefix, [data-smartmail='gmail_signature']",
  editor: {
    at: "div[g_editable='true'][contenteditable='true'], div.Am.editable[contenteditable='true']",
    signature: ".gmail_signature, .gmail_signature_prefix, [data-smartmail='gmail_signature']",
    quotation: ".gmail_quote, .gmail_extra",
    keeps: "native",
  },
  replyControl: "span.ams.bkH",
  replyOpens: "here",
  // `.dC` holds the button and the arrow beside it, which opens the menu that schedules.
  sendControl: ".aoO, .dC, .dK, [role='button'].T-I-atl",
};
