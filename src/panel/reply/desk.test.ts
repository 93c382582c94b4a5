import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DRAFT, MAIL_TAB, MESSAGE, replyJob } from "../../../test/ui/reply-states.ts";
import { hostWith } from "../../../test/ui/states.ts";
import { PostilError } from "../../errors.ts";
import type { HostState, JobView } from "../../messages/protocol.ts";
import type { ReplyInput } from "../../tasks/reply/input.ts";
import type { TabEvents } from "../current-tab.ts";
import type { Begin } from "../session.ts";
import type { Tab } from "../view.ts";
import { MAX_DRAFTS, ReplyDesk, type ReplyMeans } from "./desk.ts";
import type { Reply } from "./kept-replies.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));
const { parseSettings } = await import("../../settings/settings.ts");

/** One that was closed while there was no panel. */
const CLOSED_TAB = 99;
const state = signal<HostState | null>(null);
const tab = signal<Tab | null>(MAIL_TAB);
const kept = new Map<number, Reply>();
let tabs: TabEvents;
let desk: ReplyDesk;
let wanted: unknown[];
let mail: { [K in keyof ReplyMeans["mail"]]: ReturnType<typeof vi.fn<ReplyMeans["mail"][K]>> };

function openDesk(): ReplyDesk {
  return new ReplyDesk({
    watchTab: (events) => {
      tabs = events;
      return tab;
    },
    link: { state, kept: signal<readonly JobView[]>([]) },
    start: (options) => void wanted.push(options),
    loadSettings: async () =>
      parseSettings({ userName: "Mara", userAddresses: ["m@x.example"], replyTone: "formal" }),
    languageOf: async (text) => (text.startsWith("Hej") ? "sv" : ""),
    mail,
    kept: {
      loadReply: async (tabId) => kept.get(tabId) ?? null,
      keepReply: async (tabId, reply) => void kept.set(tabId, reply),
      forgetReply: async (tabId) => void kept.delete(tabId),
      forgetClosed: async () => void kept.delete(CLOSED_TAB),
    },
  });
}

/** Lets what was begun come to rest. */
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(async () => {
  state.value = null;
  tab.value = MAIL_TAB;
  kept.clear();
  wanted = [];
  mail = {
    readMailInTab: vi.fn(async () => MESSAGE),
    insertInTab: vi.fn(async () => "inserted" as const),
    undoInTab: vi.fn(async () => "undone" as const),
  };
  desk = openDesk();
  await rest();
});

/** What the panel does when a button begins a task: reads, starts the job, and has it run to its end. */
async function run(jobId: string, text = DRAFT.text): Promise<Begin> {
  const begin = await begins();
  begin.begun?.(jobId);
  const result = { kind: "reply", draft: text, blanks: [], asks: [], lang: "en" } as const;
  state.value = hostWith(replyJob({ id: jobId, result: { ...result, blanks: [], asks: [] } }));
  return begin;
}

/** What is begun with by the button that was pressed last. */
async function begins(): Promise<Begin> {
  const begin = await desk.begin(MAIL_TAB.id, wanted.pop());
  if (!begin) throw new Error("nothing is begun");
  return begin;
}

const part = () => desk.part.value;
const texts = (): string[] => part().drafts.map(({ text }) => text);

describe("looking", () => {
  it("reads the open message of the tab in front, as the settings know the user", async () => {
    expect(part().seen).toBeNull();
    part().actions.look();
    expect(part().seen).toEqual({ kind: "reading" });
    await rest();
    expect(part().seen).toEqual({ kind: "message", message: MESSAGE });
    expect(mail.readMailInTab).toHaveBeenCalledWith(MAIL_TAB.id, {
      name: "Mara",
      addresses: ["m@x.example"],
    });
    tab.value = { ...MAIL_TAB, id: 8 };
    expect(part().seen).toBeNull();
  });

  it("shows why nothing was read, and keeps what was wished for of each message", async () => {
    await desk.look();
    desk.wish({ intent: "decline", words: "No." });
    await desk.look();
    expect(part().wishes).toEqual({ intent: "decline", words: "No.", tone: "formal", length: "short" });
    mail.readMailInTab.mockRejectedValueOnce(new PostilError("page-without-mail"));
    await desk.look();
    expect(part().seen).toMatchObject({ kind: "failed", error: { code: "page-without-mail" } });
    expect(part().wishes).toMatchObject({ intent: "decline", words: "No." });
    mail.readMailInTab.mockResolvedValueOnce({ ...MESSAGE, text: "Another one." });
    await desk.look();
    expect(part().wishes).toMatchObject({ intent: "auto", words: "" });
    tab.value = { ...MAIL_TAB, id: 8 };
    expect(part().wishes).toMatchObject({ intent: "auto", words: "" });
    tab.value = MAIL_TAB;
    await desk.look();
    expect(part().wishes).toMatchObject({ intent: "decline", words: "No." });
    tabs.onClosed(MAIL_TAB.id);
    expect(part().wishes).toMatchObject({ intent: "auto", words: "" });
  });

  it("reads a tab that is opened to us only after it was asked for", async () => {
    tab.value = { ...MAIL_TAB, url: null };
    await desk.look();
    expect(mail.readMailInTab).not.toHaveBeenCalled();
    tab.value = MAIL_TAB;
    await rest();
    expect(part().seen).toEqual({ kind: "message", message: MESSAGE });
  });

  it("shows the last of two readings, whichever comes first", async () => {
    let late = (_: typeof MESSAGE): void => undefined;
    mail.readMailInTab.mockReturnValueOnce(
      new Promise((resolve) => {
        late = resolve;
      }),
    );
    const first = desk.look();
    await rest();
    await desk.look();
    late({ ...MESSAGE, subject: "Overtaken" });
    await first;
    expect(part().seen).toMatchObject({ message: { subject: MESSAGE.subject } });
  });
});

