/**
 * Roundcube, which providers, universities and companies install under addresses of their own; its pages say by their
 * structure what they are. A message is a page, often in a frame beside the list; an answer is written on another page.
 *
 * Where the structure is from (https://github.com/roundcube/roundcubemail):
 * - `body.task-mail.action-…`: skins/elastic/templates/includes/layout.html
 * - `#message-header h2.subject`, `.header-headers`, `#messagebody`: skins/elastic/templates/message.html
 * - `td.header.from .rcmContactAddress[title]` with the address, `.message-part`, `.message-htmlpart`, `div.pre`:
 *   program/actions/mail/index.php, show.php
 * - in mail that it shows, ids and class names get the prefix `v1`: program/lib/Roundcube/rcube_washtml.php
 * - `span.sig` around a signature in plain text, `blockquote` for lines with `>`: program/lib/Roundcube/rcube_text2html.php
 * - `textarea#composebody` or TinyMCE's frame `#composebody_ifr`, `select#_from`, `.send`:
 *   skins/elastic/templates/compose.html
 * - `a.reply`: skins/elastic/templates/includes/mail-menu.html; buttons carry `onclick="return rcmail.command('send',…)"`
 */
import { type MailSite, NOTHING } from "./mail-site.ts";

export const roundcube: MailSite = {
  id: "roundcube",
  name: "Roundcube",
  matches: [],
  marks:
    "body.task-mail:has(#messagebody, #composebody, #messagecontframe, #messagelist), #mainscreen #messagebody",
  ownAddress: [
    { at: "select#_from option:checked", hidden: true },
    { at: "select#_from option[selected]", hidden: true },
    { at: ".username", hidden: true },
  ],
  ownName: [
    { at: "select#_from option:checked", hidden: true },
    { at: "select#_from option[selected]", hidden: true },
  ],
  thread:
    "#layout-content:has(#messagebody), #mainscreen:has(#messagebody), body:has(#messagebody):not(:has(#layout-content, #mainscreen))",
  subject: [{ at: "#message-header h2.subject", ownText: true }, { at: "td.header.subject" }],
  message:
    "#layout-content:has(#messagebody), #mainscreen:has(#messagebody), body:has(#messagebody):not(:has(#layout-content, #mainscreen))",
  messageExtent: "element",
  folded: NOTHING,
  sent: NOTHING,
  senderName: [{ at: "td.header.from .rcmContactAddress" }, { at: ".header-summary .rcmContactAddress" }],
  senderAddress: [
    { at: "td.header.from .rcmContactAddress", attribute: "title" },
    { at: ".header-summary .rcmContactAddress", attribute: "title" },
  ],
  date: [{ at: "td.header.date" }, { at: ".header-summary .text-nowrap" }],
  body: "#messagebody .message-htmlpart, #messagebody .message-part",
  quotation: ".message-part div.pre blockquote",
  signature: ".message-part span.sig",
  editor: {
    at: "textarea#composebody:not([aria-hidden='true']), body#tinymce[contenteditable='true']",
    signature: "#_rc_sig, div[id$='_rc_sig']",
    quotation: "blockquote",
    keeps: "native",
  },
  replyControl: "a.reply:not(.disabled), a.button.reply:not(.disabled)",
  replyOpens: "page",
  sendControl: ".send, [onclick*=\"command('send'\"]",
};
