import { describe, expect, it } from "vitest";
import {
  hostWith,
  hostWithoutModel,
  install,
  job,
  known,
  READY_HOST,
  STATES,
  TAB,
} from "../../test/ui/states.ts";
import { PostilError } from "../errors.ts";
import type { JobView } from "../messages/protocol.ts";
import { placeOf } from "./panel-tasks.ts";
import { canRetry, isReadable, siteOf, viewOf } from "./view.ts";

const stateOf = (name: string) => {
  const state = STATES[name];
  if (!state) throw new Error(`no state ${name}`);
  return viewOf(state);
};

describe("viewOf", () => {
  it.each([
    ["waiting", "waiting"],
    ["unreachable", "unreachable"],
    ["welcome", "welcome"],
    ["fetching", "install"],
    ["importing", "install"],
    ["ungranted", "ungranted"],
    ["forbidden", "failure"],
    ["empty", "failure"],
    ["ready", "ready"],
    ["reading", "reading"],
    ["done", "job"],
    ["lost", "job"],
  ])("%s is shown as %s", (state, kind) => {
    expect(stateOf(state).kind).toBe(kind);
  });

  it("asks for no model when the engine needs none", () => {
    const host = { ...hostWithoutModel(), needs: "none" as const };
    expect(viewOf(known({ host })).kind).toBe("ready");
  });

  it("keeps the page in sight while another model is installed beside the present one", () => {
    const host = { ...READY_HOST, model: { ...READY_HOST.model, install: install() } };
    expect(viewOf(known({ host })).kind).toBe("ready");
  });

  it("offers what a download can go on with, and nothing for a file", () => {
    expect(stateOf("paused")).toMatchObject({ offer: { entry: READY_HOST.catalogue[0]?.entry } });
    expect(stateOf("importing")).toMatchObject({ offer: null });
  });

  it("shows the job of the tab in front, not of another, and not of another task", () => {
    const host = hostWith(
      job({ id: "other", tabId: 8 }),
      job({ id: "reply", task: "reply" }),
      job({ id: "mine" }),
      job({ id: "other too", tabId: 9 }),
    );
    expect(viewOf(known({ host }))).toMatchObject({ kind: "job", job: { id: "mine" } });
  });

  it("stays with a reply on the page where its mail program writes, and nowhere else", () => {
    const page = { url: "https://post.klub.example/?_task=mail&_uid=7", title: "Keys" };
    const host = hostWith(job({ task: "reply", page }));
    const at = (url: string) => viewOf(known({ host, tab: { ...TAB, url } }));
    expect(at("https://post.klub.example/?_task=mail&_action=compose")).toMatchObject({
      kind: "job",
      task: "reply",
      tabShows: "other",
    });
    expect(at("https://example.org/")).toMatchObject({ kind: "ready", task: "summarise" });
  });

  it("prefers a job of the present host to one of a host that is gone", () => {
    const kept = [job({ id: "old", status: "failed" })];
    expect(viewOf(known({ host: hostWith(job({ id: "new" })), kept }))).toMatchObject({ job: { id: "new" } });
  });

  describe("of several notes in one tab", () => {
    const ferry = { url: "https://www.northline.example/news/ferry", title: "Ferry" };
    const own = (id: string, change: object = {}) => job({ id, ...change });
    const other = (id: string, change: object = {}) => job({ id, page: ferry, ...change });
    const shown = (jobs: readonly JobView[], change: object = {}) => {
      const view = viewOf(known({ host: hostWith(...jobs), ...change }));
      return view.kind === "job" ? [view.job.id, view.tabShows, view.earlier.map(({ id }) => id)] : view;
    };

    it("shows those on the page in front, the newest of them, and offers the others", () => {
      expect(shown([own("a"), other("b")])).toEqual(["a", "same", ["b"]]);
      expect(shown([other("a"), own("b"), other("c")])).toEqual(["b", "same", ["c"]]);
    });

    it("shows the newest where none is on the page in front", () => {
      const tab = { ...TAB, url: "https://example.org/" };
      expect(shown([own("a"), other("b")], { tab })).toEqual(["b", "other", ["a"]]);
      expect(shown([own("a"), other("b")], { tab: { ...TAB, url: null } })).toEqual([
        "b",
        "ungranted",
        ["a"],
      ]);
    });

    it("shows what is being written, and a file that was chosen, before all else", () => {
      expect(shown([own("a"), other("b", { status: "running" })])).toEqual(["b", "other", ["a"]]);
      expect(shown([own("a"), own("b", { page: { url: "", title: "times.pdf" } })])).toEqual([
        "b",
        "file",
        ["a"],
      ]);
    });

    it("shows what the user has gone back to", () => {
      const opened = new Map([[TAB.id, "b"]]);
      expect(shown([own("a"), other("b")], { opened })).toEqual(["b", "other", ["a"]]);
      expect(shown([own("a")], { opened })).toEqual(["a", "same", []]);
    });

    it("offers neither what has nothing to show nor the same in its older form", () => {
      const none = { status: "failed", result: null } as const;
      const result = job().result?.kind === "notes" ? { ...job().result, length: "sentence" } : null;
      expect(
        shown([other("a"), other("b"), other("c", none), own("d"), own("e", { result }), own("f")]),
      ).toEqual(["f", "same", ["e", "b"]]);
    });

    it("counts a job once that the host before had too", () => {
      expect(shown([own("a"), other("b")], { kept: [own("a", { status: "failed" })] })).toEqual([
        "a",
        "same",
        ["b"],
      ]);
    });
  });

  it("shows a failed attempt before the notes that are there", () => {
    const failures = new Map([
      [placeOf(TAB.id, "summarise"), { error: new PostilError("page-gone").toReport(), options: undefined }],
    ]);
    expect(viewOf(known({ host: hostWith(job()), failures }))).toMatchObject({
      kind: "failure",
      retry: true,
    });
    expect(
      viewOf(
        known({
          host: hostWith(job()),
          failures: new Map([[placeOf(8, "summarise"), failures.get(placeOf(TAB.id, "summarise"))]]) as never,
        }),
      ),
    ).toMatchObject({ kind: "job" });
  });

  it.each([
    ["the page itself", TAB.url, "same"],
    ["another place in it", `${TAB.url}#fares`, "same"],
    ["another page", "https://www.northline.example/news/harbour", "other"],
    ["another query", `${TAB.url}?page=2`, "other"],
    ["another route of an application", `${TAB.url}#/inbox/2`, "other"],
    ["a page that is closed to us", null, "ungranted"],
  ])("knows what the tab shows beside its notes: %s", (_what, url, tabShows) => {
    expect(viewOf(known({ host: hostWith(job()), tab: { ...TAB, url } }))).toMatchObject({ tabShows });
  });
});

