import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Cdp, type CdpEvent } from "./cdp.ts";

function pipe(): {
  cdp: Cdp;
  sent: () => unknown[];
  hear: (...chunks: (string | Buffer)[]) => void;
  end: () => void;
} {
  const toBrowser = new PassThrough();
  const fromBrowser = new PassThrough();
  const cdp = new Cdp(toBrowser, fromBrowser);
  const sent = (): unknown[] =>
    String(toBrowser.read() ?? "")
      .split("\0")
      .filter((message) => message !== "")
      .map((message) => JSON.parse(message) as unknown);
  const hear = (...chunks: (string | Buffer)[]): void => {
    for (const chunk of chunks) fromBrowser.write(chunk);
  };
  return { cdp, sent, hear, end: () => fromBrowser.destroy() };
}

test("answers find their command in any order, whole or in pieces", async () => {
  const { cdp, sent, hear } = pipe();
  const first = cdp.send("A.one");
  const second = cdp.send("B.two", { x: "é" }, "s1");
  expect(sent()).toEqual([
    { id: 1, method: "A.one", params: {} },
    { id: 2, method: "B.two", params: { x: "é" }, sessionId: "s1" },
  ]);
  // A piece may end in the middle of a letter.
  const answers = Buffer.from('{"id":2,"result":{"name":"é"}}\0{"id":1,"result":{}}\0');
  const cut = answers.indexOf("é") + 1;
  hear(answers.subarray(0, cut), answers.subarray(cut));
  expect(await second).toEqual({ name: "é" });
  expect(await first).toEqual({});
});

test("a refusal rejects with the browser's words", async () => {
  const { cdp, hear } = pipe();
  const sent = cdp.send("A.one");
  hear('{"id":1,"error":{"code":-32000,"message":"no such thing"}}\0');
  await expect(sent).rejects.toThrow("A.one: no such thing");
});

test("events reach every listener until it stops, with their session", async () => {
  const { cdp, hear } = pipe();
  const heard: CdpEvent[] = [];
  const stop = cdp.onEvent((event) => heard.push(event));
  hear('{"method":"T.x","params":{"a":1}}\0', '{"method":"T.y","sessionId":"s1"}\0');
  await new Promise((resolve) => setImmediate(resolve));
  stop();
  hear('{"method":"T.z"}\0');
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual([
    { method: "T.x", params: { a: 1 }, sessionId: "" },
    { method: "T.y", params: {}, sessionId: "s1" },
  ]);
});

test("the browser's end rejects what waits and what comes later", async () => {
  const { cdp, end } = pipe();
  const waiting = cdp.send("A.one");
  end();
  await expect(waiting).rejects.toThrow("A.one: the browser closed");
  await expect(cdp.send("A.two")).rejects.toThrow("A.two: the browser is closed");
});
