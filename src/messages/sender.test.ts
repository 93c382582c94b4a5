import { expect, it, vi } from "vitest";

const ORIGIN = "chrome-extension://postil/";
const runtime = { id: "postil", getURL: (path: string) => ORIGIN + path };
vi.mock("webextension-polyfill", () => ({ default: { runtime } }));
const { isOwnPage } = await import("./sender.ts");

it("knows our own pages from web pages, content scripts and other extensions", () => {
  expect(isOwnPage({ id: "postil", url: `${ORIGIN}src/panel/panel.html` })).toBe(true);
  expect(isOwnPage({ id: "postil", url: "https://evil.example/" })).toBe(false);
  expect(isOwnPage({ id: "postil", url: `https://evil.example/${ORIGIN}` })).toBe(false);
  expect(isOwnPage({ id: "other", url: `${ORIGIN}src/panel/panel.html` })).toBe(false);
  expect(isOwnPage({ id: "postil" })).toBe(false);
  expect(isOwnPage(undefined)).toBe(false);
});
