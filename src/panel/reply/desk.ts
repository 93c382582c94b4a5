/** What the panel knows of replies: the open message, what the reply is to be, its drafts, and what was put into the page. */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { asPostilError, type ErrorReport } from "../../errors.ts";
import { type JobView, resultOf } from "../../messages/protocol.ts";
import { languageTag, primaryLanguage } from "../../page/language.ts";
import type { MailContent } from "../../page/mail/content.ts";
import type { Undoing } from "../../page/mail/insert.ts";
import type { Settings } from "../../settings/settings.ts";
import type { ReplyInput } from "../../tasks/reply/input.ts";
import { REPLY_LANGUAGES } from "../../tasks/reply/languages/tags.ts";
import type { HostLink } from "../../ui/host-link.ts";
import type { TabEvents } from "../current-tab.ts";
import type { Begin } from "../session.ts";
import type { Tab } from "../view.ts";
import type * as keptReplies from "./kept-replies.ts";
import type { Reply } from "./kept-replies.ts";
import type * as mailInTab from "./mail-in-tab.ts";
import type { Draft, Inserting, Outcome, ReplyActions, ReplyPart, Seen, Wishes } from "./reply-context.ts";

/** Drafts of one reply; more would be more to read than to write. */
export const MAX_DRAFTS = 3;

/** What `Session.start` hands on for another draft of the same reply. */
const AGAIN = { again: true } as const;

export interface ReplyMeans {
  watchTab(events: TabEvents): ReadonlySignal<Tab | null>;
  readonly link: Pick<HostLink, "state" | "kept">;
  /** Begins the task in the tab in front, which comes back as `begin`. */
  start(options: unknown): void;
  loadSettings(): Promise<Settings>;
  /** BCP 47: what a text is written in; empty where that is not sure. */
  languageOf(text: string): Promise<string>;
  readonly mail: Pick<typeof mailInTab, "readMailInTab" | "insertInTab" | "undoInTab">;
  readonly kept: Pick<typeof keptReplies, "loadReply" | "keepReply" | "forgetReply" | "forgetClosed">;
}

