// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../errors.ts";
import type { FilterAnswer, FilterAsk, FilterWish } from "../messages/filter-protocol.ts";
import type { PanelPort } from "../messages/ports.ts";
import type { Answer } from "../messages/protocol.ts";
import type { FoldEvents } from "../page/search/fold.ts";
import { show } from "../page/testing.ts";

interface FakePort extends PanelPort {
  readonly sent: FilterAsk[];
  answer(answer: FilterAnswer): void;
}
let ports: FakePort[];
let answerOf: (wish: FilterWish) => Answer | undefined;
const sendMessage = vi.fn(async (message: { target?: string }) =>
  message.target === "background" ? answerOf(message as FilterWish) : undefined,
);
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: { sendMessage },
    i18n: { getMessage: (key: string) => (key === "language_tag" ? "en" : key), getUILanguage: () => "en" },
  },
}));
vi.mock("../messages/called-port.ts", () => ({
  callBackground: (): FakePort => {
    const listeners: ((raw: unknown) => void)[] = [];
    const sent: FilterAsk[] = [];
    const port: FakePort = {
      sent,
      answer: (answer) => listeners.forEach((listener) => void listener(answer)),
      postMessage: (message) => void sent.push(message as FilterAsk),
      disconnect: vi.fn(),
      onMessage: { addListener: (listener) => void listeners.push(listener) },
      onDisconnect: { addListener: () => undefined },
    };
    ports.push(port);
    return port;
  },
}));
/** What the lines of folded results do, which no script but a person may press. */
let lines: FoldEvents[];
vi.mock("../page/search/fold.ts", async (original) => {
  const { Fold, ...rest } = await original<typeof import("../page/search/fold.ts")>();
  class Pressed extends Fold {
    constructor(...made: ConstructorParameters<typeof Fold>) {
      super(...made);
      lines.push(made[4]);
    }
  }
  return { ...rest, Fold: Pressed };
});
const { FilterInTab } = await import("./tab-filter.ts");

const result = (n: number): string =>
  `<li class="b_algo"><h2><a href="https://a${n}.example/">Result ${n}</a></h2></li>`;
const PAGE = `<ol id="b_results">${result(1)}${result(2)}</ol>`;
const FOLD = { by: "rule", rule: "r", kind: "hide", text: "lists", probability: 0.9 } as const;
const KEPT: Answer = { ok: true };
const REFUSED: Answer = { ok: false, error: new PostilError("rules-contradict").toReport() };

let filter: InstanceType<typeof FilterInTab>;
const port = (n: number): FakePort => ports[n] ?? expect.fail(`no port ${n}`);
const asked = (n: number): string[] => port(n).sent.flatMap(({ items }) => items.map(({ title }) => title));
const at = (url: string): void =>
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url);

beforeEach(() => {
  vi.clearAllMocks();
  ports = [];
  lines = [];
  answerOf = () => KEPT;
  at("https://www.bing.com/search?q=x");
  show(PAGE);
  filter = new FilterInTab();
});
afterEach(() => {
  filter.command("undo");
  vi.restoreAllMocks();
});

describe("the filter in a tab", () => {
  // Before the others, whose filters stay in the page.
  it("tells each state once, and again when the page comes out of the browser's cache", async () => {
    const told = (): unknown[] => sendMessage.mock.calls.filter(([{ target }]) => target === undefined);
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    history.replaceState(null, "", "?q=x&y");
    window.dispatchEvent(new Event("popstate"));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(told()).toHaveLength(1);
    filter.comeBack();
    await vi.waitFor(() => expect(told()).toHaveLength(2));
    expect(asked(1)).toEqual(["Result 1", "Result 2"]);
  });

  it("judges, folds, and says so", () => {
    expect(filter.state).toMatchObject({ place: "bing", status: "judging", of: 2 });
    port(0).answer({ type: "verdicts", verdicts: [{ id: "r1", fold: true, why: FOLD }] });
    port(0).answer({ type: "done", of: 2 });
    expect(filter.state).toMatchObject({ status: "done", folded: 1, judged: 1 });
  });

  it.each([
    ["stop", "stopped", 1],
    ["undo", "undone", 0],
  ] as const)("has nobody judge any more after %s", (command, status, folded) => {
    port(0).answer({ type: "verdicts", verdicts: [{ id: "r1", fold: true, why: FOLD }] });
    expect(filter.command(command)).toMatchObject({ status, folded });
    expect(port(0).disconnect).toHaveBeenCalled();
    expect(filter.command("again")).toMatchObject({ status: "judging", folded: 0 });
    expect(asked(1)).toEqual(["Result 1", "Result 2"]);
  });

  it("shows everything when reading breaks, and reads anew when it is told to", () => {
    port(0).answer({ type: "verdicts", verdicts: [{ id: "r1", fold: true, why: FOLD }] });
    const broken = vi.spyOn(document, "querySelectorAll").mockImplementation(() => {
      throw new Error("unreadable");
    });
    expect(filter.command("again")).toMatchObject({ status: "failed", error: { code: "internal" } });
    broken.mockRestore();
    expect([...document.getElementsByTagName("li")].map((li) => li.style.display)).toEqual(["", ""]);
    expect(filter.command("again")).toMatchObject({ status: "judging", of: 2, error: null });
  });

  it.each([
    ["was refused", REFUSED, "rules-contradict"],
    ["nobody has understood", undefined, "message-invalid"],
  ])("says so when what the user wants of a result %s", async (_, answer, code) => {
    answerOf = () => answer;
    port(0).answer({ type: "verdicts", verdicts: [{ id: "r1", fold: true, why: FOLD }] });
    lines[0]?.onStay();
    await vi.waitFor(() => expect(filter.state.error?.code).toBe(code));
    expect(document.querySelector<HTMLElement>("li.b_algo")?.style.display).toBe("");
  });

  it("says nothing when it was kept", async () => {
    port(0).answer({ type: "verdicts", verdicts: [{ id: "r1", fold: true, why: FOLD }] });
    port(0).answer({ type: "done", of: 2 });
    lines[0]?.onNever();
    expect(sendMessage).toHaveBeenCalledWith(
      expect.objectContaining({ type: "filter.allow", host: "a1.example" }),
    );
    await Promise.resolve();
    expect(filter.state).toMatchObject({ status: "done", error: null });
  });
});
