import { beforeEach, describe, expect, it, vi } from "vitest";
import { HIGHLIGHT } from "../page/lights.ts";

const executeScript = vi.fn<(injection: object) => Promise<{ result?: unknown }[]>>();
const insertCSS = vi.fn(async (_: { css: string; origin: string }): Promise<void> => undefined);
const removeCSS = vi.fn(async (_: { css: string; origin: string }): Promise<void> => undefined);
const get = vi.fn(async (): Promise<unknown> => ({ status: "complete" }));
vi.mock("webextension-polyfill", () => ({
  default: { scripting: { executeScript, insertCSS, removeCSS }, tabs: { get } },
}));
vi.mock("../page/extract.ts?script&iife", () => ({ default: "extract.js" }));
vi.mock("../page/highlight.ts?script&iife", () => ({ default: "/src/highlight.js" }));
const { clearInPage, HIGHLIGHT_CSS, showInPage } = await import("./show-in-page.ts");

const ANCHORS = [
  { exact: "One.", prefix: "", suffix: " Two." },
  { exact: "Two.", prefix: "One. ", suffix: "" },
];

beforeEach(() => {
  vi.clearAllMocks();
  vi.stubGlobal("__BROWSER__", "chromium");
  executeScript.mockImplementation(async (injection) =>
    "files" in injection ? [] : [{ result: { found: [true, false] } }],
  );
});

describe("showInPage", () => {
  it("colours, injects, and hands the anchors over", async () => {
    await expect(showInPage(7, ANCHORS)).resolves.toEqual([true, false]);
    expect(insertCSS.mock.calls.map(([{ origin }]) => origin)).toEqual(["AUTHOR"]);
    expect(executeScript.mock.calls[0]?.[0]).toEqual({ target: { tabId: 7 }, files: ["/src/highlight.js"] });
    expect(executeScript.mock.calls[1]?.[0]).toMatchObject({ target: { tabId: 7 }, args: [ANCHORS] });
  });

  it("colours by a user sheet in Firefox, which paints nothing in shadow roots by others", async () => {
    vi.stubGlobal("__BROWSER__", "firefox");
    await showInPage(7, ANCHORS);
    expect(insertCSS.mock.calls.map(([{ origin }]) => origin)).toEqual(["USER"]);
  });

  it("takes away the colours it inserted before", async () => {
    await showInPage(7, ANCHORS);
    const removed = removeCSS.mock.calls.map(([details]) => details);
    expect(removed).toEqual(insertCSS.mock.calls.map(([details]) => details));
    expect(Math.max(...removeCSS.mock.invocationCallOrder)).toBeLessThan(
      Math.min(...insertCSS.mock.invocationCallOrder),
    );
  });

  it("colours what the highlighter lights", () => {
    expect(HIGHLIGHT_CSS.match(/::highlight\(([\w-]+)\)/g)).toEqual([
      `::highlight(${HIGHLIGHT})`,
      `::highlight(${HIGHLIGHT})`,
    ]);
  });

  it("tells a closed page, one that has gone, and a wrong answer", async () => {
    insertCSS.mockRejectedValueOnce(new Error("Cannot access contents of the page"));
    await expect(showInPage(7, ANCHORS)).rejects.toMatchObject({ code: "page-forbidden" });
    executeScript.mockResolvedValue([{ result: null }]);
    await expect(showInPage(7, ANCHORS)).rejects.toMatchObject({ code: "page-gone" });
    executeScript.mockResolvedValue([{ result: { found: [true] } }]);
    await expect(showInPage(7, ANCHORS)).rejects.toMatchObject({ code: "internal" });
  });
});

describe("clearInPage", () => {
  it("puts out the light and takes the colours away", async () => {
    await clearInPage(7);
    expect(executeScript).toHaveBeenCalledOnce();
    expect(removeCSS).toHaveBeenCalledOnce();
  });

  it("finds nothing wrong with a page that has gone", async () => {
    executeScript.mockRejectedValue(new Error("No tab with id: 7"));
    await expect(clearInPage(7)).resolves.toBeUndefined();
  });
});
