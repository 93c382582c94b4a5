// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  hostWith,
  hostWithoutModel,
  install,
  job,
  known,
  onProcessor,
  STATES,
} from "../../test/ui/states.ts";
import { PostilError } from "../errors.ts";
import { resultOf } from "../messages/protocol.ts";
import { PanelView } from "./PanelView.tsx";
import type { PanelActions } from "./screens.tsx";
import { type Known, viewOf } from "./view.ts";

vi.mock("webextension-polyfill", () => import("../../test/ui/fake-browser.ts"));

let root: HTMLElement;
let actions: { [K in keyof PanelActions]: ReturnType<typeof vi.fn<PanelActions[K]>> };

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  actions = {
    start: vi.fn(),
    choose: vi.fn(),
    stop: vi.fn(),
    open: vi.fn(),
    reconnect: vi.fn(),
    openSettings: vi.fn(),
    copy: vi.fn(() => Promise.resolve(true)),
    acceptTerms: vi.fn(),
    download: vi.fn(),
    importFile: vi.fn(),
    pause: vi.fn(),
    cancel: vi.fn(),
  };
});

afterEach(() => {
  act(() => render(null, root));
  root.remove();
});

function show(state: Known, termsAccepted = false, gpu = true): void {
  act(() =>
    render(
      <PanelView
        view={viewOf(state)}
        host={state.host}
        surroundings={{ termsAccepted, gpu, shortcut: "" }}
        actions={actions}
      />,
      root,
    ),
  );
}

function button(name: string): HTMLButtonElement {
  const found = [...root.querySelectorAll("button")].find((each) => each.textContent === name);
  if (!found) throw new Error(`no button ${name} in: ${root.textContent}`);
  return found;
}

function press(name: string): void {
  act(() => button(name).click());
}

const text = (): string => root.textContent ?? "";

describe("every state", () => {
  it.each(Object.keys(STATES))(
    "%s has a heading, a sentence, the way to the settings, and no unfilled text",
    (name) => {
      const state = STATES[name];
      if (!state) throw new Error(name);
      show(state);
      expect(root.querySelectorAll("h1")).toHaveLength(1);
      expect(root.querySelector("h1")?.textContent).not.toBe("");
      expect(root.querySelector("main")?.textContent).not.toBe("");
      expect(button("Settings")).toBeTruthy();
      // A key in place of a text, a placeholder that was not filled, a value that was not there.
      expect(text()).not.toMatch(/[a-z]+_[a-z]+|\$[A-Z]+\$|undefined|NaN|[\uE000-\uE0FF]/u);
    },
  );
});

describe("on the processor", () => {
  const notes = (code: Parameters<typeof onProcessor>[0]): string => {
    show(known({ host: onProcessor(code, hostWith(job({ status: "running", result: null }))) }));
    return text();
  };

  it("says in one line why", () => {
    expect(notes("gpu-missing")).toContain(
      "This browser offers no WebGPU; running on the processor, slower.",
    );
    expect(notes("gpu-too-small")).toContain("This graphics card is too small for the model;");
    expect(notes("gpu-wrong")).toContain("This graphics card gives wrong results;");
    expect(notes("gpu-lost")).toContain("The graphics card was lost twice;");
    expect(notes("engine-failed")).toContain("The graphics card could not run the model;");
  });

  it("says nothing where the user chose it, and names it in the footer", () => {
    expect(notes(null)).not.toContain("slower");
    expect(text()).toContain("Gemma 3 270M · Processor · ready");
  });

  it("takes a model where there is no WebGPU", () => {
    show(known({ host: hostWithoutModel() }), true, false);
    expect(text()).toContain("This browser offers no WebGPU. Postil will run the model on the processor");
    press("Fetch the model");
    expect(actions.download).toHaveBeenCalledOnce();
  });

  it.each(["webllm", "cpu"] as const)("promises nothing where the user has chosen %s", (choice) => {
    const host = hostWithoutModel();
    show(known({ host: { ...host, engine: { ...host.engine, choice } } }), true, false);
    expect(text()).not.toContain("This browser offers no WebGPU");
  });

  it("lets the user try again after the settings have been changed", () => {
    const error = new PostilError("gpu-missing").toReport();
    show(known({ host: hostWith(job({ status: "failed", result: null, error })) }));
    press("Again");
    expect(actions.start).toHaveBeenCalledExactlyOnceWith("summarise");
  });
});

