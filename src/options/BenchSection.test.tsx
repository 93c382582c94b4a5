// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OPTIONS_STATES } from "../../test/ui/options-states.ts";
import { PostilError } from "../errors.ts";
import type { BenchView } from "../messages/bench-protocol.ts";
import { BenchSection, type BenchSectionProps } from "./BenchSection.tsx";

vi.mock("webextension-polyfill", () => import("../../test/ui/fake-browser.ts"));

let root: HTMLElement;
let copied: string[];
let props: BenchSectionProps;

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  copied = [];
  props = {
    view: null,
    refused: null,
    version: "0.1.0",
    start: vi.fn(),
    stop: vi.fn(),
    copy: async (text) => copied.push(text) > 0,
  };
});
afterEach(() => {
  act(() => render(null, root));
  root.remove();
});

const view = (name: string): BenchView | null => OPTIONS_STATES[`options-bench-${name}`]?.bench ?? null;

function show(change: Partial<BenchSectionProps>): string {
  props = { ...props, ...change };
  act(() => render(<BenchSection {...props} />, root));
  return root.textContent ?? "";
}

const button = (name: string): HTMLButtonElement | undefined =>
  [...root.querySelectorAll("button")].find(({ textContent }) => textContent === name);
const press = (name: string): void => {
  const found = button(name);
  if (!found) throw new Error(`no button ${name}`);
  found.focus();
  act(() => found.click());
};
const cells = (): string[][] =>
  [...root.querySelectorAll("tr")].map((row) =>
    [...row.children].map(({ textContent }) => textContent ?? ""),
  );

describe("the bench of the settings", () => {
  it("begins on a press and is stopped by the button that takes its place, where the focus goes", () => {
    show({});
    press("Measure");
    expect(props.start).toHaveBeenCalledOnce();
    show({ view: view("waits") });
    expect(document.activeElement).toBe(button("Stop measuring"));
    press("Stop measuring");
    expect(props.stop).toHaveBeenCalledOnce();
    show({ view: view("done") });
    expect(document.activeElement).toBe(button("Measure again"));
  });

  it("takes the focus from nobody who is elsewhere", () => {
    show({ view: view("runs") });
    const elsewhere = document.body.appendChild(document.createElement("button"));
    elsewhere.focus();
    show({ view: view("done") });
    expect(document.activeElement).toBe(elsewhere);
    elsewhere.remove();
  });

  it("says for what it waits and what it does, also to those who hear it", () => {
    expect(show({ view: view("waits") })).toContain("Waiting: 2 tasks come first.");
    expect(show({ view: view("runs") })).toContain("Graphics card: reading 256 tokens");
    expect(root.querySelector("[role=status]")?.textContent).toBe("Graphics card: reading 256 tokens");
    expect(root.querySelector("progress")?.getAttribute("aria-label")).toBe("Measuring");
    expect(root.querySelector("progress")?.value).toBe(0.3);
    show({ view: view("done") });
    expect(root.querySelector("[role=status]")?.textContent).toBe("Measured.");
  });

  it("shows a table with headings for rows and columns", () => {
    const text = show({ view: view("done") });
    expect(root.querySelector("caption")?.textContent).toBe("What was measured");
    expect(cells()[0]).toEqual(["", "Graphics card", "Processor, one thread"]);
    expect(cells()).toContainEqual(["Reading 256 tokens", "6,210 tokens/s", "19.9 tokens/s"]);
    expect(cells()).toContainEqual(["Reading 1,024 tokens", "7,400 tokens/s", "not measured"]);
    expect(cells()).toContainEqual(["Writing", "5.31 ms a token", "142 ms a token"]);
    expect(cells()).toContainEqual(["Kernels for a token", "120", "–"]);
    expect(root.querySelectorAll("tbody th[scope=row]")).toHaveLength(cells().length - 1);
    expect(text).toContain("Processor, one thread: 1,024 tokens were left out.");
  });

  it("copies the figures as text and as JSON, and says so", async () => {
    show({ view: view("done") });
    await act(async () => press("Copy as text"));
    await act(async () => press("Copy as JSON"));
    expect(copied[0]).toMatch(
      /^Postil 0\.1\.0 · Gemma 3 270M · nvidia ada-lovelace\n\nGraphics card\n {2}Loading: /u,
    );
    expect(copied[0]).toContain("  Writing: 142 ms a token");
    expect(JSON.parse(copied[1] ?? "")).toEqual(view("done")?.report);
    expect(root.querySelector(".said")?.textContent).toBe("Copied");
    show({ copy: async () => false });
    await act(async () => press("Copy as text"));
    expect(root.querySelector(".said")?.textContent).toBe("The browser did not let Postil copy.");
  });

  it("names what could not be measured, with a way out, and shows the rest", () => {
    const text = show({ view: view("without-card") });
    expect(text).toContain("Graphics card could not be measured.");
    expect(root.querySelectorAll("[role=alert]")).toHaveLength(1);
    expect(cells()[0]).toEqual(["", "Processor, one thread"]);
    expect(text).not.toContain("Kernels");
    show({ view: view("failed") });
    expect(root.querySelectorAll("[role=alert]")).toHaveLength(1);
    expect(root.querySelector("table")).toBeNull();
  });

  it("says that a press came to nothing", () => {
    show({ refused: new PostilError("engine-gone").toReport() });
    expect(root.querySelectorAll("[role=alert]")).toHaveLength(1);
  });
});
