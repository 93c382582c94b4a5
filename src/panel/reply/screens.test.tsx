// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DRAFT, REPLY_STATES } from "../../../test/ui/reply-states.ts";
import { PostilError } from "../../errors.ts";
import { PanelView } from "../PanelView.tsx";
import type { PanelActions } from "../screens.tsx";
import { viewOf } from "../view.ts";
import { type ReplyActions, ReplyContext } from "./reply-context.ts";

vi.mock("webextension-polyfill", () => import("../../../test/ui/fake-browser.ts"));

let root: HTMLElement;
let reply: { [K in keyof ReplyActions]: ReturnType<typeof vi.fn<ReplyActions[K]>> };
let copy: ReturnType<typeof vi.fn<PanelActions["copy"]>>;
let stop: ReturnType<typeof vi.fn<PanelActions["stop"]>>;

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  copy = vi.fn(() => Promise.resolve(true));
  stop = vi.fn();
  reply = {
    look: vi.fn(() => Promise.resolve()),
    wish: vi.fn(),
    draft: vi.fn(),
    again: vi.fn(),
    edit: vi.fn(),
    show: vi.fn(),
    insert: vi.fn(() => Promise.resolve("inserted" as const)),
    undo: vi.fn(() => Promise.resolve("undone" as const)),
  };
});

afterEach(() => {
  act(() => render(null, root));
  root.remove();
});

function show(name: string): void {
  const state = REPLY_STATES[name];
  if (!state) throw new Error(name);
  const nothing = (): void => undefined;
  const setup = {
    acceptTerms: nothing,
    download: nothing,
    importFile: nothing,
    pause: nothing,
    cancel: nothing,
  };
  const actions = {
    ...setup,
    start: nothing,
    choose: nothing,
    open: nothing,
    reconnect: nothing,
    openSettings: nothing,
    stop,
    copy,
  };
  act(() =>
    render(
      <ReplyContext.Provider value={{ ...state.part, actions: reply }}>
        <PanelView
          view={viewOf(state.known)}
          host={state.known.host}
          surroundings={{ termsAccepted: true, gpu: true, shortcut: "" }}
          actions={actions}
        />
      </ReplyContext.Provider>,
      root,
    ),
  );
}

const text = (): string => root.textContent ?? "";
const buttons = (): string[] => [...root.querySelectorAll("button")].map((each) => each.textContent ?? "");

async function press(name: string): Promise<void> {
  const found = [...root.querySelectorAll("button")].find((each) => each.textContent === name);
  if (!found) throw new Error(`no button ${name} in: ${text()}`);
  await act(async () => {
    found.click();
    // What follows from a press takes a few turns.
    await new Promise((resolve) => setTimeout(resolve));
  });
}

function field(): HTMLTextAreaElement {
  const found = root.querySelector<HTMLTextAreaElement>(".draft-field textarea");
  if (!found) throw new Error("no draft");
  return found;
}

describe("every state", () => {
  it.each(Object.keys(REPLY_STATES))("%s has a heading, words, and no unfilled text", (name) => {
    show(name);
    expect(root.querySelectorAll("h1")).toHaveLength(1);
    expect(root.querySelector("main")?.textContent).not.toBe("");
    expect(text()).not.toMatch(/[a-z]+_[a-z]+|\$[A-Z]+\$|undefined|NaN|[\uE000-\uE0FF]/u);
    for (const control of root.querySelectorAll("input, textarea"))
      expect(control.closest("label") ?? control.getAttribute("aria-label") ?? labelOf(control)).toBeTruthy();
  });

  function labelOf(control: Element): Element | null {
    return control.id === "" ? null : root.querySelector(`label[for="${control.id}"]`);
  }
});

describe("before a draft", () => {
  it("shows the message, and needs one press", async () => {
    show("reply-ready");
    for (const seen of ["Jon Brix", "3 May 2026, 20:31", "The boat on Saturday", "lovely!"])
      expect(text()).toContain(seen);
    expect(text()).toContain("1 earlier message is folded and was not read.");
    expect(reply.look).toHaveBeenCalled();
    await press("Draft a reply");
    expect(reply.draft).toHaveBeenCalledOnce();
  });

  it("takes an intent, a tone, a length, and words", () => {
    show("reply-ready");
    const choose = (name: string): void => {
      const label = [...root.querySelectorAll(".pills label")].find((each) => each.textContent === name);
      act(() => label?.querySelector("input")?.click());
    };
    for (const name of ["decline", "formal", "long"]) choose(name);
    const words = root.querySelector<HTMLTextAreaElement>(".own-words textarea");
    if (!words) throw new Error("no field for words");
    words.value = "Not before ten.";
    act(() => void words.dispatchEvent(new Event("input", { bubbles: true })));
    expect(reply.wish.mock.calls).toEqual([
      [{ intent: "decline" }],
      [{ tone: "formal" }],
      [{ length: "long" }],
      [{ words: "Not before ten." }],
    ]);
  });

  it("says that there is no message, and looks for one until there is", async () => {
    vi.useFakeTimers();
    show("reply-none");
    expect(text()).toContain("Postil found no open message on this page.");
    expect(buttons()).not.toContain("Draft a reply");
    const looks = reply.look.mock.calls.length;
    await vi.advanceTimersByTimeAsync(4000);
    expect(reply.look).toHaveBeenCalledTimes(looks + 2);
    // A look that takes long is not overtaken by the next one.
    let end = (): void => undefined;
    reply.look.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    );
    await vi.advanceTimersByTimeAsync(20_000);
    expect(reply.look).toHaveBeenCalledTimes(looks + 3);
    end();
    await vi.advanceTimersByTimeAsync(2000);
    expect(reply.look).toHaveBeenCalledTimes(looks + 4);
    vi.useRealTimers();
  });

  it("says that another message was open when a draft was asked for", () => {
    show("reply-opened-other");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("Another message is open by now");
    expect(buttons()).toContain("Draft a reply");
  });

  it("warns when the message is the user's own, or a later one is folded", () => {
    show("reply-own-message");
    expect(text()).toContain("This is your own last message");
    expect(text()).toContain("1 later message is folded.");
  });
});

