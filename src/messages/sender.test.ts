import { expect, it, vi } from "vitest";

const ORIGIN = "chrome-extension://postil/";
const runtime = { id: "postil", getURL: (path: string) => ORIGIN + path };
vi.mock("webextension-polyfill", () => ({ default: { runtime } }));
const { isOwnPage, isOwnScript } = await import("./sender.ts");

it("knows our own pages from web pages, content scripts and other extensions", () => {
  expect(isOwnPage({ id: "postil", url: `${ORIGIN}src/panel/panel.html` })).toBe(true);
  expect(isOwnPage({ id: "postil", url: "https://evil.example/" })).toBe(false);
  expect(isOwnPage({ id: "postil", url: `https://evil.example/${ORIGIN}` })).toBe(false);
  expect(isOwnPage({ id: "other", url: `${ORIGIN}src/panel/panel.html` })).toBe(false);
  expect(isOwnPage({ id: "postil" })).toBe(false);
  expect(isOwnPage(undefined)).toBe(false);
});

it("knows our own script in a tab from our pages, from frames and from others", () => {
  const script = { id: "postil", url: "https://search.example/", frameId: 0, tab: { id: 7 } };
  type Sender = Parameters<typeof isOwnScript>[0];
  const knows = (sender: object): boolean => isOwnScript(sender as Sender);
  expect(knows(script)).toBe(true);
  expect(knows({ ...script, id: "other" })).toBe(false);
  expect(knows({ ...script, frameId: 3 })).toBe(false);
  expect(knows({ ...script, url: `${ORIGIN}src/options/options.html` })).toBe(false);
  expect(knows({ id: "postil", url: script.url, frameId: 0 })).toBe(false);
  expect(isOwnScript(undefined)).toBe(false);
});