describe("a reply", () => {
  it("is begun with the open message and what was wished for", async () => {
    await desk.look();
    desk.wish({ intent: "postpone", words: "Next week?" });
    part().actions.draft();
    const { page, input } = await run("a");
    expect(page).toEqual({ url: MESSAGE.url, title: MESSAGE.subject });
    expect(input).toEqual({
      message: MESSAGE,
      intent: "postpone",
      words: "Next week?",
      tone: "formal",
      length: "short",
      name: "Mara",
      lang: "",
      variant: 0,
    } satisfies ReplyInput);
  });

  it("is not begun with another message than was shown", async () => {
    await desk.look();
    desk.wish({ intent: "decline", words: "No." });
    const other = { ...MESSAGE, text: "Another one." };
    mail.readMailInTab.mockResolvedValue(other);
    part().actions.draft();
    await expect(desk.begin(MAIL_TAB.id, wanted.pop())).resolves.toBeNull();
    await desk.look();
    expect(part().seen).toEqual({ kind: "message", message: other, isOther: true });
    mail.readMailInTab.mockResolvedValueOnce({ ...MESSAGE, text: "Asked for in the page." });
    expect((await desk.begin(MAIL_TAB.id, { selection: "" }))?.input).toMatchObject({ words: "" });
    await desk.look();
    part().actions.draft();
    expect((await run("a")).input).toMatchObject({ message: other, words: "" });
    expect(part().seen).toEqual({ kind: "message", message: other });
  });

  it("knows the language of a message in which no replies are written", async () => {
    part().actions.draft();
    await run("a");
    expect(part().foreignLanguage).toBe("");
    const swedish = { ...MESSAGE, text: "Hej Mara, kommer du?", lang: "" };
    mail.readMailInTab.mockResolvedValue(swedish);
    await desk.look();
    part().actions.draft();
    expect((await run("b")).input).toMatchObject({ message: { ...swedish, lang: "sv" } });
    expect(part().foreignLanguage).toBe("sv");
  });

  it("leaves the intent to the message where none was chosen", async () => {
    part().actions.draft();
    expect((await run("a")).input).not.toHaveProperty("intent");
  });

  it("has alternatives, between which one can go, and which keep their edits", async () => {
    part().actions.draft();
    await run("a", "One.");
    part().actions.edit("a", "One, mended.");
    for (const id of ["b", "c"]) {
      expect(part().canVary).toBe(true);
      part().actions.again();
      const { input } = await run(id, `${id}.`);
      expect(input).toMatchObject({ variant: part().drafts.length - 1, message: MESSAGE });
    }
    expect(mail.readMailInTab).toHaveBeenCalledTimes(1);
    expect(texts()).toEqual(["One, mended.", "b.", "c."]);
    expect(texts()).toHaveLength(MAX_DRAFTS);
    expect(part()).toMatchObject({ shown: "c", canVary: false });
    part().actions.show("a");
    expect(part().shown).toBe("a");
  });

  it("keeps edits and what is in the page until the draft that takes their place has arrived", async () => {
    part().actions.draft();
    await run("a", "One.");
    part().actions.edit("a", "One, mended.");
    const [draft] = part().drafts;
    if (draft) await desk.insert(draft);
    part().actions.draft();
    (await begins()).begun?.("b");
    state.value = hostWith(replyJob({ id: "b", status: "failed", result: null }));
    expect(part()).toMatchObject({ shown: "a", inserted: "a" });
    state.value = hostWith(replyJob({ id: "b", status: "cancelled" }));
    expect(texts()).toEqual(["One, mended."]);
    desk = openDesk();
    await rest();
    state.value = hostWith(replyJob({ id: "b" }));
    expect(texts()).toEqual([DRAFT.text]);
    // It is in the page still, and can be taken back.
    expect(part()).toMatchObject({ shown: "b", inserted: "a" });
    mail.readMailInTab.mockResolvedValueOnce({ ...MESSAGE, text: "Another one." });
    part().actions.draft();
    await run("c", "Three.");
    expect(part()).toMatchObject({ shown: "c", inserted: null });
  });

  it("begins anew with the next message", async () => {
    part().actions.draft();
    await run("a", "One.");
    part().actions.draft();
    await run("b", "Two.");
    expect(texts()).toEqual(["Two."]);
  });

  it("keeps what there was when it is stopped, and asks for the same draft again after a failure", async () => {
    part().actions.draft();
    const begin = await begins();
    begin.begun?.("a");
    state.value = hostWith(replyJob({ id: "a", status: "failed", result: null }));
    part().actions.again();
    expect((await begins()).input).toMatchObject({ variant: 0 });
    state.value = hostWith(replyJob({ id: "a", status: "cancelled" }));
    expect(texts()).toEqual([DRAFT.text]);
  });

  it("survives the panel, with its edits", async () => {
    part().actions.draft();
    await run("a", "One.");
    part().actions.edit("a", "Mended.");
    desk = openDesk();
    await rest();
    expect(texts()).toEqual(["Mended."]);
    part().actions.again();
    expect((await begins()).input).toMatchObject({ variant: 1 });
    tabs.onClosed(MAIL_TAB.id);
    expect(texts()).toEqual([]);
    expect(kept.size).toBe(0);
  });

  it("is forgotten with its tab, also when that was closed while there was no panel", async () => {
    part().actions.draft();
    await run("a");
    const reply = kept.get(MAIL_TAB.id);
    if (!reply) throw new Error("nothing is kept");
    kept.set(CLOSED_TAB, reply);
    openDesk();
    await rest();
    expect([...kept.keys()]).toEqual([MAIL_TAB.id]);
  });

  it("that another panel has begun can be read and edited", async () => {
    state.value = hostWith(replyJob({ id: "theirs" }));
    expect(texts()).toEqual([DRAFT.text]);
    part().actions.edit("theirs", "Mine.");
    expect(texts()).toEqual(["Mine."]);
    expect(part().canVary).toBe(false);
  });
});

