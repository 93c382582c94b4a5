import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import { Marionette } from "./marionette.ts";

const HELLO = '{"applicationType":"gecko","marionetteProtocol":3}';

function socket(): {
  marionette: Marionette;
  sent: string[];
  hear: (...packets: string[]) => void;
  hearRaw: (...chunks: Buffer[]) => void;
  end: () => void;
} {
  const sent: string[] = [];
  const stream = new Duplex({
    read() {
      // What is heard is pushed below.
    },
    write(chunk: Buffer, _encoding, done) {
      sent.push(chunk.toString("utf8"));
      done();
    },
  });
  return {
    marionette: new Marionette(stream),
    sent,
    hear: (...packets) => {
      for (const packet of packets) stream.push(framed(packet));
    },
    hearRaw: (...chunks) => {
      for (const chunk of chunks) stream.push(chunk);
    },
    end: () => stream.destroy(),
  };
}

const framed = (packet: string): Buffer => Buffer.from(`${Buffer.byteLength(packet)}:${packet}`);
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("nothing is sent before the browser has said what it speaks", async () => {
  const { marionette, sent, hear } = socket();
  const answer = marionette.send("A.one", { x: "é" });
  await settled();
  expect(sent).toEqual([]);
  hear(HELLO);
  await settled();
  // The length counts bytes, and é has two.
  expect(sent).toEqual(['24:[0,1,"A.one",{"x":"é"}]']);
  hear('[1,1,null,{"value":7}]');
  expect(await answer).toEqual({ value: 7 });
});

test("answers find their command in any order, whole or in pieces", async () => {
  const { marionette, hear, hearRaw } = socket();
  hear(HELLO);
  const first = marionette.send("A.one");
  const second = marionette.send("B.two");
  await settled();
  const answers = Buffer.concat([framed('[1,2,null,{"name":"é: ü"}]'), framed("[1,1,null,null]")]);
  // A piece may end in the middle of a length, a letter or anything else.
  hearRaw(...[...answers].map((byte) => Buffer.from([byte])));
  expect(await second).toEqual({ name: "é: ü" });
  expect(await first).toEqual({});
});

test("a refusal rejects with the browser's words and the kind of the error", async () => {
  const { marionette, hear } = socket();
  hear(HELLO);
  const sent = marionette.send("A.one");
  await settled();
  hear('[1,1,{"error":"no such window","message":"It is gone","stacktrace":""},null]');
  await expect(sent).rejects.toMatchObject({ message: "A.one: It is gone", kind: "no such window" });
});

test("another version of the protocol is refused by name", async () => {
  const { marionette, hear } = socket();
  hear('{"applicationType":"gecko","marionetteProtocol":4}');
  await expect(marionette.send("A.one")).rejects.toThrow("speaks version 4 of Marionette, not 3");
});

test("the browser's end rejects what waits and what comes later", async () => {
  const { marionette, hear, end } = socket();
  hear(HELLO);
  const waiting = marionette.send("A.one");
  await settled();
  end();
  await expect(waiting).rejects.toThrow("A.one: the browser closed");
  await expect(marionette.send("A.two")).rejects.toThrow("A.two: the browser is closed");
});

test("an end before the greeting rejects what waits for it", async () => {
  const { marionette, end } = socket();
  const waiting = marionette.send("A.one");
  end();
  await expect(waiting).rejects.toThrow("the browser closed");
});
