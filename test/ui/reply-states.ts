/** Fixed states of replies in the panel, for the gallery, its screenshots and the tests. */
import { PostilError } from "../../src/errors.ts";
import type { JobView } from "../../src/messages/protocol.ts";
import type { MailContent } from "../../src/page/mail/content.ts";
import type { Draft, ReplyPart } from "../../src/panel/reply/reply-context.ts";
import type { Known, Tab } from "../../src/panel/view.ts";
import { hostWith, job, known } from "./states.ts";

export const MAIL_TAB: Tab = {
  id: 7,
  url: "https://mail.google.com/mail/u/0/#inbox/FMfcgz",
  title: "The boat on Saturday - mara.lind@example.org - Gmail",
};

export const MESSAGE: MailContent = {
  site: "gmail",
  url: MAIL_TAB.url ?? "",
  subject: "The boat on Saturday",
  own: { name: "Mara Lind", address: "mara.lind@example.org" },
  sender: { name: "Jon Brix", address: "jon.brix@example.net" },
  date: "3 May 2026, 20:31",
  text: "Hi Mara,\n\nlovely! The boat lies at pier 4. Can you be there at 9:30, and will you bring the life jackets?\nThe forecast says dry, 18 degrees.\n\nSee you\nJon",
  isOwn: false,
  lang: "en",
  direction: "ltr",
  earlier: [],
  folded: { before: 1, after: 0 },
  editor: "reply",
};

export const ASKS: Draft["asks"] = [
  { act: "question", text: "Can you be there at 9:30, and will you bring the life jackets?" },
];

export const DRAFT: Draft = {
  jobId: "reply",
  text: "Hi Jon,\n\nyes, I can be there at 9:30. I will bring [life jackets].\n\nBest wishes\nMara",
  blanks: ["[life jackets]"],
  asks: ASKS,
  lang: "en",
};

export function replyJob(change: Partial<JobView> = {}): JobView {
  return job({
    id: "reply",
    task: "reply",
    page: { url: MESSAGE.url, title: MESSAGE.subject },
    result: { kind: "reply", draft: DRAFT.text, blanks: [...DRAFT.blanks], asks: [...ASKS], lang: "en" },
    ...change,
  });
}

/** What the screens get besides the view, but for what they can do. */
export type ReplyFacts = Omit<ReplyPart, "actions">;

export function facts(change: Partial<ReplyFacts> = {}): ReplyFacts {
  return {
    seen: { kind: "message", message: MESSAGE },
    wishes: { intent: "auto", tone: "neutral", length: "short", words: "" },
    drafts: [],
    shown: null,
    canVary: false,
    foreignLanguage: "",
    inserted: null,
    ...change,
  };
}

interface ReplyState {
  readonly known: Known;
  readonly part: ReplyFacts;
}

function state(of: Partial<ReplyFacts> = {}, ...jobs: readonly JobView[]): ReplyState {
  return { known: known({ tab: MAIL_TAB, host: hostWith(...jobs) }), part: facts(of) };
}

const done = { drafts: [DRAFT], shown: DRAFT.jobId, canVary: true };
const other: Draft = { ...DRAFT, jobId: "first", text: "Hello Jon,\n\nI will be there.\n\nMara", blanks: [] };

/** Name → what is known. */
export const REPLY_STATES: Readonly<Record<string, ReplyState>> = {
  "reply-looking": state({ seen: { kind: "reading" } }),
  "reply-none": state({
    seen: { kind: "failed", error: new PostilError("page-without-mail").toReport() },
  }),
  "reply-ready": state(),
  "reply-opened-other": state({ seen: { kind: "message", message: MESSAGE, isOther: true } }),
  "reply-own-message": state({
    seen: { kind: "message", message: { ...MESSAGE, isOwn: true, folded: { before: 2, after: 1 } } },
    wishes: { intent: "decline", tone: "formal", length: "long", words: "I am at sea until June." },
  }),
  "reply-thinking": state({}, replyJob({ status: "running", result: null })),
  "reply-streaming": state(
    {},
    replyJob({
      status: "running",
      result: { kind: "reply", draft: "Hi Jon,\n\nyes, I can be", blanks: [], asks: [...ASKS], lang: "en" },
    }),
  ),
  "reply-done": state(done, replyJob()),
  "reply-alternatives": state({ ...done, drafts: [other, DRAFT], inserted: "first" }, replyJob()),
  "reply-foreign": state({ ...done, foreignLanguage: "sv" }, replyJob()),
  "reply-inserted": state({ ...done, inserted: DRAFT.jobId }, replyJob()),
  "reply-stopped": state({}, replyJob({ status: "cancelled", result: null })),
  "reply-failed": state(
    {},
    replyJob({ status: "failed", result: null, error: new PostilError("gpu-lost").toReport() }),
  ),
  "reply-moved-on": {
    known: known({
      tab: { ...MAIL_TAB, url: "https://mail.google.com/mail/u/0/#inbox" },
      host: hostWith(replyJob()),
    }),
    part: facts(done),
  },
  "reply-moved-away": {
    known: known({
      tab: { id: MAIL_TAB.id, url: null, title: null },
      host: hostWith(replyJob()),
      chosen: new Map([[MAIL_TAB.id, "reply"]]),
    }),
    part: facts(done),
  },
  "reply-arabic": state(
    {
      drafts: [
        {
          ...DRAFT,
          text: "مرحباً ليلى،\n\nنعم، يمكنني الحضور [التاريخ].\n\nمع التحية\nسامي",
          blanks: ["[التاريخ]"],
          lang: "ar",
          asks: [{ act: "question", text: "هل يمكنك الحضور يوم الخميس؟" }],
        },
      ],
      shown: DRAFT.jobId,
    },
    replyJob({ page: { url: MESSAGE.url, title: "موعد الاجتماع" } }),
  ),
  "reply-hostile": state({
    seen: {
      kind: "message",
      message: {
        ...MESSAGE,
        sender: { name: "<img src=x onerror=alert(1)>".repeat(7), address: "" },
        subject: "a".repeat(300),
        text: "\u202Egnp.lrtnuoc<script>alert(1)</script>".repeat(30),
      },
    },
  }),
};
