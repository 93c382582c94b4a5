/** Drafts that outlive the panel: in the browser's memory, by tab, so that closing the panel loses no edit. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { ReplyInput } from "../../tasks/reply/input.ts";
import { SPEECH_ACTS } from "../../tasks/task.ts";
import type { Draft } from "./reply-context.ts";

/** A reply that shall take the place of the present one. */
export interface NextReply {
  readonly input: ReplyInput;
  readonly jobId: string;
}

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
  /** What has been begun in its place, until there is a draft of it: the present drafts may hold edits. */
  readonly next: NextReply | null;
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

const NextForm = v.object({ input: ReplyInput, jobId: v.string() });

// Apart, as inputs are large and written once, and the drafts are written with each letter of an edit.
const inputKey = (tabId: number): string => `reply.${tabId}.input`;
const nextKey = (tabId: number): string => `reply.${tabId}.next`;
const draftsKey = (tabId: number): string => `reply.${tabId}.drafts`;

/** What is kept for a tab; null when there is nothing. */
export async function loadReply(tabId: number): Promise<Reply | null> {
  const stored = await browser.storage.session.get([inputKey(tabId), nextKey(tabId), draftsKey(tabId)]);
  const drafts = v.safeParse(DraftsForm, stored[draftsKey(tabId)]);
  if (!drafts.success) return null;
  const input = v.safeParse(ReplyInput, stored[inputKey(tabId)]);
  const next = v.safeParse(NextForm, stored[nextKey(tabId)]);
  return {
    ...drafts.output,
    input: input.success ? input.output : null,
    next: next.success ? next.output : null,
  };
}

/** @param before what was kept until now, of which only what differs is written */
export async function keepReply(tabId: number, reply: Reply, before: Reply | null): Promise<void> {
  const { input, next, ...drafts } = reply;
  await browser.storage.session.set({
    ...(input === before?.input ? {} : { [inputKey(tabId)]: input }),
    ...(next === before?.next ? {} : { [nextKey(tabId)]: next }),
    [draftsKey(tabId)]: drafts,
  });
}

/** Drops what is kept for tabs that were closed while no panel was there to hear of it. */
export async function forgetClosed(): Promise<void> {
  const keys = Object.keys(await browser.storage.session.get());
  const open = new Set((await browser.tabs.query({})).map(({ id }) => String(id)));
  const closed = keys.filter((key) => {
    const tabId = /^reply\.(\d+)\./u.exec(key)?.[1];
    return tabId !== undefined && !open.has(tabId);
  });
  if (closed.length > 0) await browser.storage.session.remove(closed);
}

export async function forgetReply(tabId: number): Promise<void> {
  await browser.storage.session.remove([inputKey(tabId), nextKey(tabId), draftsKey(tabId)]);
}
