// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hostWith, job, known, TAB } from "../../../test/ui/states.ts";
import { PostilError } from "../../errors.ts";
import { resultOf } from "../../messages/protocol.ts";
import { PanelView } from "../PanelView.tsx";
import { placeOf } from "../panel-tasks.ts";
import type { PanelActions } from "../screens.tsx";
import { type Known, viewOf } from "../view.ts";
import type { Lit } from "./lit.ts";
import { SummariseContext, type SummariseScene } from "./summarise-context.ts";

vi.mock("webextension-polyfill", () => import("../../../test/ui/fake-browser.ts"));

let root: HTMLElement;
const scene = {
  wish: { length: "points", language: "page" } as SummariseScene["wish"],
  lit: null as Lit | null,
  choosesLanguage: false,
  hasFile: vi.fn(() => true),
  change: vi.fn<SummariseScene["change"]>(),
  light: vi.fn<SummariseScene["light"]>(),
  putOut: vi.fn(),
};
const start = vi.fn<PanelActions["start"]>();
const copy = vi.fn(() => Promise.resolve(true));
const open = vi.fn<PanelActions["open"]>();

beforeEach(() => {
  vi.clearAllMocks();
  root = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, root));
  root.remove();
});

function show(state: Known, change: Partial<SummariseScene> = {}): void {
  const none = (): void => undefined;
  const others = { choose: none, stop: none, reconnect: none, openSettings: none, acceptTerms: none };
  const actions = {
    start,
    copy,
    open,
    download: none,
    importFile: none,
    pause: none,
    cancel: none,
    ...others,
  };
  act(() =>
    render(
      <SummariseContext.Provider value={{ ...scene, ...change }}>
        <PanelView
          view={viewOf(state)}
          host={state.host}
          surroundings={{ termsAccepted: true, gpu: true, shortcut: "Alt+Shift+P" }}
          actions={actions}
        />
      </SummariseContext.Provider>,
      root,
    ),
  );
}

const notes = resultOf(job(), "notes");
if (!notes) throw new Error("the job has notes");
const done = (change: Partial<typeof notes> = {}, url = job().page.url) =>
  known({ host: hostWith(job({ page: { url, title: "Times" }, result: { ...notes, ...change } })) });
const read = (source: "page" | "selection" | "pdf") => ({ read: { words: 412, of: 412, source } });
const marks = () => [...root.querySelectorAll<HTMLButtonElement>("li button")];
const names = () => [...root.querySelectorAll("button")].map((button) => button.textContent);
const button = (name: string) =>
  [...root.querySelectorAll("button")].find((each) => each.textContent === name);
const text = (): string => root.textContent ?? "";

describe("a note's mark", () => {
  it("lights up its sentences, one note at a time, and puts them out", () => {
    show(done());
    act(() => marks()[1]?.click());
    expect(scene.light.mock.calls.map(([of, point]) => [of.id, point])).toEqual([["job", 1]]);
    act(() => marks()[0]?.click());
    expect(marks().map((mark) => mark.getAttribute("aria-expanded"))).toEqual([
      "true",
      "false",
      "false",
      "false",
    ]);
    expect(scene.putOut).not.toHaveBeenCalled();
    act(() => marks()[0]?.click());
    expect(scene.putOut).toHaveBeenCalledTimes(1);
    expect(root.querySelectorAll("li [hidden]")).toHaveLength(4);
  });

  it.each([
    ["shown", "Lit up in the page.", true],
    ["partly", "as far as it is still there", true],
    ["lost", "does not show these words any more", false],
    ["failed", "could not look into the page", false],
    ["searching", "", false],
  ] as const)("says what became of it: %s", (state, words, isLit) => {
    show(done(), { lit: { jobId: "job", point: 2, state } });
    expect(root.querySelectorAll("li [role=status]")[2]?.textContent).toContain(words);
    expect([...root.querySelectorAll("li")].map((item) => item.classList.contains("lit"))).toEqual([
      false,
      false,
      isLit,
      false,
    ]);
  });

  it.each([
    ["a PDF", done(read("pdf"))],
    ["another page", { ...done(), tab: { ...TAB, url: "https://example.org/" } }],
    ["a file", done(read("pdf"), "")],
  ])("opens only the sentences, where the tab shows %s", (_what, state) => {
    show(state);
    act(() => marks()[0]?.click());
    expect(marks()[0]?.getAttribute("aria-expanded")).toBe("true");
    expect(scene.light).not.toHaveBeenCalled();
  });

  it("puts the light out when the notes go", () => {
    show(done());
    show(known());
    expect(scene.putOut).toHaveBeenCalled();
  });
});

