/** Drafts that outlive the panel: in the browser's memory, by tab, so that closing the panel loses no edit. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { ReplyInput } from "../../tasks/reply/input.ts";
import { SPEECH_ACTS } from "../../tasks/task.ts";
import type { Draft } from "./reply-context.ts";

/** The present reply of a tab. */
export interface Reply {
  /** What its first draft was made from; null when this panel does not know, as another one began it. */
  readonly input: ReplyInput | null;
  /** Its jobs, oldest first. */
  readonly jobs: readonly string[];
  /** Those of its drafts that are finished, as they read by now, oldest first. */
  readonly drafts: readonly Draft[];
  /** The job whose draft is shown. */
  readonly shown: string | null;
  /** The job whose draft was put into the page and not taken back. */
  readonly inserted: string | null;
}

const DraftForm = v.object({
  jobId: v.string(),
  text: v.string(),
  blanks: v.array(v.string()),
  asks: v.array(v.object({ act: v.picklist(SPEECH_ACTS), text: v.string() })),
  lang: v.string(),
});

const DraftsForm = v.object({
  jobs: v.array(v.string()),
  drafts: v.array(DraftForm),
  shown: v.nullable(v.string()),
  inserted: v.nullable(v.string()),
});

// Apart, as one is large and written once, and the other is written with each letter of an edit.
const inputKey = (tabId: number): string => `reply.${tabId}.input`;
const draftsKey = (tabId: number): string => `reply.${tabId}.drafts`;

/** What is kept for a tab; null when there is nothing. */
export async function loadReply(tabId: number): Promise<Reply | null> {
  const stored = await browser.storage.session.get([inputKey(tabId), draftsKey(tabId)]);
  const drafts = v.safeParse(DraftsForm, stored[draftsKey(tabId)]);
  if (!drafts.success) return null;
  const input = v.safeParse(ReplyInput, stored[inputKey(tabId)]);
  return { ...drafts.output, input: input.success ? input.output : null };
}

/** @param before what was kept until now, of which only what differs is written */
export async function keepReply(tabId: number, reply: Reply, before: Reply | null): Promise<void> {
  const { input, ...drafts } = reply;
  const changed = input === before?.input ? {} : { [inputKey(tabId)]: input };
  await browser.storage.session.set({ ...changed, [draftsKey(tabId)]: drafts });
}

export async function forgetReply(tabId: number): Promise<void> {
  await browser.storage.session.remove([inputKey(tabId), draftsKey(tabId)]);
}
