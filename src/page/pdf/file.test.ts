import { afterEach, describe, expect, it, vi } from "vitest";
import { isPdf, pdfFile } from "./file.ts";

const fetch = vi.fn<typeof globalThis.fetch>();
vi.stubGlobal("fetch", fetch);
afterEach(() => fetch.mockReset());

const answer = (bytes: Uint8Array<ArrayBuffer> | string, status = 200): void => {
  fetch.mockResolvedValue(new Response(bytes, { status }));
};

describe("pdfFile", () => {
  it("gives the bytes as they are, asked for as the page does", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
    bytes.set(new TextEncoder().encode("\n%PDF-1.7\n"));
    answer(bytes);
    const file = await pdfFile("https://example.org/a.pdf");
    expect("base64" in file && Uint8Array.from(Buffer.from(file.base64, "base64"))).toEqual(bytes);
    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      "https://example.org/a.pdf",
      expect.objectContaining({ credentials: "include" }),
    );
  });

  it("stops at the limit", async () => {
    answer(`%PDF-1.7${"x".repeat(1000)}`);
    expect(await pdfFile("a", 1000)).toEqual({ missing: "too-large" });
    answer(`%PDF-1.7${"x".repeat(992)}`);
    expect(await pdfFile("a", 1000)).toHaveProperty("base64");
  });

  it("tells what is no PDF and what cannot be had", async () => {
    answer("<form>Log in</form>");
    expect(await pdfFile("a")).toEqual({ missing: "no-pdf" });
    answer("%PDF-1.7", 403);
    expect(await pdfFile("a")).toEqual({ missing: "unreachable" });
    fetch.mockRejectedValue(new TypeError("Failed to fetch"));
    expect(await pdfFile("a")).toEqual({ missing: "unreachable" });
  });
});

describe("isPdf", () => {
  it.each([
    ["application/pdf", true],
    ["text/html", false],
  ])("%s: %s", (contentType, expected) => {
    expect(isPdf({ contentType } as Document)).toBe(expected);
  });
});