describe("the filter, which stands beside its page", () => {
  const chosen = new Map([[TAB.id, "filter" as const]]);

  it("is there on a search engine's page, and where it was chosen", () => {
    const tab = { ...TAB, url: "https://www.bing.com/search?q=desk" };
    expect(viewOf(known({ tab }))).toMatchObject({ kind: "standing", task: "filter", setup: null });
    expect(viewOf(known({ chosen }))).toMatchObject({ kind: "standing", page: { url: TAB.url } });
  });

  it("shows no job, whoever began it", () => {
    const host = hostWith(job({ task: "filter", result: null }));
    expect(viewOf(known({ host })).kind).toBe("standing");
  });

  it("does what it can without a model, and offers one", () => {
    const host = hostWithoutModel({ install: install() });
    expect(viewOf(known({ chosen, host }))).toMatchObject({ kind: "standing", setup: { kind: "install" } });
    expect(viewOf(known({ chosen, host, tab: { ...TAB, url: null } })).kind).toBe("install");
  });

  it("is not there on a page that is closed to us", () => {
    expect(viewOf(known({ chosen, tab: { ...TAB, url: null } })).kind).toBe("ungranted");
    const tab = { ...TAB, url: "chrome://settings" };
    expect(viewOf(known({ chosen, tab }))).toMatchObject({ kind: "failure", retry: false });
  });

  it("knows notes that are about a file, whatever the tab shows", () => {
    const ofFile = job({ page: { url: "", title: "times.pdf" } });
    for (const url of [TAB.url, null])
      expect(viewOf(known({ host: hostWith(ofFile), tab: { ...TAB, url } }))).toMatchObject({
        kind: "job",
        tabShows: "file",
      });
  });
});

describe("pages", () => {
  it.each([
    ["https://a.example/", true],
    ["http://localhost:8080/x", true],
    ["file:///home/me/letter.html", true],
    ["chrome://settings", false],
    ["chrome-extension://abc/src/options/options.html", false],
    ["about:blank", false],
    ["data:text/html,hello", false],
    ["devtools://devtools/", false],
    ["javascript:https://a.example", false],
  ])("%s may be readable: %s", (url, readable) => {
    expect(isReadable(url)).toBe(readable);
  });

  it("names the site without www, and nothing for an address that has none", () => {
    expect(siteOf("https://www.northline.example/a?b")).toBe("northline.example");
    expect(siteOf("file:///home/me/letter.html")).toBe("");
    expect(siteOf("nonsense")).toBe("");
  });

  it("offers no second attempt where it cannot help", () => {
    expect(canRetry(new PostilError("page-forbidden"))).toBe(false);
    expect(canRetry(new PostilError("gpu-lost"))).toBe(true);
  });
});