describe("first run", () => {
  it("fetches nothing before the terms are accepted, and says why", () => {
    show(known({ host: hostWithoutModel() }));
    expect(root.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked).toBe(false);
    press("Fetch the model");
    expect(actions.download).not.toHaveBeenCalled();
    expect(root.querySelector("[role=alert]")?.textContent).toBe("Please accept the terms first.");
    expect(document.activeElement).toBe(root.querySelector("input[type=checkbox]"));
  });

  it("takes no file before the terms are accepted, and one file after", () => {
    const pick = (): void => {
      const input = root.querySelector<HTMLInputElement>("input[type=file]");
      if (!input) throw new Error("no file input");
      Object.defineProperty(input, "files", { value: [new File(["GGUF"], "m.gguf")], configurable: true });
      act(() => void input.dispatchEvent(new Event("change", { bubbles: true })));
    };
    show(known({ host: hostWithoutModel() }));
    pick();
    expect(actions.importFile).not.toHaveBeenCalled();
    show(known({ host: hostWithoutModel() }), true);
    pick();
    expect(actions.importFile).toHaveBeenCalledOnce();
  });

  it("fetches the catalogue's first entry", () => {
    show(known({ host: hostWithoutModel() }), true);
    press("Fetch the model");
    expect(actions.download).toHaveBeenCalledWith("gemma-3-270m-it-q8_0");
  });

  it("links to the terms and to the policy, in a new tab that learns nothing of us", () => {
    show(known({ host: hostWithoutModel() }));
    const links = [...root.querySelectorAll("a")];
    expect(links.map((link) => link.href)).toEqual([
      "https://ai.google.dev/gemma/terms",
      "https://ai.google.dev/gemma/prohibited_use_policy",
    ]);
    for (const link of links) {
      expect(link.target).toBe("_blank");
      expect(link.rel).toContain("noopener");
    }
  });

  it("shows how much has come, how fast, and how long it takes", () => {
    show(known({ host: hostWithoutModel({ install: install() }) }));
    expect(text()).toContain("172 of 278 MiB · 2.6 MiB a second · 41s left");
    expect(root.querySelector("progress")?.getAttribute("value")).toBe(String(172 / 278));
    press("Pause");
    expect(actions.pause).toHaveBeenCalledOnce();
  });

  it("asks before it throws a download away, and Escape means no", () => {
    show(known({ host: hostWithoutModel({ install: install() }) }));
    press("Cancel");
    expect(actions.cancel).not.toHaveBeenCalled();
    expect(document.activeElement?.textContent).toBe("No, go on");
    act(
      () =>
        void document.activeElement?.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Escape", bubbles: true }),
        ),
    );
    expect(document.activeElement?.textContent).toBe("Cancel");
    press("Cancel");
    press("Delete it");
    expect(actions.cancel).toHaveBeenCalledOnce();
  });

  it("goes on with a paused download", () => {
    show(known({ host: hostWithoutModel({ install: install({ status: "paused" }) }) }), true);
    press("Go on");
    expect(actions.download).toHaveBeenCalledWith("gemma-3-270m-it-q8_0");
  });

  it("does not offer to pause a file's preparation", () => {
    show(known({ host: hostWithoutModel({ install: install({ kind: "import", phase: "convert" }) }) }));
    expect(() => button("Pause")).toThrow();
    expect(button("Cancel")).toBeTruthy();
  });
});

