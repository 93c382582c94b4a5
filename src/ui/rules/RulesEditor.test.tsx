// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BOOK } from "../../../test/ui/filter-states.ts";
import { asPostilError, PostilError } from "../../errors.ts";
import { checkRules, exportRules, type RuleBook } from "../../tasks/filter/rules.ts";
import type { ChangeRules } from "./kept-rules.ts";
import { RulesEditor } from "./RulesEditor.tsx";
import { keepUnsaved } from "./unsaved.ts";

vi.mock("webextension-polyfill", () => import("../../../test/ui/fake-browser.ts"));

const EMPTY: RuleBook = { version: 1, rules: [], siteRules: "", corrections: [] };

let root: HTMLElement;
let book: RuleBook;

beforeEach(() => {
  keepUnsaved(null);
  root = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  act(() => render(null, root));
  root.remove();
  vi.useRealTimers();
});

const change: ChangeRules = async (make) => {
  try {
    const next = make(book);
    checkRules(next.rules);
    show(next);
    return null;
  } catch (thrown) {
    return asPostilError(thrown).toReport();
  }
};

function show(next: RuleBook, place: string | null = null): void {
  book = next;
  act(() => render(<RulesEditor book={book} change={change} place={place} />, root));
}

const settle = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve, 0))));

function named(name: string): HTMLElement {
  const found = [...root.querySelectorAll<HTMLElement>("button, summary")].find(
    (each) => (each.getAttribute("aria-label") ?? each.textContent) === name,
  );
  if (!found) throw new Error(`no ${name} in: ${root.textContent}`);
  return found;
}

async function press(name: string): Promise<void> {
  act(() => named(name).click());
  await settle();
}

function write(text: string, field = root.querySelector("textarea")): void {
  if (!field) throw new Error("there is no field");
  field.value = text;
  act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
}

function radio(label: string): HTMLInputElement {
  const found = [...root.querySelectorAll("label")].find((each) => each.textContent === label);
  const input = found?.querySelector("input");
  if (!input) throw new Error(`no ${label}`);
  return input;
}

const texts = () => book.rules.map(({ text }) => text);

describe("rules in plain words", () => {
  it("are asked for at once where there are none", async () => {
    show(EMPTY);
    write("  shopping pages ");
    await press("Add the rule");
    expect(book.rules).toMatchObject([
      { text: "shopping pages", kind: "hide", on: true, sites: "everywhere" },
    ]);
    expect(root.querySelector("form")).toBeNull();
    // Whoever is at the keyboard goes on from there.
    expect(document.activeElement).toBe(named("Add a rule in your own words"));
  });

  it("are kept by Enter too, but not by the one that ends a word of Chinese or Japanese", async () => {
    show(EMPTY);
    write("広告");
    const enter = (isComposing: boolean) =>
      act(
        () =>
          void root
            .querySelector("textarea")
            ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing, bubbles: true })),
      );
    enter(true);
    await settle();
    expect(book.rules).toEqual([]);
    enter(false);
    await settle();
    expect(texts()).toEqual(["広告"]);
  });

  it("are what their own words say", async () => {
    show(EMPTY);
    write("only official documentation");
    expect(radio("Show only what fits").checked).toBe(true);
    expect(root.textContent).toContain("Your words say it already.");
    await press("Add the rule");
    expect(book.rules[0]).toMatchObject({ kind: "only" });
    expect(book.rules[0]?.chosen).toBeUndefined();
  });

  it("are what the user ticks against their words, until these say something else", async () => {
    show(EMPTY);
    write("only child");
    act(() => radio("Hide what fits").click());
    expect(radio("Hide what fits").checked).toBe(true);
    expect(root.textContent).not.toContain("Your words say it already.");
    write("only children");
    expect(radio("Hide what fits").checked).toBe(true);
    write("child");
    write("only recipes");
    expect(radio("Show only what fits").checked).toBe(true);
    act(() => radio("Hide what fits").click());
    await press("Add the rule");
    expect(book.rules[0]).toMatchObject({ text: "only recipes", kind: "hide", chosen: true });
  });

  it("may be for the place in front alone, and must be for some", async () => {
    show(BOOK, "bing");
    await press("Add a rule in your own words");
    write("recipes");
    act(() => radio("Only here:").click());
    expect(radio("Bing").checked).toBe(true);
    act(() => radio("Bing").click());
    await press("Add the rule");
    expect(book).toBe(BOOK);
    expect(root.textContent).toContain("Tick at least one.");
    act(() => radio("Kagi").click());
    await press("Add the rule");
    expect(book.rules.at(-1)).toMatchObject({ text: "recipes", sites: ["kagi"] });
  });

  it("are refused by name, and what was written stays", async () => {
    show(BOOK);
    await press("Add a rule in your own words");
    write("…");
    await press("Add the rule");
    expect(root.querySelector("[role=alert]")?.textContent).toContain("This rule has no words.");
    expect(root.querySelector("textarea")?.value).toBe("…");
    expect(book).toBe(BOOK);
  });

  it("are switched, and a switch that is refused stays where it was", async () => {
    show({
      ...BOOK,
      rules: [
        ...BOOK.rules,
        { id: "x", text: "Tests with measurements", kind: "hide", on: true, sites: "everywhere" },
      ],
    });
    const switches = () => [...root.querySelectorAll<HTMLInputElement>("input[role=switch]")];
    act(() => switches()[0]?.click());
    await settle();
    expect(book.rules[0]?.on).toBe(false);
    // It would show alone what the last one hides.
    act(() => switches()[2]?.click());
    await settle();
    expect(book.rules[2]?.on).toBe(false);
    expect(switches()[2]?.checked).toBe(false);
    expect(root.textContent).toContain("Two rules contradict each other");
  });

  it("are changed in place; Escape changes nothing and leads back", async () => {
    show(BOOK);
    await press("Change: shopping pages");
    expect(document.activeElement).toBe(root.querySelector("textarea"));
    write("adverts");
    act(
      () =>
        void root
          .querySelector("textarea")
          ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })),
    );
    await settle();
    expect(book).toBe(BOOK);
    expect(document.activeElement).toBe(named("Change: shopping pages"));
    await press("Change: shopping pages");
    write("adverts");
    await press("Save the rule");
    expect(texts()).toEqual(["adverts", "lists of the ten best", "tests with measurements"]);
    expect(document.activeElement).toBe(named("Change: adverts"));
  });

  it("that are half written are there again after something else was shown", async () => {
    const again = (): void => {
      act(() => render(null, root));
      show(book);
    };
    show(BOOK);
    await press("Add a rule in your own words");
    write("half a ru");
    again();
    expect(root.querySelector("textarea")?.value).toBe("half a ru");
    await press("Cancel");
    await press("Change: shopping pages");
    write("shopping pa");
    again();
    expect(root.querySelector("textarea")?.value).toBe("shopping pa");
    await press("Save the rule");
    expect(texts()).toEqual(["shopping pa", "lists of the ten best", "tests with measurements"]);
    again();
    expect(root.querySelector("form")).toBeNull();
  });

  it("come back to their place with what was said of their results", async () => {
    show(BOOK);
    await press("Delete: shopping pages");
    expect(texts()).toEqual(["lists of the ten best", "tests with measurements"]);
    expect(document.activeElement).toBe(named("Undo"));
    await press("Undo");
    expect(book.rules).toEqual(BOOK.rules);
    expect(book.corrections).toHaveLength(2);
    expect(document.activeElement).toBe(named("Change: shopping pages"));
  });

  it("are shown as text, whatever is in them", () => {
    show({ ...BOOK, rules: [{ id: "x", text: "<img src=x>", kind: "hide", on: true, sites: ["later"] }] });
    expect(root.querySelector("img")).toBeNull();
    expect(root.textContent).toContain("Hide what fits · later");
  });
});

