import { beforeEach, describe, expect, it, vi } from "vitest";

const get = vi.fn<(tabId: number) => Promise<{ url?: string }>>();
const executeScript = vi.fn<() => Promise<{ result: unknown }[]>>();
vi.mock("webextension-polyfill", () => ({ default: { tabs: { get }, scripting: { executeScript } } }));

const { hasLeft } = await import("./left-page.ts");
const PAGE = "https://example.org/ferry";

beforeEach(() => {
  vi.resetAllMocks();
  get.mockResolvedValue({ url: "https://example.org/orchard" });
  executeScript.mockResolvedValue([{ result: undefined }]);
});

describe("hasLeft", () => {
  it("is so when another page has been loaded", async () => {
    expect(await hasLeft(7, PAGE)).toBe(true);
    expect(executeScript).toHaveBeenCalledWith(expect.objectContaining({ target: { tabId: 7 } }));
  });

  it("is so when what is loaded is closed to us", async () => {
    get.mockResolvedValue({});
    executeScript.mockRejectedValue(new Error("Cannot access contents of the page"));
    expect(await hasLeft(7, PAGE)).toBe(true);
  });

  it.each([PAGE, `${PAGE}#fares`])(
    "is not so when the page is there again, or another place in it: %s",
    async (url) => {
      get.mockResolvedValue({ url });
      expect(await hasLeft(7, PAGE)).toBe(false);
      expect(executeScript).not.toHaveBeenCalled();
    },
  );

  it("is not so when a page has changed its address only", async () => {
    executeScript.mockResolvedValue([{ result: true }]);
    expect(await hasLeft(7, PAGE)).toBe(false);
  });

  it("is not so of a tab that is closed, which ends its jobs itself", async () => {
    get.mockRejectedValue(new Error("No tab with id: 7."));
    expect(await hasLeft(7, PAGE)).toBe(false);
  });
});