describe("notes", () => {
  const running = (points: number, draft: string) => {
    const all = resultOf(job(), "notes")?.points ?? [];
    return known({
      host: hostWith(
        job({
          status: "running",
          result: { kind: "notes", points: all.slice(0, points), draft, read: { words: 9, of: 9 } },
        }),
      ),
    });
  };

  it("announces finished points and not the letters of the growing one", () => {
    show(running(2, "Hotels along"));
    const live = root.querySelector("[aria-live=polite]");
    expect(live?.querySelectorAll("li")).toHaveLength(2);
    expect(live?.textContent).not.toContain("Hotels");
    expect(root.querySelector("[aria-hidden=true]")?.textContent).toBe("Hotels along");
    expect(text()).toContain("Point 3");
  });

  it("keeps the elements of finished points when another comes, so that only it is announced", () => {
    show(running(1, "Each"));
    const first = root.querySelector("li");
    show(running(2, ""));
    expect(root.querySelector("li")).toBe(first);
  });

  it("stops the job that it shows", () => {
    show(running(1, "x"));
    press("Stop");
    expect(actions.stop).toHaveBeenCalledWith("job");
  });

  it("moves the focus from a button that is gone to the next one", () => {
    show(known());
    button("Summarise").focus();
    show(running(0, ""));
    expect(document.activeElement?.textContent).toBe("Stop");
    show(known({ host: hostWith(job()) }));
    expect(document.activeElement?.textContent).toBe("Copy");
  });

  it("leaves the focus alone where nobody has been", () => {
    show(known({ host: null }));
    show(known());
    expect(document.activeElement).toBe(document.body);
  });

  it("opens the sentences behind a point, numbered through the notes", () => {
    show(known({ host: hostWith(job()) }));
    const second = root.querySelectorAll<HTMLButtonElement>("li button")[1];
    expect(second?.textContent).toBe("2 · 3");
    const sources = document.getElementById(second?.getAttribute("aria-controls") ?? "");
    expect(sources?.hidden).toBe(true);
    act(() => second?.click());
    expect(second?.getAttribute("aria-expanded")).toBe("true");
    expect(sources?.hidden).toBe(false);
    expect([...(sources?.querySelectorAll("blockquote") ?? [])].map((quote) => quote.textContent)).toEqual(
      resultOf(job(), "notes")?.points[1]?.sources,
    );
  });

  it("marks a point that is the page's own sentence as a quotation", () => {
    show(known({ host: hostWith(job()) }));
    expect([...root.querySelectorAll("q")].map((quote) => quote.textContent)).toEqual([
      "Nobody could tell us who will repair the two carriages that failed the brake test.",
    ]);
  });

  it("copies plain text and says so", async () => {
    show(known({ host: hostWith(job()) }));
    await act(async () => button("Copy").click());
    expect(actions.copy.mock.calls[0]?.[0]).toMatch(
      /^Night trains return to the coast line\nhttps:\/\/www\.northline\.example\/news\/night-trains\n\n• Night trains run again.*\n• Each .*\n• The region .*\n• “Nobody could .*”\n$/u,
    );
    expect(text()).toContain("Copied");
  });

  it("says when the browser did not let it copy", async () => {
    actions.copy.mockResolvedValue(false);
    show(known({ host: hostWith(job()) }));
    await act(async () => button("Copy").click());
    expect(text()).toContain("The browser did not let Postil copy.");
  });

  it("offers the new page when the tab has moved on to one that it may read, and the button's way when not", () => {
    for (const [state, offered] of [
      ["moved-on", true],
      ["moved-away", false],
    ] as const) {
      const now = STATES[state];
      if (now) show(now);
      expect(text()).toContain("These notes belong to the page before.");
      expect(text().includes("Summarise this page")).toBe(offered);
      expect(text().includes("press the Postil button")).toBe(!offered);
    }
  });
});

describe("hostile text", () => {
  it("stays text: no element, attribute or address of it comes to life", () => {
    const evil = `<img src=x onerror="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">x</a>`;
    const points = [
      { text: evil, sources: [evil], quoted: false },
      { text: evil, sources: [evil], quoted: true },
    ];
    const page = { url: "javascript:alert(4)//https://x", title: evil };
    const report = { code: "internal" as const, message: evil, detail: {} };
    const named = hostWith();
    const model = {
      ...named.model,
      installed: named.model.installed && { ...named.model.installed, name: evil },
    };
    for (const status of ["running", "failed"] as const) {
      const read = { words: 1, of: 1 };
      const hostile = job({
        status,
        page,
        result: { kind: "notes", points, draft: evil, read },
        error: report,
      });
      show(known({ host: { ...hostWith(hostile), model } }));
      expect(root.querySelector("img, script, iframe, a")).toBeNull();
      expect([...root.querySelectorAll("*")].flatMap((element) => element.getAttributeNames())).not.toContain(
        "onerror",
      );
      expect(root.querySelector("h1")?.textContent).toBe(evil);
      expect(root.querySelector("li span")?.textContent).toBe(evil);
      expect(root.querySelector("blockquote")?.textContent).toBe(evil);
      expect(root.querySelector("footer span")?.textContent).toContain(evil);
    }
  });
});