describe("rules about addresses", () => {
  const lines = (): HTMLTextAreaElement => {
    const field = root.querySelector<HTMLTextAreaElement>("textarea.lines");
    if (!field) throw new Error("there is no field");
    return field;
  };

  it("keep themselves, and name the lines that are not understood", async () => {
    show(BOOK);
    expect(root.querySelector("details")?.open).toBe(false);
    vi.useFakeTimers();
    write("a.test\nno address\nb.test\n/(/", lines());
    expect(book.siteRules).toBe(BOOK.siteRules);
    await act(async () => void (await vi.advanceTimersByTimeAsync(1000)));
    expect(book.siteRules).toBe("a.test\nno address\nb.test\n/(/");
    const faults = [...root.querySelectorAll(".faults li")].map((each) => each.textContent);
    expect(faults).toEqual([
      expect.stringMatching(/^Line 2 no address /u),
      expect.stringMatching(/^Line 4 /u),
    ]);
    act(() => named("Line 2").click());
    expect(document.activeElement).toBe(lines());
    expect(lines().value.slice(lines().selectionStart, lines().selectionEnd)).toBe("no address");
  });

  it("are kept when the field is left, or goes", async () => {
    show(BOOK);
    write("a.test", lines());
    act(() => void lines().dispatchEvent(new FocusEvent("blur")));
    await settle();
    expect(book.siteRules).toBe("a.test");
    write("b.test", lines());
    act(() => render(null, root));
    await settle();
    expect(book.siteRules).toBe("b.test");
  });

  it("follow what is added elsewhere, unless somebody writes", () => {
    show(BOOK);
    show({ ...BOOK, siteRules: "x.test" });
    expect(lines().value).toBe("x.test");
    write("mine.test", lines());
    show({ ...BOOK, siteRules: "y.test" });
    expect(lines().value).toBe("mine.test");
  });
});

describe("what is kept besides", () => {
  it("is forgotten, and remembered again", async () => {
    show(BOOK);
    expect(root.textContent).toContain("2 corrections of yours");
    await press("Forget them");
    expect(book.corrections).toEqual([]);
    expect(root.textContent).toContain("2 corrections forgotten.");
    await press("Undo");
    expect(book.corrections).toEqual(BOOK.corrections);
  });

  async function choose(text: string): Promise<void> {
    const input = root.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) throw new Error("there is no input");
    Object.defineProperty(input, "files", { value: [new File([text], "rules.json")], configurable: true });
    act(() => void input.dispatchEvent(new Event("change", { bubbles: true })));
    await settle();
    await settle();
  }

  it("comes in from a file in place of what was there, and may go again", async () => {
    show(EMPTY);
    await choose(exportRules(BOOK));
    expect(book).toEqual(BOOK);
    expect(root.textContent).toContain("3 rules imported");
    await press("Undo");
    expect(book).toEqual(EMPTY);
  });

  it.each([
    ["no JSON", "rules-unreadable"],
    [
      JSON.stringify({ postil: "rules", version: 1, rules: [{}], siteRules: "", corrections: [] }),
      "rules-unreadable",
    ],
  ] as const)("stays as it is when the file is %s", async (text, code) => {
    show(BOOK);
    await choose(text);
    expect(book).toBe(BOOK);
    expect(root.querySelector("[role=alert]")?.textContent).toContain(new PostilError(code).message);
  });
});