describe("while it is written", () => {
  it("shows the draft as it grows, and stops", async () => {
    show("reply-streaming");
    expect(text()).toContain("yes, I can be");
    expect(text()).toContain("Can you be there at 9:30");
    await press("Stop");
    expect(stop).toHaveBeenCalledExactlyOnceWith("reply");
  });
});

describe("a finished draft", () => {
  it("can be edited, with its blanks marked and in reach", async () => {
    show("reply-done");
    expect(field().value).toBe(DRAFT.text);
    expect([...root.querySelectorAll(".behind mark")].map((mark) => mark.textContent)).toEqual(DRAFT.blanks);
    await press("[life jackets]");
    expect(document.activeElement).toBe(field());
    expect(field().value.slice(field().selectionStart, field().selectionEnd)).toBe("[life jackets]");
    field().value = "Yes.";
    act(() => void field().dispatchEvent(new Event("input", { bubbles: true })));
    expect(reply.edit).toHaveBeenCalledExactlyOnceWith(DRAFT.jobId, "Yes.");
  });

  it("warns of blanks before it is inserted, and leads to them", async () => {
    show("reply-done");
    await press("Insert");
    expect(reply.insert).not.toHaveBeenCalled();
    expect(root.querySelector("[role=alert]")?.textContent).toBe("1 blank is not filled in yet.");
    await press("Fill in");
    expect(document.activeElement).toBe(field());
    await press("Insert");
    await press("Insert anyway");
    expect(reply.insert).toHaveBeenCalledExactlyOnceWith(DRAFT);
    expect(text()).toContain("Inserted in the page. Nothing was sent.");
  });

  it("is copied where the page has no editor, and that is said", async () => {
    reply.insert.mockResolvedValueOnce("no-editor");
    show("reply-done");
    await press("Insert");
    await press("Insert anyway");
    expect(copy).toHaveBeenCalledExactlyOnceWith(DRAFT.text);
    expect(text()).toContain("No place to write was found in the page. The draft is copied instead");
  });

  it("stays where it is when the page shows another message, or cannot be reached", async () => {
    reply.insert.mockResolvedValueOnce("other-message");
    show("reply-done");
    await press("Insert");
    await press("Insert anyway");
    expect(text()).toContain("The page shows another message now. Nothing was inserted.");
    expect(copy).not.toHaveBeenCalled();
    reply.insert.mockResolvedValueOnce(new PostilError("page-gone").toReport());
    await press("Insert");
    await press("Insert anyway");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("page");
  });

  it("is taken back, with word of what came of it", async () => {
    show("reply-inserted");
    expect(buttons()).not.toContain("Insert");
    await press("Take back");
    expect(text()).toContain("Taken back. The page is as it was.");
    reply.undo.mockResolvedValueOnce("changed");
    await press("Take back");
    expect(text()).toContain("has been edited in the page since");
  });

  it("says that it is in another language than the message", () => {
    show("reply-done");
    expect(text()).not.toContain("Swedish");
    show("reply-foreign");
    expect(text()).toContain("Language of the message: Swedish.");
    expect(text()).toContain("Language of this draft: English.");
  });

  it("has others beside it", async () => {
    show("reply-alternatives");
    const first = [...root.querySelectorAll(".pills label")].find((each) => each.textContent === "Draft 1");
    act(() => first?.querySelector("input")?.click());
    expect(reply.show).toHaveBeenCalledExactlyOnceWith("first");
    await press("Another draft");
    expect(reply.again).toHaveBeenCalledOnce();
  });

  it("is offered for copying only where the page is not open to us", () => {
    show("reply-moved-away");
    expect(buttons()).toContain("Copy");
    expect(buttons()).not.toContain("Insert");
  });
});
