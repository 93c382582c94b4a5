import { type Signal, signal } from "@preact/signals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { BOOK, rule, SEARCH_TAB, tabFilter } from "../../../test/ui/filter-states.ts";
import { type ErrorReport, PostilError } from "../../errors.ts";
import type { FilterCommand, TabFilter } from "../../messages/filter-protocol.ts";
import type { SearchSiteId } from "../../sites/search-site.ts";
import type { RuleBook } from "../../tasks/filter/rules.ts";
import type { TabEvents } from "../current-tab.ts";
import type { Tab } from "../view.ts";

vi.mock("../../messages/filter-client.ts", () => ({}));
const { FilterDesk } = await import("./desk.ts");

const ID = SEARCH_TAB.id;
let tab: Signal<Tab | null>;
let book: Signal<RuleBook | null>;
let on: Signal<ReadonlySet<SearchSiteId>>;
let refused: Signal<ErrorReport | null>;
let tabs: TabEvents;
let news: Map<number, (state: TabFilter) => void>;
let commands: string[];
let answer: (command: FilterCommand["type"]) => Promise<TabFilter | null>;
let startFilter: ReturnType<typeof vi.fn<(tabId: number) => Promise<TabFilter | null>>>;
let set: ReturnType<typeof vi.fn<() => Promise<boolean>>>;
let granted: boolean;
let desk: InstanceType<typeof FilterDesk>;

beforeEach(() => {
  vi.useFakeTimers();
  tab = signal(SEARCH_TAB);
  book = signal(null);
  on = signal(new Set());
  refused = signal(null);
  news = new Map();
  commands = [];
  granted = false;
  answer = () => Promise.resolve(null);
  startFilter = vi.fn(() => Promise.resolve(tabFilter({ status: "judging" })));
  set = vi.fn(() => Promise.resolve(true));
  desk = new FilterDesk({
    watchTab: (events) => {
      tabs = events;
      return tab;
    },
    rules: { book },
    switches: { on, refused, set },
    client: {
      startFilter,
      commandFilter: (tabId, type) => {
        commands.push(`${tabId} ${type}`);
        return answer(type);
      },
      watchFilter: (tabId, changed) => {
        news.set(tabId, changed);
        return () => news.delete(tabId);
      },
      runsAt: () => Promise.resolve(granted),
    },
  });
});

const settled = () => vi.advanceTimersByTimeAsync(1000);

describe("the filter of the tab in front", () => {
  it("is looked at, and heard from then on", async () => {
    expect(commands).toEqual([`${ID} look`]);
    await settled();
    expect(desk.seen.value).toEqual({ tab: null, runsHere: false, error: null });
    news.get(ID)?.(tabFilter());
    expect(desk.seen.value.tab).toEqual(tabFilter());
  });

  it("is another one with another tab, and none while a page loads", async () => {
    news.get(ID)?.(tabFilter());
    tabs.onLeave(ID);
    expect(desk.seen.value.tab).toBeNull();
    news.get(ID)?.(tabFilter());
    tab.value = { ...SEARCH_TAB, id: 8 };
    expect(desk.seen.value.tab).toBeNull();
    expect([...news.keys()]).toEqual([8]);
    expect(commands.at(-1)).toBe("8 look");
  });

  it("tells an answer that was overtaken from a newer one", async () => {
    await settled();
    let late: (state: TabFilter) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        late = resolve;
      });
    void desk.command("undo");
    news.get(ID)?.(tabFilter({ status: "undone" }));
    late(tabFilter({ status: "judging" }));
    await settled();
    expect(desk.seen.value.tab?.status).toBe("undone");
  });

  it("is started on the page, and told to let the user point at a list there", async () => {
    startFilter.mockResolvedValue(tabFilter({ place: null, status: "idle" }));
    answer = () => Promise.resolve(tabFilter({ place: null, status: "picking" }));
    await desk.start("pick");
    expect(startFilter).toHaveBeenCalledExactlyOnceWith(ID);
    expect(commands.at(-1)).toBe(`${ID} pick`);
    expect(desk.seen.value.tab?.status).toBe("picking");
  });

  it("takes a page that turns out to be an engine's as that", async () => {
    startFilter.mockResolvedValue(tabFilter({ place: "searxng", status: "judging" }));
    await desk.start("pick");
    expect(commands.filter((each) => each.endsWith("pick"))).toEqual([]);
    expect(desk.seen.value.tab?.place).toBe("searxng");
  });

  it("says so when a page has no list", async () => {
    startFilter.mockResolvedValue(tabFilter({ place: null, status: "idle" }));
    answer = () => Promise.resolve(tabFilter({ place: null, status: "idle" }));
    await desk.start("biggest");
    expect(desk.seen.value.error?.code).toBe("page-without-list");
  });

  it("says by name why it cannot be started, until something else is tried", async () => {
    startFilter.mockRejectedValueOnce(new PostilError("page-forbidden"));
    await desk.start();
    expect(desk.seen.value.error?.code).toBe("page-forbidden");
    await desk.start();
    expect(desk.seen.value.error).toBeNull();
  });
});

describe("the switch", () => {
  it("asks the browser at once, and runs the filter where the user agrees", async () => {
    const done = desk.switch("google", true);
    expect(set).toHaveBeenCalledExactlyOnceWith("google", true, SEARCH_TAB.url);
    expect(await done).toBe(true);
    expect(startFilter).toHaveBeenCalledOnce();
  });

  it("runs nothing where the user refuses", async () => {
    set.mockResolvedValue(false);
    refused.value = new PostilError("permission-refused").toReport();
    expect(await desk.switch("google", true)).toBe(false);
    expect(startFilter).not.toHaveBeenCalled();
    expect(desk.seen.value.error?.code).toBe("permission-refused");
  });

  it("follows what is granted elsewhere", async () => {
    await settled();
    granted = true;
    on.value = new Set(["google"]);
    await settled();
    expect(desk.seen.value.runsHere).toBe(true);
  });
});

describe("new rules", () => {
  const again = () => commands.filter((each) => each.endsWith("again"));

  it("are judged by once they rest, and not when only a correction came", async () => {
    book.value = BOOK;
    news.get(ID)?.(tabFilter());
    await settled();
    expect(again()).toEqual([]);
    book.value = { ...BOOK, corrections: [] };
    await settled();
    expect(again()).toEqual([]);
    book.value = { ...BOOK, rules: [rule({ on: false })] };
    book.value = { ...BOOK, siteRules: "a.test" };
    await settled();
    expect(again()).toEqual([`${ID} again`]);
  });

  it.each([["undone"], ["picking"]] as const)("leave a page alone that is %s", async (status) => {
    book.value = BOOK;
    news.get(ID)?.(tabFilter({ status }));
    book.value = { ...BOOK, rules: [] };
    await settled();
    expect(again()).toEqual([]);
  });

  it("leave a page alone that is not filtered", async () => {
    book.value = BOOK;
    await settled();
    book.value = { ...BOOK, rules: [] };
    await settled();
    expect(again()).toEqual([]);
  });
});
