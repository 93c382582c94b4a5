import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { hostWith, hostWithoutModel, job, READY_HOST, TAB } from "../../test/ui/states.ts";
import { type ErrorReport, PostilError } from "../errors.ts";
import type { Command, HostState, JobView } from "../messages/protocol.ts";
import type { PageContent } from "../page/content.ts";
import type { TabEvents } from "./current-tab.ts";
import { type Begin, Session } from "./session.ts";
import type { Tab } from "./view.ts";

const PAGE: PageContent = {
  url: TAB.url ?? "",
  title: "Night trains",
  lang: "en",
  blocks: [{ kind: "paragraph", text: "They run again." }],
  words: { read: 3, all: 3 },
};

const state = signal<HostState | null>(READY_HOST);
const tab = signal<Tab | null>(TAB);
let tabs: TabEvents;
let sent: Command[];
let readPage: ReturnType<typeof vi.fn<(tabId: number) => Promise<PageContent>>>;
let readMail: ReturnType<typeof vi.fn<() => Promise<Begin | null>>>;
let begun: ReturnType<typeof vi.fn<(jobId: string) => void>>;
let hasLeft: ReturnType<typeof vi.fn<(tabId: number, url: string) => Promise<boolean>>>;
let session: Session;

beforeEach(() => {
  state.value = READY_HOST;
  tab.value = TAB;
  sent = [];
  readPage = vi.fn(() => Promise.resolve(PAGE));
  begun = vi.fn();
  hasLeft = vi.fn(() => Promise.resolve(true));
  readMail = vi.fn(() => Promise.resolve({ page: PAGE, input: {}, begun }));
  session = new Session({
    link: {
      state,
      error: signal<ErrorReport | null>(null),
      kept: signal<readonly JobView[]>([]),
      connect: () => Promise.resolve(),
      send: (command) => Promise.resolve(String(sent.push(command))),
    },
    watchTab: (events) => {
      tabs = events;
      return tab;
    },
    hasLeft: (tabId, url) => hasLeft(tabId, url),
    readers: {
      summarise: (tabId) => readPage(tabId).then((page) => ({ page, input: page })),
      reply: () => readMail(),
    },
  });
});

