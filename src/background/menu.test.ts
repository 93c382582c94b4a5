import { beforeEach, describe, expect, it, vi } from "vitest";

type Listener = (...args: unknown[]) => unknown;
const event = () => {
  const listeners: Listener[] = [];
  return {
    addListener: (listener: Listener) => void listeners.push(listener),
    emit: (...args: unknown[]) => listeners.map((listener) => listener(...args)),
  };
};
const order: string[] = [];
const menus = {
  onClicked: event(),
  removeAll: vi.fn(async () => void order.push("removeAll")),
  create: vi.fn((_entry: object) => void order.push("create")),
};
const runtime = { onInstalled: event(), onStartup: event() };
const sidebarAction = { open: vi.fn(async () => void order.push("open")) };
const session = { set: vi.fn(async (_fields: object) => void order.push("request")) };
vi.mock("webextension-polyfill", () => ({
  default: {
    menus,
    runtime,
    sidebarAction,
    storage: { session },
    i18n: { getMessage: (key: string) => key },
  },
}));
const sidePanel = { open: vi.fn(async (_where: object) => void order.push("open")) };
vi.stubGlobal("chrome", { sidePanel, windows: { WINDOW_ID_CURRENT: -2 } });
const { offerInMenu } = await import("./menu.ts");
offerInMenu();

const click = (tab: object | undefined, menuItemId = "summarise", info: object = {}) => {
  menus.onClicked.emit({ menuItemId, ...info }, tab);
  // What is there by now was called inside the click's own event.
  return [...order];
};

beforeEach(() => {
  order.length = 0;
  vi.clearAllMocks();
});

describe("the entry in the menu", () => {
  it("is made anew with each version and each start, for pages and what is selected in them", async () => {
    for (const woken of [runtime.onInstalled, runtime.onStartup]) {
      order.length = 0;
      woken.emit();
      await vi.waitFor(() => expect(order).toEqual(["removeAll", "create"]));
    }
    expect(menus.create.mock.calls[0]?.[0]).toMatchObject({
      title: "menu_summarise",
      contexts: ["page", "selection"],
    });
  });

  it("opens the side panel of the window in Chromium, and leaves it what it is to do", () => {
    vi.stubGlobal("__BROWSER__", "chromium");
    expect(click({ id: 4, windowId: 2 })[0]).toBe("open");
    expect(sidePanel.open).toHaveBeenCalledWith({ windowId: 2 });
    expect(session.set.mock.calls[0]?.[0]).toMatchObject({ "request.2": { task: "summarise", tabId: 4 } });
  });

  it("opens the sidebar in Firefox", () => {
    vi.stubGlobal("__BROWSER__", "firefox");
    expect(click({ id: 4, windowId: 2 })[0]).toBe("open");
    expect(sidebarAction.open).toHaveBeenCalledTimes(1);
    expect(sidePanel.open).not.toHaveBeenCalled();
  });

  it("tells the panel what was selected", () => {
    click({ id: 4, windowId: 2 }, "summarise", { selectionText: "The boat sails at nine." });
    expect(session.set.mock.calls[0]?.[0]).toMatchObject({
      "request.2": { tabId: 4, selection: "The boat sails at nine." },
    });
  });

  it("does nothing for others' entries and without a tab", () => {
    expect(click({ id: 4, windowId: 2 }, "other")).toEqual([]);
    expect(click(undefined)).toEqual([]);
  });
});
