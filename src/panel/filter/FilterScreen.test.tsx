// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FILTER_STATES, type FilterState } from "../../../test/ui/filter-states.ts";
import { PanelView } from "../PanelView.tsx";
import type { PanelActions } from "../screens.tsx";
import { viewOf } from "../view.ts";
import { type FilterActions, FilterContext } from "./filter-context.ts";

vi.mock("webextension-polyfill", () => import("../../../test/ui/fake-browser.ts"));

let root: HTMLElement;
let actions: { [K in keyof FilterActions]: ReturnType<typeof vi.fn<FilterActions[K]>> };
let download: ReturnType<typeof vi.fn<PanelActions["download"]>>;

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  download = vi.fn();
  actions = {
    start: vi.fn(() => Promise.resolve()),
    command: vi.fn(() => Promise.resolve()),
    switch: vi.fn(() => Promise.resolve(false)),
    change: vi.fn(() => Promise.resolve(null)),
  };
});

afterEach(() => {
  act(() => render(null, root));
  root.remove();
});

function show(name: string): string {
  const { known, part } = FILTER_STATES[name] as FilterState;
  const panelActions = new Proxy({ download } as Partial<PanelActions>, {
    get: (target, key) => Reflect.get(target, key) ?? (() => undefined),
  }) as PanelActions;
  act(() =>
    render(
      <FilterContext.Provider value={{ ...part, actions }}>
        <PanelView
          view={viewOf(known)}
          host={known.host}
          surroundings={{ termsAccepted: true, gpu: true, shortcut: "" }}
          actions={panelActions}
        />
      </FilterContext.Provider>,
      root,
    ),
  );
  return root.textContent ?? "";
}

function press(name: string): void {
  const found = [...root.querySelectorAll("button")].find((each) => each.textContent === name);
  if (!found) throw new Error(`no button ${name} in: ${root.textContent}`);
  act(() => found.click());
}

const buttons = () => [...root.querySelectorAll("button")].map((each) => each.textContent);

describe("every state of the filter", () => {
  it.each(Object.keys(FILTER_STATES))("%s has a heading, and no unfilled text", (name) => {
    const text = show(name);
    expect(root.querySelectorAll("h1")).toHaveLength(1);
    expect(text).toContain("Rules");
    expect(text).not.toMatch(/[a-z]+_[a-z]+|\$[A-Z]+\$|undefined|NaN|[\uE000-\uE0FF]/u);
    expect(root.querySelector("input[type=radio]:checked + span")?.textContent).toBe("Filter");
  });
});

describe("on an engine's page", () => {
  it("runs once on request, and by itself if the user lets it", () => {
    show("filter-ready");
    press("Filter this page once");
    expect(actions.start).toHaveBeenCalledExactlyOnceWith();
    const box = root.querySelector<HTMLInputElement>("input[role=switch]");
    act(() => box?.click());
    expect(actions.switch).toHaveBeenCalledExactlyOnceWith("google", true);
  });

  it("asks for a rule first where there is none", () => {
    const first = (): string | null | undefined => root.querySelector(".btn.go")?.textContent;
    show("filter-first");
    expect(first()).toBe("Add the rule");
    show("filter-ready");
    expect(first()).toBe("Filter this page once");
  });

  it("leaves the switch where it was when the user refuses", async () => {
    show("filter-ready");
    const box = root.querySelector<HTMLInputElement>("input[role=switch]");
    act(() => box?.click());
    await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
    expect(box?.checked).toBe(false);
    expect(show("filter-refused")).toContain("The browser does not let Postil read this site.");
  });

  it("says how far it is, and stops", () => {
    expect(show("filter-judging")).toContain("4 of 10");
    expect(root.querySelector("progress")?.value).toBe(0.4);
    press("Stop");
    expect(actions.command).toHaveBeenCalledExactlyOnceWith("stop");
  });

  it("says what is folded, and shows it all", () => {
    expect(show("filter-done")).toContain("3 of 10 results are folded.");
    press("Show all again");
    expect(actions.command).toHaveBeenCalledExactlyOnceWith("undo");
    show("filter-undone");
    press("Filter again");
    expect(actions.command).toHaveBeenLastCalledWith("again");
  });

  it("says that the page is built in another way, and offers what works there", () => {
    expect(show("filter-unlike")).toContain("Google builds its pages in another way now");
    expect(buttons()).not.toContain("Show all again");
    press("Point at a list");
    expect(actions.start).toHaveBeenCalledExactlyOnceWith("pick");
  });

  it("names the error with its way out", () => {
    show("filter-failed");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("The graphics card was lost");
    expect(buttons()).toContain("Filter again");
  });
});

describe("without a model", () => {
  it("says what works, once, and offers one", () => {
    const text = show("filter-without-model");
    expect(text).toContain("Rules about addresses work without it.");
    expect(text).not.toContain("No model is installed.");
    expect(text).toContain("1 of 10 results are folded.");
    press("Fetch the model");
    expect(download).toHaveBeenCalledOnce();
  });

  it("shows how its fetching goes on", () => {
    expect(show("filter-fetching")).toContain("172 of 278 MiB");
    expect(buttons()).toContain("Pause");
  });
});

describe("on any other page", () => {
  it("takes a list that is pointed at, or the longest", () => {
    show("filter-elsewhere");
    press("Point at a list");
    press("Take the longest list");
    expect(actions.start.mock.calls).toEqual([["pick"], ["biggest"]]);
    expect(root.querySelector(".switch span")?.textContent).toBe("shopping pages");
  });

  it("says how to point, and how to end that", () => {
    expect(show("filter-picking")).toContain("Now press one entry of the list");
    expect(buttons()).not.toContain("Point at a list");
    press("Cancel");
    expect(actions.command).toHaveBeenCalledExactlyOnceWith("stop");
  });
});
