/**
 * Yahoo Mail. Class names are generated; `data-test-id` attributes have been stable since 2017.
 *
 * Where the structure is from: tests of many authors that drive the site by `data-test-id`, such as
 * - `compose-subject`, `#message-to-field`, `#editor-container`:
 *   https://github.com/Ivan643/The-mailbox-testing-yahoo.com-/blob/main/features/pageobjects/compose.page.js
 * - `message-view`, `message-from`: https://github.com/will355/email-scam-detection-chrome-ext/blob/main/providers/yahoo.js
 * - `message-group-view`, `message-group-subject-text`, `message-view-body-content`, `email-pill`, `message-date`, `rte`,
 *   `btn-reply-sender`, `compose-send-button`: the same in tests and extensions of 2018 to 2026
 * - mail that Yahoo shows has all its ids and class names prefixed (`yiv1234…`, `ydp1234…`), so the ends of names count
 */
import { type MailSite, NOTHING } from "./mail-site.ts";

export const yahoo: MailSite = {
  id: "yahoo",
  name: "Yahoo Mail",
  matches: ["https://mail.yahoo.com/*", "https://*.mail.yahoo.com/*"],
  ownAddress: [
    { at: "[data-test-id='account-email']", hidden: true },
    { at: "[data-test-id='profile-email']", hidden: true },
  ],
  ownName: [],
  thread: "[data-test-id='message-group-view']",
  subject: [{ at: "[data-test-id='message-group-subject-text']" }],
  message: "[data-test-id='message-view']",
  messageExtent: "element",
  folded: ":not(:has([data-test-id='message-view-body-content']))",
  sent: NOTHING,
  senderName: [
    { at: "[data-test-id='message-from'] [data-test-id='email-pill']" },
    { at: "[data-test-id='message-from']" },
    { at: "[data-test-id='email-pill']" },
  ],
  senderAddress: [
    { at: "[data-test-id='message-from'] [data-test-id='email-pill']", attribute: "title" },
    { at: "[data-test-id='message-from']" },
    { at: "[data-test-id='email-pill']", attribute: "title" },
    { at: "[data-test-id='email-pill']" },
  ],
  date: [
    { at: "[data-test-id='message-date']", attribute: "title" },
    { at: "[data-test-id='message-date']" },
    { at: "time", attribute: "datetime" },
  ],
  body: "[data-test-id='message-view-body-content']",
  quotation: "[class*='yahoo_quoted'], [class*='yahoo-quoted-begin']",
  signature: "[class$='signature'][id*='ymail'], .signature",
  editor: {
    at: "[data-test-id='rte'] [contenteditable='true'], [data-test-id='rte'][contenteditable='true'], #editor-container [contenteditable='true'], textarea[data-test-id='plaintext-editor']",
    signature: ".signature, [class$='signature']",
    quotation: "[class*='yahoo_quoted'], [class*='yahoo-quoted-begin']",
    keeps: "native",
  },
  replyControl: "[data-test-id='btn-reply-sender'], [data-test-id='toolbar-reply']",
  replyOpens: "here",
  sendControl:
    "[data-test-id='compose-send-button'], [data-test-id*='schedule-send'], [data-test-id*='send-later']",
};
