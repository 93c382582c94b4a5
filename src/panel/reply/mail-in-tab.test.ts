import { beforeEach, describe, expect, it, vi } from "vitest";
import { MESSAGE } from "../../../test/ui/reply-states.ts";

interface Injection {
  readonly files?: readonly string[];
  readonly args?: readonly unknown[];
}

const executeScript = vi.fn<(injection: Injection) => Promise<{ result?: unknown }[]>>();
const get = vi.fn(async (): Promise<unknown> => ({ status: "complete" }));
vi.mock("webextension-polyfill", () => ({ default: { scripting: { executeScript }, tabs: { get } } }));
vi.mock("../../page/mail/mail.ts?script&iife", () => ({ default: "/src/page/mail/mail.js" }));
const { insertInTab, MAIL_MS, readMailInTab, undoInTab } = await import("./mail-in-tab.ts");

const USER = { name: "Mara", addresses: ["mara@example.org"] };

beforeEach(() => {
  vi.useFakeTimers();
  executeScript.mockReset();
  return () => vi.useRealTimers();
});

const answer = (result: unknown): void => {
  executeScript.mockImplementation(async ({ files }) => (files ? [] : [{ result }]));
};

describe("readMailInTab", () => {
  it("injects the script and tells it who the user is", async () => {
    answer(MESSAGE);
    await expect(readMailInTab(3, USER)).resolves.toEqual(MESSAGE);
    expect(executeScript.mock.calls[0]?.[0]).toMatchObject({
      target: { tabId: 3 },
      files: ["/src/page/mail/mail.js"],
    });
    expect(executeScript.mock.calls[1]?.[0].args).toEqual([USER]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("names what is wrong with a page", async () => {
    answer(null);
    await expect(readMailInTab(3, USER)).rejects.toMatchObject({ code: "page-without-mail" });
    answer({ ...MESSAGE, text: 7 });
    await expect(readMailInTab(3, USER)).rejects.toMatchObject({ code: "internal" });
    executeScript.mockRejectedValue(new Error("Cannot access contents of the page"));
    await expect(readMailInTab(3, USER)).rejects.toMatchObject({ code: "page-forbidden" });
    get.mockResolvedValueOnce({ status: "loading" });
    await expect(readMailInTab(3, USER)).rejects.toMatchObject({ code: "page-gone" });
  });

  it("gives up on a page that runs nothing", async () => {
    executeScript.mockReturnValue(new Promise(() => undefined));
    const failed = expect(readMailInTab(3, USER)).rejects.toMatchObject({ code: "page-slow" });
    await vi.advanceTimersByTimeAsync(MAIL_MS);
    await failed;
  });
});

describe("insertInTab and undoInTab", () => {
  it("hand on what became of it", async () => {
    answer("inserted");
    await expect(insertInTab(3, "Yes.", MESSAGE)).resolves.toBe("inserted");
    expect(executeScript.mock.calls[1]?.[0].args).toEqual(["Yes.", { url: MESSAGE.url, text: MESSAGE.text }]);
    answer("undone");
    await expect(undoInTab(3)).resolves.toBe("undone");
  });

  it("believe no other answer", async () => {
    answer("sent");
    await expect(insertInTab(3, "Yes.", MESSAGE)).rejects.toMatchObject({ code: "internal" });
    answer(undefined);
    await expect(undoInTab(3)).rejects.toMatchObject({ code: "page-gone" });
  });
});
