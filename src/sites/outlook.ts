/**
 * Outlook on the web, for private accounts and for those of work or school. Class names change with every release; ids and
 * `data-*` attributes have stayed.
 *
 * Where the structure is from:
 * - reading pane `[data-app-section=MailReadCompose]`:
 *   https://github.com/fperezdev/wd-extension-poc/blob/main/src/lib/consts.ts
 * - `#ReadingPaneContainerId` and the primary button in the editor's pane:
 *   https://github.com/Freemindtronic/evicypher-webmail/blob/main/src/content-scripts/outlook.ts
 * - ids `CONV_…_SUBJECT`, `MSG_…_SUBJECT`, `MSG_…_FROM`, `MSG_…_DATETIME`, bodies `UniqueMessageBody…` of role `document`,
 *   the sender's hover target `[data-lpc-hover-target-id]`, `[data-testid=ComposeSendButton]`, `button[name=Send]`: as
 *   several extensions of 2024 to 2026 use them, among them https://github.com/toggl/track-extension/blob/master/src/content/outlook.js
 * - icons are `i[data-icon-name=ArrowReply…]`; `SendRegular` is the one of the send button
 * - the account: `#mectrl_currentAccount_primary` and `_secondary`, of the account menu that all Microsoft sites share
 * - the editor is roosterjs, which keeps its own model and takes text from paste events:
 *   https://github.com/microsoft/roosterjs (packages/roosterjs-content-model-core/lib/corePlugin/copyPaste)
 */
import { type MailSite, NOTHING } from "./mail-site.ts";

export const outlook: MailSite = {
  id: "outlook",
  name: "Outlook",
  matches: [
    "https://outlook.live.com/*",
    "https://outlook.office.com/*",
    "https://outlook.office365.com/*",
    "https://outlook.cloud.microsoft/*",
  ],
  ownAddress: [{ at: "#mectrl_currentAccount_secondary", hidden: true }],
  ownName: [{ at: "#mectrl_currentAccount_primary", hidden: true }],
  thread: "[data-app-section='MailReadCompose']",
  subject: [
    { at: "[role='heading'][id^='CONV_'][id$='_SUBJECT']", attribute: "title" },
    { at: "[role='heading'][id$='_SUBJECT']" },
  ],
  message: "[id^='MSG_'][id$='_FROM']",
  messageExtent: "around",
  folded: ":not(:has([id^='UniqueMessageBody']))",
  sent: NOTHING,
  senderName: [{ at: "[id^='MSG_'][id$='_FROM']" }],
  senderAddress: [
    { at: "[id^='MSG_'][id$='_FROM'] [title*='@']", attribute: "title" },
    { at: "[id^='MSG_'][id$='_FROM']" },
    { at: "[id^='MSG_'][id$='_FROM'] [aria-label*='@']", attribute: "aria-label" },
  ],
  date: [{ at: "[id^='MSG_'][id$='_DATETIME']" }],
  body: "[id^='UniqueMessageBody']",
  quotation: "[id$='appendonsend'], [id$='divRplyFwdMsg'], [id$='mail-editor-reference-message-container']",
  signature: "[id$='Signature']",
  editor: {
    at: "[id^='editorParent'] [contenteditable='true'], [role='textbox'][contenteditable='true'][aria-multiline='true']",
    signature: "[id$='Signature']",
    quotation: "[id$='appendonsend'], [id$='divRplyFwdMsg'], [id$='mail-editor-reference-message-container']",
    keeps: "model",
  },
  replyControl: "button:has([data-icon-name='ArrowReplyRegular'])",
  replyOpens: "here",
  sendControl:
    "[data-testid='ComposeSendButton'], button[name='Send'], button:has([data-icon-name^='Send']), .ms-Button--primary.ms-Button--split",
};