describe("what was read", () => {
  it.each([
    ["page", "northline.example · all 412 words read"],
    ["selection", "northline.example · 412 selected words read"],
    ["pdf", "northline.example · PDF · all 412 words read"],
  ] as const)("is said: %s", (source, words) => {
    show(done(read(source)));
    expect(root.querySelector(".site")?.textContent).toBe(words);
  });

  it("is a part, where the rest was too much", () => {
    show(done({ read: { words: 300, of: 9000, source: "pdf" } }, ""));
    expect(root.querySelector(".site")?.textContent).toBe(
      "PDF · the first 300 of 9,000 words read · select a part to have that read",
    );
  });
});

describe("notes that the tab has had before", () => {
  const noted = (id: string, title: string, length: "points" | "sentence") =>
    job({ id, page: { url: `https://example.org/${title}`, title }, result: { ...notes, length } });
  const at = (...jobs: ReturnType<typeof job>[]) => known({ host: hostWith(...jobs, job()) });

  it("can be gone back to, by their title and length", () => {
    show(at(noted("a", "Ferry", "points"), noted("b", "Ferry", "sentence")));
    expect(text()).toContain("Earlier in this tab");
    const entries = [...root.querySelectorAll(".earlier li")].map((entry) => entry.textContent);
    expect(entries).toEqual(["FerryOne sentence", "FerryKey points"]);
    act(() => root.querySelectorAll<HTMLButtonElement>(".earlier button")[1]?.click());
    expect(open).toHaveBeenCalledExactlyOnceWith("a");
  });

  it("are not offered where there are none, nor while others are written", () => {
    show(at());
    expect(root.querySelector(".earlier")).toBeNull();
    show(known({ host: hostWith(noted("a", "Ferry", "points"), job({ status: "running" })) }));
    expect(root.querySelector(".earlier")).toBeNull();
  });

  it("of a file that was not the last one cannot be written again", () => {
    const file = (id: string, title: string) => job({ id, page: { url: "", title } });
    const jobs = hostWith(file("a", "first.pdf"), file("b", "second.pdf"));
    show(known({ host: jobs }));
    expect(names()).not.toContain("Again");
    show(known({ host: hostWith(file("b", "second.pdf")) }));
    expect(names()).toContain("Again");
  });
});

describe("the language of what is shown", () => {
  const languages = (selector: string) =>
    [...root.querySelectorAll(selector)].map((element) => element.getAttribute("lang"));

  it("is the page's for its own sentences and the answer's for the others", () => {
    const points = notes.points.map((point, index) => ({ ...point, quoted: index === 1 }));
    show(done({ points, lang: { page: "fr", answer: "de-AT" } }));
    expect(languages("li .said")).toEqual(["de-AT", "fr", "de-AT", "de-AT"]);
    expect(new Set(languages("blockquote"))).toEqual(new Set(["fr"]));
    expect(languages("li, li .note")).not.toContain("fr");
  });

  it("is said to be unknown where nobody knows it", () => {
    show(done());
    expect(new Set([...languages("li .said"), ...languages("blockquote")])).toEqual(new Set([""]));
  });
});

describe("quotations", () => {
  const quoted = notes.points.map((point) => ({ ...point, quoted: true }));

  it("are explained where there is nothing else", () => {
    show(done({ points: quoted }));
    expect(text()).toContain("All of these are the page’s own sentences");
    show(done({ points: quoted.slice(0, 1), writes: false, lang: { page: "is", answer: "is" } }));
    expect(text()).toContain("The model does not write Icelandic");
    show(done({ points: quoted, writes: false, lang: { page: "", answer: "" } }));
    expect(text()).toContain("Postil could not tell which language this is");
    expect(text()).not.toContain("All of these");
    show(done());
    expect(text()).not.toContain("All of these");
  });
});