export class ReplyDesk {
  readonly #means: ReplyMeans;
  readonly #tab: ReadonlySignal<Tab | null>;
  readonly #seen = signal<{ readonly tabId: number; readonly seen: Seen } | null>(null);
  /** For each tab the text of the message that was read last: what is wished for belongs to both. */
  readonly #texts = signal<ReadonlyMap<number, string>>(new Map());
  readonly #wishes = signal<ReadonlyMap<string, Partial<Wishes>>>(new Map());
  readonly #defaults = signal<Pick<Wishes, "tone" | "length">>({ tone: "neutral", length: "short" });
  readonly #replies = signal<ReadonlyMap<number, Reply>>(new Map());
  /** Tabs for which it is known whether something was kept. */
  readonly #loaded = signal<ReadonlySet<number>>(new Set());
  /** Counts readings: one that was overtaken is dropped. */
  #looks = 0;
  /** Whether there was nothing to look at when a look was asked for. */
  #owesLook = false;
  readonly part: ReadonlySignal<ReplyPart>;
  readonly #actions: ReplyActions = {
    look: () => this.look(),
    wish: (change) => this.wish(change),
    draft: () => this.#means.start(undefined),
    again: () => this.#means.start(AGAIN),
    edit: (jobId, text) => this.#edit(jobId, text),
    show: (jobId) => this.#changeReply((reply) => ({ ...reply, shown: jobId })),
    insert: (draft) => this.insert(draft),
    undo: () => this.undo(),
  };

  constructor(means: ReplyMeans) {
    this.#means = means;
    this.#tab = means.watchTab({
      onLeave: () => undefined,
      onGranted: () => undefined,
      onClosed: (tabId) => this.#forget(tabId),
    });
    this.part = computed(() => this.#draw());
    void means.kept.forgetClosed().catch(() => undefined);
    void means.loadSettings().then(({ replyTone, replyLength }) => {
      this.#defaults.value = { tone: replyTone, length: replyLength };
    });
    effect(() => {
      const tabId = this.#tab.value?.id;
      if (tabId !== undefined && !this.#loaded.value.has(tabId)) void untracked(() => this.#load(tabId));
    });
    effect(() => {
      const isOpen = typeof this.#tab.value?.url === "string";
      if (isOpen && this.#owesLook) void untracked(() => this.look());
    });
    effect(() => {
      const jobs = [...means.link.kept.value, ...(means.link.state.value?.jobs ?? [])];
      const loaded = this.#loaded.value;
      untracked(() => {
        for (const job of jobs) if (loaded.has(job.tabId)) this.#take(job);
      });
    });
  }

  /** Reads the open message of the tab in front. What was read before stays until then. */
  async look(): Promise<void> {
    const tab = this.#tab.peek();
    // Others may hear of a tab, or of its being opened to us, a moment sooner.
    this.#owesLook = !tab || tab.url === null;
    if (!tab || tab.url === null) return;
    const turn = ++this.#looks;
    const before = this.#seen.peek();
    if (before?.tabId !== tab.id) this.#seen.value = { tabId: tab.id, seen: { kind: "reading" } };
    let seen: Seen;
    try {
      const message = await this.#read(tab.id);
      // Until the user goes on, it stays the other one.
      const isStill = before?.tabId === tab.id && messageIn(before.seen)?.text === message.text;
      seen = isStill ? { ...before.seen, kind: "message", message } : { kind: "message", message };
    } catch (thrown) {
      seen = { kind: "failed", error: asPostilError(thrown).toReport() };
    }
    if (turn !== this.#looks) return;
    this.#see(tab.id, seen);
  }

  wish(change: Partial<Wishes>): void {
    const tabId = this.#tab.peek()?.id;
    if (tabId === undefined) return;
    const before = this.#wishes.peek();
    const key = this.#wishKey(tabId);
    this.#wishes.value = new Map(before).set(key, { ...before.get(key), ...change });
  }

  /**
   * What a reply in a tab is begun with; null when the page shows another message than the panel did, which it shows then.
   * Throws what reading a message throws.
   */
  async begin(tabId: number, options: unknown): Promise<Begin | null> {
    const present = this.#replies.peek().get(tabId);
    if (options === AGAIN && present?.input) {
      const { input, drafts } = present;
      return this.#begun(tabId, { ...input, variant: drafts.length }, input, drafts);
    }
    const seen = this.#seen.peek();
    const known = seen?.tabId === tabId ? messageIn(seen.seen) : null;
    const [message, { userName }] = await Promise.all([this.#read(tabId), this.#means.loadSettings()]);
    // What was wished for in the panel was meant for the other one; who asks in the page means what is open there.
    const isOther = options === undefined && known !== null && known.text !== message.text;
    if (this.#tab.peek()?.id === tabId) {
      // A reading that was begun before this one knows less.
      this.#looks += 1;
      this.#see(tabId, { kind: "message", message, ...(isOther && { isOther }) });
    }
    if (isOther) return null;
    const { intent, words, tone, length } = this.#wishesOf(tabId);
    const lang = await this.#means.languageOf(message.text);
    const input: ReplyInput = {
      // "de" found in a message that says "de-AT": the message knows more.
      message:
        primaryLanguage(lang) === primaryLanguage(message.lang)
          ? message
          : { ...message, lang: lang || message.lang },
      ...(intent === "auto" ? {} : { intent }),
      words,
      tone,
      length,
      name: userName,
      lang: "",
      variant: 0,
    };
    return this.#begun(tabId, input, input, []);
  }

  #begun(tabId: number, input: ReplyInput, first: ReplyInput, drafts: readonly Draft[]): Begin {
    const { url, subject } = input.message;
    return {
      page: { url, title: subject },
      input,
      begun: (jobId) => {
        const before = this.#replies.peek().get(tabId);
        const isSame = before !== undefined && before.input === first;
        if (isSame) {
          this.#setReply(tabId, { ...before, jobs: [...before.jobs, jobId], shown: jobId, next: null });
        } else if (before && before.drafts.length > 0) {
          this.#setReply(tabId, { ...before, next: { input: first, jobId } });
        } else {
          const inserted = insertedStill(before, first);
          this.#setReply(tabId, { input: first, jobs: [jobId], drafts, shown: jobId, inserted, next: null });
        }
      },
    };
  }

  /** Puts a draft into the page of the message that it answers, in place of the one that is there by our hand. */
  async insert(draft: Draft): Promise<Outcome<Inserting>> {
    const tabId = this.#tab.peek()?.id;
    const reply = tabId === undefined ? undefined : this.#replies.peek().get(tabId);
    const message = reply?.input?.message;
    // Nobody knows any more which message it answers.
    if (tabId === undefined || !message) return "other-message";
    return this.#tried<Inserting>(async () => {
      if (reply.inserted !== null) {
        // The page knows its last insertion only: beside a second one the first could not be taken back.
        const undone = await this.#means.mail.undoInTab(tabId);
        // What was left there is the user's by now; pressed once more, the draft is put beside it.
        this.#changeReply((now) => ({ ...now, inserted: null }), tabId);
        if (undone === "changed" || undone === "failed") return undone;
      }
      const outcome = await this.#means.mail.insertInTab(tabId, draft.text, message);
      if (outcome === "inserted") this.#changeReply((reply) => ({ ...reply, inserted: draft.jobId }), tabId);
      return outcome;
    });
  }

  /** Takes back what was put into the page. */
  async undo(): Promise<Outcome<Undoing>> {
    const tabId = this.#tab.peek()?.id;
    if (tabId === undefined) return "gone";
    return this.#tried(async () => {
      const outcome = await this.#means.mail.undoInTab(tabId);
      if (outcome === "undone" || outcome === "gone")
        this.#changeReply((reply) => ({ ...reply, inserted: null }), tabId);
      return outcome;
    });
  }

  async #tried<T extends string>(work: () => Promise<T>): Promise<T | ErrorReport> {
    try {
      return await work();
    } catch (thrown) {
      return asPostilError(thrown).toReport();
    }
  }

  #draw(): ReplyPart {
    const tabId = this.#tab.value?.id ?? -1;
    const reply = this.#replies.value.get(tabId);
    const seen = this.#seen.value;
    return {
      seen: seen?.tabId === tabId ? seen.seen : null,
      wishes: this.#wishesOf(tabId),
      drafts: reply?.drafts ?? [],
      shown: reply?.shown ?? null,
      canVary: Boolean(reply?.input) && (reply?.drafts.length ?? 0) < MAX_DRAFTS,
      foreignLanguage: foreignLanguage(reply?.input?.message.lang ?? ""),
      inserted: reply?.inserted ?? null,
      actions: this.#actions,
    };
  }

  #wishesOf(tabId: number): Wishes {
    return {
      intent: "auto",
      words: "",
      ...this.#defaults.value,
      ...this.#wishes.value.get(this.#wishKey(tabId)),
    };
  }

  #wishKey(tabId: number): string {
    return `${tabId} ${this.#texts.value.get(tabId) ?? ""}`;
  }

  #see(tabId: number, seen: Seen): void {
    // A reading that fails says nothing of the message.
    if (seen.kind === "message")
      this.#texts.value = new Map(this.#texts.peek()).set(tabId, seen.message.text);
    this.#seen.value = { tabId, seen };
  }

  async #read(tabId: number): Promise<MailContent> {
    const { userName, userAddresses, replyTone, replyLength } = await this.#means.loadSettings();
    this.#defaults.value = { tone: replyTone, length: replyLength };
    return this.#means.mail.readMailInTab(tabId, { name: userName, addresses: userAddresses });
  }

  /** Takes over the draft of a job that has ended, once. */
  #take(job: JobView): void {
    if (job.task !== "reply" || (job.status !== "done" && job.status !== "cancelled")) return;
    const result = resultOf(job, "reply");
    if (!result || result.draft === "") return;
    const known = this.#replies.peek().get(job.tabId);
    // A job that no panel in reach has begun has no message to go back to, but its draft can be read and copied.
    const reply = this.#replyOf(job, known);
    if (!reply?.jobs.includes(job.id) || reply.drafts.some(({ jobId }) => jobId === job.id)) return;
    const { blanks, asks, lang } = result;
    const draft: Draft = { jobId: job.id, text: result.draft, blanks, asks, lang };
    this.#setReply(job.tabId, { ...reply, drafts: [...reply.drafts, draft] });
  }

  /** The reply that a finished job's draft belongs to; null when what the job had begun shall not take the place of another. */
  #replyOf(job: JobView, known: Reply | undefined): Reply | null {
    const own = { jobs: [job.id], drafts: [], shown: job.id, next: null };
    if (!known) return { ...own, input: null, inserted: null };
    if (known.next?.jobId !== job.id) return known;
    // A beginning is no reason to throw away what was finished.
    if (job.status === "cancelled") return null;
    const { input } = known.next;
    return { ...own, input, inserted: insertedStill(known, input) };
  }

  #edit(jobId: string, text: string): void {
    this.#changeReply((reply) => ({
      ...reply,
      drafts: reply.drafts.map((draft) => (draft.jobId === jobId ? { ...draft, text } : draft)),
    }));
  }

  #changeReply(change: (reply: Reply) => Reply, tabId = this.#tab.peek()?.id): void {
    const reply = tabId === undefined ? undefined : this.#replies.peek().get(tabId);
    if (tabId !== undefined && reply) this.#setReply(tabId, change(reply));
  }

  #setReply(tabId: number, reply: Reply): void {
    const before = this.#replies.peek().get(tabId) ?? null;
    this.#replies.value = new Map(this.#replies.peek()).set(tabId, reply);
    // What cannot be kept is lost with the panel, no sooner.
    void this.#means.kept.keepReply(tabId, reply, before).catch(() => undefined);
    // The job may have ended before it was known to be ours.
    const job = this.#means.link.state
      .peek()
      ?.jobs.find(({ id }) => id === (reply.next?.jobId ?? reply.jobs.at(-1)));
    if (job && (before?.jobs !== reply.jobs || before.next !== reply.next)) this.#take(job);
  }

  async #load(tabId: number): Promise<void> {
    const reply = await this.#means.kept.loadReply(tabId).catch(() => null);
    if (reply && !this.#replies.peek().has(tabId))
      this.#replies.value = new Map(this.#replies.peek()).set(tabId, reply);
    this.#loaded.value = new Set(this.#loaded.peek()).add(tabId);
  }

  #forget(tabId: number): void {
    const replies = new Map(this.#replies.peek());
    if (replies.delete(tabId)) this.#replies.value = replies;
    this.#wishes.value = new Map([...this.#wishes.peek()].filter(([key]) => !key.startsWith(`${tabId} `)));
    void this.#means.kept.forgetReply(tabId).catch(() => undefined);
  }
}

/** What is in the page can be taken back for as long as the reply is to the same message. */
function insertedStill(before: Reply | undefined, { message }: ReplyInput): string | null {
  const isSame = before?.input?.message.url === message.url && before.input.message.text === message.text;
  return isSame ? before.inserted : null;
}

function messageIn(seen: Seen): MailContent | null {
  return seen.kind === "message" ? seen.message : null;
}

function foreignLanguage(lang: string): string {
  return REPLY_LANGUAGES.includes(primaryLanguage(lang)) ? "" : languageTag(lang);
}
