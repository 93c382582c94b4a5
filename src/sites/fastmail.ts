/**
 * Fastmail. Views have class names after their kind (`v-…`), states `is-…`, icons `i-…`, and actions `s-…`.
 *
 * Where the structure is from:
 * - `.v-MessageCard` with `is-expanded` and `is-collapsed`, `.v-Compose`, `.v-RichText-input`, icons as `svg.i-…`, seen in
 *   the redesigned site of June 2026: https://github.com/yohasebe/fastmail-plus/blob/main/content/selectors.js
 * - `.v-RichText-input` is the root of the editor (Squire, which edits the page's own content):
 *   https://github.com/fastmail/overture/blob/master/source/views/controls/RichTextView.js
 * - `.v-Thread`, `.v-Thread-title`, `.v-Message-body`, `.v-MessageCard-from[title]` with the address,
 *   `.v-MessageCard-time[title]`, `.v-MessageCard-actions`, `.v-MessageCard--draft`, `.s-send`: as extensions and tests of
 *   2019 to 2026 use them
 * - `svg.i-reply` follows the naming of the icons above; it was not seen in a source.
 */
import { type MailSite, NOTHING } from "./mail-site.ts";

export const fastmail: MailSite = {
  id: "fastmail",
  name: "Fastmail",
  matches: ["https://app.fastmail.com/*", "https://www.fastmail.com/*", "https://betaapp.fastmail.com/*"],
  ownAddress: [],
  ownName: [],
  thread: ".v-Thread",
  subject: [{ at: ".v-Thread-title h1" }, { at: ".v-Thread-title" }],
  message: ".v-MessageCard",
  messageExtent: "element",
  folded: ".is-collapsed, :not(:has(.v-Message-body))",
  sent: NOTHING,
  senderName: [{ at: ".v-MessageCard-from" }],
  senderAddress: [{ at: ".v-MessageCard-from", attribute: "title" }, { at: ".v-MessageCard-unknownSender" }],
  date: [{ at: ".v-MessageCard-time", attribute: "title" }, { at: ".v-MessageCard-time" }],
  body: ".v-Message-body",
  quotation: "blockquote[type='cite']",
  signature: "[id^='sig'] > .signature",
  editor: {
    at: ".v-Compose .v-RichText-input, .v-Compose textarea.v-Text-input, .v-Compose .v-TextInput-input[rows]",
    signature: "[id^='sig'] > .signature, [id^='sig']:has(> .signature)",
    quotation: "blockquote[type='cite']",
    keeps: "native",
  },
  replyControl: ".s-reply, .v-MessageCard-actions button:has(svg.i-reply)",
  replyOpens: "here",
  sendControl: ".s-send, .v-Compose .v-Button--cta, .s-send-later",
};
