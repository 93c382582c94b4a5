/**
 * Proton Mail. Its web client is free software, so every name can be looked up; the ids for tests (`data-testid`) are kept
 * stable on purpose.
 *
 * Where the structure is from (https://github.com/ProtonMail/WebClients, applications/mail/src/app/components/…):
 * - message `article[data-shortcut-target=message-container]` with `data-expanded`: message/MessageView.tsx
 * - `is-inbound`, `is-outbound`, reply `message-view:reply`: message/header/HeaderExpanded.tsx
 * - `recipients:sender`, `recipient-label`, `recipient-address`: message/recipients/RecipientItemLayout.tsx
 * - subject `conversation-header:subject` with a title: conversation/ConversationHeader.tsx
 * - date `time[data-testid^=item-date]`: list/ItemDate.tsx
 * - the message is rendered in `iframe[data-testid=content-iframe]`: message/MessageBodyIframe.tsx
 * - the editor is `#rooster-editor` in `iframe[data-testid=rooster-iframe]`, a textarea `editor-textarea` for plain text,
 *   send `composer:send-button`: composer/ and packages/components/…/editor/
 * - what an answer holds of the one before it, and signatures: helpers/message/messageBlockquote.ts, messageSignature.ts
 */
import type { MailSite } from "./mail-site.ts";

export const proton: MailSite = {
  id: "proton",
  name: "Proton Mail",
  matches: ["https://mail.proton.me/*", "https://mail.protonmail.com/*"],
  ownAddress: [{ at: "[data-testid='heading:userdropdown'] .user-dropdown-email", hidden: true }],
  ownName: [{ at: "[data-testid='heading:userdropdown'] .user-dropdown-displayName", hidden: true }],
  thread: "main:has([data-shortcut-target='message-container'])",
  subject: [
    { at: "[data-testid='conversation-header:subject']", attribute: "title" },
    { at: "[data-testid='conversation-header:subject']" },
  ],
  message: "[data-shortcut-target='message-container']",
  messageExtent: "element",
  folded: ":not([data-expanded='true'])",
  sent: ":has(.message-header-expanded.is-outbound)",
  senderName: [{ at: "[data-testid='recipients:sender'] [data-testid='recipient-label']" }],
  senderAddress: [{ at: "[data-testid='recipients:sender'] [data-testid='recipient-address']" }],
  date: [
    { at: "time[data-testid^='item-date']", attribute: "datetime" },
    { at: "time[data-testid^='item-date']" },
  ],
  body: "iframe[data-testid='content-iframe'], [data-testid='message-content:body'] pre",
  quotation: ".protonmail_quote",
  signature: ".protonmail_signature_block",
  editor: {
    at: "#rooster-editor, textarea[data-testid='editor-textarea']",
    signature: ".protonmail_signature_block",
    quotation: ".protonmail_quote",
    keeps: "model",
  },
  replyControl: "[data-testid='message-view:reply']",
  replyOpens: "here",
  sendControl:
    "[data-testid='composer:send-button'], .composer-send-button, [data-testid^='composer:schedule-send']",
};
