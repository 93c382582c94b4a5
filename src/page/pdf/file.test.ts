import { afterEach, describe, expect, it, vi } from "vitest";
import { isPdf, PdfFile } from "./file.ts";

const fetch = vi.fn<typeof globalThis.fetch>();
vi.stubGlobal("fetch", fetch);
afterEach(() => fetch.mockReset());

const URL = "https://example.org/a.pdf";
const answer = (bytes: Uint8Array<ArrayBuffer> | string, status = 200): void => {
  fetch.mockResolvedValue(new Response(bytes, { status }));
};

describe("PdfFile", () => {
  it("gives the bytes as they are, part by part, asked for as the page does", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
    bytes.set(new TextEncoder().encode("\n%PDF-1.7\n"));
    answer(bytes);
    const file = new PdfFile(URL);
    expect(await file.fetch()).toEqual({ length: 100_000 });
    const parts = [0, 40_000, 80_000].map((start) => Buffer.from(file.part(start, 40_000), "base64"));
    expect(Uint8Array.from(Buffer.concat(parts))).toEqual(bytes);
    expect(fetch).toHaveBeenCalledExactlyOnceWith(URL, expect.objectContaining({ credentials: "include" }));
    // With the last part the file is gone from the page's memory.
    expect(file.part(0)).toBe("");
  });

  it("stops at the limit", async () => {
    answer(`%PDF-1.7${"x".repeat(1000)}`);
    expect(await new PdfFile(URL).fetch(1000)).toEqual({ missing: "too-large" });
    answer(`%PDF-1.7${"x".repeat(992)}`);
    expect(await new PdfFile(URL).fetch(1000)).toEqual({ length: 1000 });
  });

  it("tells what is no PDF and what cannot be had", async () => {
    answer("<form>Log in</form>");
    expect(await new PdfFile(URL).fetch()).toEqual({ missing: "no-pdf" });
    answer("%PDF-1.7", 403);
    expect(await new PdfFile(URL).fetch()).toEqual({ missing: "unreachable" });
    fetch.mockRejectedValue(new TypeError("Failed to fetch"));
    expect(await new PdfFile(URL).fetch()).toEqual({ missing: "unreachable" });
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
