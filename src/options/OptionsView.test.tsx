// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BOOK } from "../../test/ui/filter-states.ts";
import { OPTIONS_STATES } from "../../test/ui/options-states.ts";
import { onProcessor, READY_HOST } from "../../test/ui/states.ts";
import { type ErrorReport, PostilError } from "../errors.ts";
import type { HostState } from "../messages/protocol.ts";
import type { FilterSectionProps } from "./FilterSection.tsx";
import { type OptionsActions, OptionsView } from "./OptionsView.tsx";
import type { ReplySectionProps } from "./ReplySection.tsx";

vi.mock("webextension-polyfill", () => import("../../test/ui/fake-browser.ts"));

let root: HTMLElement;
let changeReplies: ReturnType<typeof vi.fn<ReplySectionProps["change"]>>;
let setEngine: ReturnType<typeof vi.fn<FilterSectionProps["set"]>>;
let useEngine: ReturnType<typeof vi.fn<OptionsActions["useEngine"]>>;

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  changeReplies = vi.fn();
  setEngine = vi.fn(() => Promise.resolve(true));
  useEngine = vi.fn();
});

afterEach(() => {
  act(() => render(null, root));
  root.remove();
});

function show(host: HostState, engineError: ErrorReport | null = null): string {
  const nothing = (): void => undefined;
  const rest = { acceptTerms: nothing, download: nothing, importFile: nothing, remove: nothing };
  const actions = { ...rest, pause: nothing, cancel: nothing, useEngine };
  act(() =>
    render(
      <OptionsView
        host={host}
        error={null}
        engineError={engineError}
        termsAcceptedAt={0}
        shortcut=""
        version="1"
        bench={{
          view: host.bench,
          refused: null,
          start: nothing,
          stop: nothing,
          copy: () => Promise.resolve(true),
        }}
        replies={{
          settings: { userName: "Mara Lind", userAddresses: [], replyTone: "neutral", replyLength: "short" },
          change: changeReplies,
        }}
        filter={{
          book: BOOK,
          change: () => Promise.resolve(null),
          on: new Set(["kagi"]),
          refused: null,
          set: setEngine,
        }}
        actions={actions}
      />,
      root,
    ),
  );
  return root.textContent ?? "";
}

const radios = () => [...root.querySelectorAll<HTMLInputElement>("input[name=engine]")];

describe("the engines of the filter", () => {
  it("are those that have an address, each with its switch", () => {
    show(READY_HOST);
    const switches = [...root.querySelectorAll<HTMLInputElement>(".engines input")];
    const names = switches.map((each) => each.closest("label")?.textContent);
    expect(names).toContain("Google");
    expect(names).not.toContain("SearXNG");
    expect(
      switches.filter(({ checked }) => checked).map((each) => each.closest("label")?.textContent),
    ).toEqual(["Kagi"]);
    act(() => switches[names.indexOf("Google")]?.click());
    expect(setEngine).toHaveBeenCalledExactlyOnceWith("google", true);
  });
});

describe("what replies begin with", () => {
  const field = (autocomplete: string): HTMLInputElement => {
    const found = root.querySelector<HTMLInputElement>(`input[autocomplete=${autocomplete}]`);
    if (!found) throw new Error(autocomplete);
    return found;
  };
  const fill = (autocomplete: string, value: string): void => {
    field(autocomplete).value = value;
    act(() => void field(autocomplete).dispatchEvent(new Event("change", { bubbles: true })));
  };

  it("is told when a field is done with", () => {
    show(READY_HOST);
    expect(field("name").value).toBe("Mara Lind");
    fill("name", " Mara ");
    fill("email", "Mara <mara@example.org>, no address; m.lind@work.example mara@example.org");
    expect(changeReplies.mock.calls).toEqual([
      [{ userName: "Mara" }],
      [{ userAddresses: ["mara@example.org", "m.lind@work.example"] }],
    ]);
  });

  it("is a tone and a length", () => {
    show(READY_HOST);
    const labels = [...root.querySelectorAll(".pills label")];
    const chosen = labels.filter((label) => label.querySelector("input")?.checked);
    expect(chosen.map((label) => label.textContent)).toEqual(["neutral", "short"]);
    act(() =>
      labels
        .find((label) => label.textContent === "formal")
        ?.querySelector("input")
        ?.click(),
    );
    expect(changeReplies).toHaveBeenCalledExactlyOnceWith({ replyTone: "formal" });
  });
});

describe("every state", () => {
  it.each(Object.entries(OPTIONS_STATES))("%s has no unfilled text", (_name, host) => {
    expect(show(host)).not.toMatch(/[a-z]+_[a-z]+|\$[A-Z]+\$|undefined|NaN|[\uE000-\uE0FF]/u);
  });
});

describe("the choice of an engine", () => {
  it("shows what is chosen, each with a line that belongs to it", () => {
    show(onProcessor(null));
    expect(radios().map((radio) => radio.checked)).toEqual([false, false, true]);
    expect(
      radios().map((radio) => radio.closest("label")?.querySelector("span")?.firstChild?.textContent),
    ).toEqual(["Automatic (recommended)", "Graphics card (WebGPU)", "Processor"]);
    for (const radio of radios())
      expect(document.getElementById(radio.getAttribute("aria-describedby") ?? "")?.textContent).toMatch(
        /\.$/u,
      );
    expect(root.querySelector("fieldset > legend")?.textContent).toBe("What runs the model");
  });

  it("tells of another", () => {
    show(READY_HOST);
    act(() => radios()[2]?.click());
    expect(useEngine).toHaveBeenCalledExactlyOnceWith("cpu");
  });

  it("has a refusal beside it, not at the model", () => {
    show(READY_HOST, new PostilError("engine-gone").toReport());
    const alerts = [...root.querySelectorAll("[role=alert]")];
    expect(alerts.map((each) => each.closest("section")?.querySelector("fieldset") !== null)).toEqual([true]);
    expect(alerts[0]?.closest("section")).toBe(radios()[0]?.closest("section"));
  });

  it("is open with the engine of the tests, which is none of them", () => {
    show({ ...READY_HOST, engine: { ...READY_HOST.engine, choice: "scripted" } });
    expect(radios().map((radio) => radio.checked)).toEqual([false, false, false]);
  });
});

describe("what runs", () => {
  it("is the graphics card with its library", () => {
    const text = show(READY_HOST);
    for (const fact of ["nvidia ada-lovelace", "gemma3-270m-q8-f32", "2.1s"]) expect(text).toContain(fact);
    expect(text).not.toContain("Threads");
  });

  it("is the processor with its threads, and the reason where it is not what was hoped for", () => {
    const reason = "This browser offers no WebGPU; running on the processor, slower.";
    expect(show(onProcessor("gpu-missing"))).toContain(reason);
    const forced = show(onProcessor(null));
    expect(forced).not.toContain(reason);
    expect(forced).toContain("Threads8");
    expect(forced).not.toContain("nvidia");
  });
});