describe("how long, and in which language", () => {
  it("can be chosen before and after, and another length than what is shown comes first", () => {
    for (const state of [known(), done()]) {
      show(state);
      const radios = [...root.querySelectorAll<HTMLInputElement>("main input[type=radio]")];
      expect(radios.map((radio) => [radio.parentElement?.textContent, radio.checked])).toEqual([
        ["One sentence", false],
        ["Key points", true],
        ["Paragraph", false],
      ]);
      act(() => radios[2]?.click());
      expect(scene.change).toHaveBeenLastCalledWith({ length: "paragraph" });
    }
    expect(names().indexOf("Again")).toBeGreaterThan(names().indexOf("Copy"));
    show(done(), { wish: { length: "paragraph", language: "page" } });
    expect(names().indexOf("Again")).toBeLessThan(names().indexOf("Copy"));
  });

  it("is one text, unless points are wanted", () => {
    show(done({ length: "paragraph" }));
    expect(root.querySelector(".notes")?.classList.contains("prose")).toBe(true);
    show(done({ length: "points" }));
    expect(root.querySelector(".notes")?.classList.contains("prose")).toBe(false);
  });

  it("offers the reader's language only where the model can choose it", () => {
    show(known());
    expect(text()).not.toContain("Always answer in English");
    show(known(), { choosesLanguage: true });
    expect(text()).toContain("Always answer in English");
    act(() => root.querySelector<HTMLInputElement>("input[type=checkbox]")?.click());
    expect(scene.change).toHaveBeenLastCalledWith({ language: "own" });
  });
});

describe("a PDF from the disk", () => {
  const file = new File(["%PDF-"], "times.pdf");
  const choose = (): void => {
    const input = root.querySelector<HTMLInputElement>("input[type=file]");
    Object.defineProperty(input, "files", { value: [file], configurable: true });
    act(() => void input?.dispatchEvent(new Event("change", { bubbles: true })));
  };
  const failed = (code: "pdf-closed" | "pdf-locked" | "page-forbidden" | "page-empty") =>
    known({
      failures: new Map([
        [placeOf(TAB.id, "summarise"), { error: new PostilError(code).toReport(), options: undefined }],
      ]),
    });

  it("can be chosen instead of the page", () => {
    show(known());
    expect(names()).toContain("Choose a PDF file");
    choose();
    expect(start).toHaveBeenCalledExactlyOnceWith("summarise", { file, url: "" });
  });

  it.each([
    ["pdf-closed", TAB.url],
    ["pdf-locked", ""],
    ["page-forbidden", ""],
  ] as const)("is the way out of %s", (code, url) => {
    show(failed(code));
    choose();
    expect(start).toHaveBeenCalledExactlyOnceWith("summarise", { file, url });
    expect(names()).not.toContain("Try again");
  });

  it("is no way out of a page without text", () => {
    show(failed("page-empty"));
    expect(names()).not.toContain("Choose a PDF file");
  });

  it("can be summarised again as long as it can be read, and the page beside it always", () => {
    show(done(read("pdf"), ""));
    act(() => button("Again")?.click());
    expect(start).toHaveBeenLastCalledWith("summarise", { again: true });
    act(() => button("Summarise this page")?.click());
    expect(start).toHaveBeenLastCalledWith("summarise");
    show(done(read("pdf"), ""), { hasFile: () => false });
    expect(names()).not.toContain("Again");
    expect(text()).not.toContain("before");
  });
});

it("copies as Markdown", async () => {
  show(done());
  await act(async () => button("As Markdown")?.click());
  expect((copy.mock.calls as unknown as string[][])[0]?.[0]).toMatch(/^## \[Times\]/u);
});

it("says which keys open it", () => {
  show(known());
  expect(text()).toContain("Alt+Shift+P opens Postil on any page.");
});