describe("inserting", () => {
  it("goes to the message that was read, and is taken back", async () => {
    part().actions.draft();
    await run("a");
    const [draft] = part().drafts;
    if (!draft) throw new Error("no draft");
    await expect(desk.insert(draft)).resolves.toBe("inserted");
    expect(mail.insertInTab).toHaveBeenCalledWith(MAIL_TAB.id, draft.text, MESSAGE);
    expect(part().inserted).toBe("a");
    mail.undoInTab.mockResolvedValueOnce("changed");
    await expect(desk.undo()).resolves.toBe("changed");
    expect(part().inserted).toBe("a");
    await expect(desk.undo()).resolves.toBe("undone");
    expect(part().inserted).toBeNull();
  });

  it("takes the place of another draft, unless that was edited in the page", async () => {
    part().actions.draft();
    await run("a", "One.");
    const calls: string[] = [];
    mail.insertInTab.mockImplementation(async (_, text) => {
      calls.push(`insert ${text}`);
      return "inserted";
    });
    mail.undoInTab.mockImplementation(async () => {
      calls.push("undo");
      return "undone";
    });
    await desk.insert({ ...DRAFT, jobId: "a", text: "One." });
    await desk.insert({ ...DRAFT, jobId: "b", text: "Two." });
    expect(calls).toEqual(["insert One.", "undo", "insert Two."]);
    expect(part().inserted).toBe("b");
    mail.undoInTab.mockResolvedValueOnce("changed");
    await expect(desk.insert({ ...DRAFT, jobId: "a", text: "One." })).resolves.toBe("changed");
    expect(calls).toHaveLength(3);
    await expect(desk.insert({ ...DRAFT, jobId: "a", text: "One." })).resolves.toBe("inserted");
  });

  it("says why not", async () => {
    part().actions.draft();
    await run("a");
    mail.insertInTab.mockRejectedValueOnce(new PostilError("page-gone"));
    await expect(desk.insert(DRAFT)).resolves.toMatchObject({ code: "page-gone" });
    mail.insertInTab.mockResolvedValueOnce("other-message");
    await expect(desk.insert(DRAFT)).resolves.toBe("other-message");
    expect(part().inserted).toBeNull();
  });

  it("goes nowhere when nobody knows which message the draft answers", async () => {
    state.value = hostWith(replyJob({ id: "theirs" }));
    await expect(desk.insert(DRAFT)).resolves.toBe("other-message");
    expect(mail.insertInTab).not.toHaveBeenCalled();
  });
});