describe("Session", () => {
  it("tells what has read a task's input of the job that it became", async () => {
    await session.start("reply");
    expect(begun).toHaveBeenCalledExactlyOnceWith("1");
  });

  it("says of an attempt that failed what it was begun with", async () => {
    readPage.mockRejectedValueOnce(new PostilError("page-slow"));
    await session.start("summarise", { again: true });
    expect(session.view.value).toMatchObject({ kind: "failure", retry: true, options: { again: true } });
  });

  it("begins nothing where a task has found that it shall not", async () => {
    readMail.mockResolvedValueOnce(null);
    session.choose("reply");
    await session.start("reply");
    expect(sent).toEqual([]);
    expect(session.view.value).toMatchObject({ kind: "ready", task: "reply" });
  });

  it("reads the page in front and starts its job with what was read", async () => {
    const done = session.start("summarise");
    expect(session.view.value.kind).toBe("reading");
    await done;
    expect(readPage).toHaveBeenCalledWith(TAB.id);
    expect(sent).toEqual([
      {
        type: "task.start",
        task: "summarise",
        tabId: TAB.id,
        page: { url: PAGE.url, title: PAGE.title },
        input: PAGE,
      },
    ]);
    expect(session.view.value.kind).toBe("ready");
  });

  it("takes a second press for the first one's echo while the page is being read", async () => {
    await Promise.all([session.start("summarise"), session.start("summarise")]);
    expect(sent).toHaveLength(1);
  });

  it("shows a failure on its own tab only, until that tab loads or is granted anew", async () => {
    const failure = { kind: "failure", error: { code: "page-empty" } };
    for (const mend of [() => tabs.onLeave(TAB.id), () => tabs.onGranted(TAB.id)]) {
      readPage.mockRejectedValueOnce(new PostilError("page-empty"));
      await session.start("summarise");
      expect(session.view.value).toMatchObject(failure);
      tab.value = { ...TAB, id: 8 };
      expect(session.view.value.kind).toBe("ready");
      tab.value = TAB;
      expect(session.view.value).toMatchObject(failure);
      mend();
      expect(session.view.value.kind).toBe("ready");
    }
    expect(sent).toEqual([]);
  });

  describe("a tab that goes elsewhere while it is read", () => {
    const begin = () => {
      let finish!: (page: PageContent) => void;
      let fail!: (error: PostilError) => void;
      readPage.mockReturnValueOnce(
        new Promise((resolve, reject) => {
          finish = resolve;
          fail = reject;
        }),
      );
      return { done: session.start("summarise"), finish, fail };
    };

    it("is not being read any more, and may be read anew", async () => {
      const first = begin();
      expect(session.view.value.kind).toBe("reading");
      tabs.onLeave(TAB.id);
      expect(session.view.value.kind).toBe("ready");
      const second = begin();
      expect(session.view.value.kind).toBe("reading");
      first.finish({ ...PAGE, title: "Old" });
      await first.done;
      expect(sent).toEqual([]);
      expect(session.view.value.kind).toBe("reading");
      second.finish(PAGE);
      await second.done;
      expect(sent).toMatchObject([{ page: { title: PAGE.title } }]);
    });

    it("says nothing of the page that was left", async () => {
      const { done, fail } = begin();
      tabs.onLeave(TAB.id);
      fail(new PostilError("page-slow"));
      await done;
      expect(session.view.value.kind).toBe("ready");
    });

    it("has its notes written when only the address had changed", async () => {
      const { done, finish } = begin();
      tabs.onLeave(TAB.id);
      finish(PAGE);
      await done;
      expect(sent).toHaveLength(1);
    });

    it("gets no notes once it is closed", async () => {
      const { done, finish } = begin();
      tabs.onClosed(TAB.id);
      finish(PAGE);
      await done;
      expect(sent).toEqual([]);
    });
  });

  it("stops the jobs of a tab that is closed, and no others", () => {
    state.value = hostWith(
      job({ id: "running", status: "running" }),
      job({ id: "elsewhere", tabId: 8, status: "running" }),
      job({ id: "ended", task: "other" }),
    );
    tabs.onClosed(TAB.id);
    expect(sent).toEqual([{ type: "task.cancel", jobId: "running" }]);
  });

  describe("when the tab has loaded another page", () => {
    const settle = () => new Promise((resolve) => setTimeout(resolve));
    const running = () =>
      hostWith(
        job({ id: "running", status: "running" }),
        job({ id: "elsewhere", tabId: 8, status: "running" }),
        job({ id: "file", status: "queued", page: { url: "", title: "times.pdf" } }),
        job({ id: "reply", task: "reply", status: "running" }),
        job({ id: "ended" }),
      );

    it("ends the notes on the page before, and no others", async () => {
      state.value = running();
      tabs.onLoaded?.(TAB.id);
      await settle();
      expect(hasLeft.mock.calls).toEqual([[TAB.id, TAB.url]]);
      expect(sent).toEqual([{ type: "task.cancel", jobId: "running" }]);
    });

    it("ends none while the page is still there", async () => {
      state.value = running();
      hasLeft.mockResolvedValue(false);
      tabs.onLoaded?.(TAB.id);
      await settle();
      expect(sent).toEqual([]);
    });

    it("ends those that had not begun by then", async () => {
      let read = (_page: PageContent): void => undefined;
      readPage.mockReturnValueOnce(new Promise((resolve) => (read = resolve)));
      const done = session.start("summarise");
      tabs.onLeave(TAB.id);
      state.value = hostWith(job({ id: "1", status: "queued" }));
      read(PAGE);
      await done;
      expect(sent).toMatchObject([{ type: "task.start" }, { type: "task.cancel", jobId: "1" }]);
    });
  });

  it("goes back to an earlier job until a new one begins or the tab goes elsewhere", async () => {
    state.value = hostWith(job({ id: "a" }), job({ id: "b" }));
    const shown = () => (session.view.value.kind === "job" ? session.view.value.job.id : null);
    expect(shown()).toBe("b");
    session.open("a");
    expect(shown()).toBe("a");
    tabs.onLeave(TAB.id);
    expect(shown()).toBe("b");
    session.open("a");
    await session.start("summarise");
    expect(shown()).toBe("b");
  });

  describe("notes that were asked for in the menu", () => {
    const settle = () => new Promise((resolve) => setTimeout(resolve));

    it("are begun at once when there is a model, for the tab they were asked for", async () => {
      session.startWhenReady(8, "summarise");
      await settle();
      expect(readPage.mock.calls).toEqual([[8]]);
      expect(sent).toMatchObject([{ type: "task.start", tabId: 8 }]);
      state.value = { ...READY_HOST };
      await settle();
      expect(sent).toHaveLength(1);
    });

    it("wait for the host and for the model", async () => {
      state.value = null;
      session.startWhenReady(TAB.id, "summarise");
      state.value = hostWithoutModel();
      await settle();
      expect(readPage).not.toHaveBeenCalled();
      state.value = READY_HOST;
      await settle();
      expect(sent).toHaveLength(1);
    });

    it("are forgotten when the tab goes elsewhere meanwhile", async () => {
      state.value = null;
      session.startWhenReady(TAB.id, "summarise");
      tabs.onLeave(TAB.id);
      state.value = READY_HOST;
      await settle();
      expect(readPage).not.toHaveBeenCalled();
    });
  });
});
