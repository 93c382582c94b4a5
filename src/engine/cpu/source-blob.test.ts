import { expect, test } from "vitest";
import { ChunkSource } from "../../model/byte-source.ts";
import { SourceBlob } from "./source-blob.ts";

const bytes = Uint8Array.from({ length: 10_000_000 }, (_, i) => (i * 7) & 255);

test("slices and streams what a blob of the same bytes would, and tells what was read", async () => {
  let read = 0;
  const blob = new SourceBlob(new ChunkSource([bytes]), (count) => {
    read += count;
  });
  const real = new Blob([bytes]);
  expect(blob.size).toBe(real.size);
  expect(read).toBe(0);
  for (const [start, end] of [
    [0, 5],
    [9_999_990, 20_000_000],
    [5, 5],
    [7, 3],
    [100, undefined],
  ] as const)
    expect(
      Buffer.compare(
        ...((await Promise.all(
          [blob, real].map(async (b) => new Uint8Array(await b.slice(start, end).slice(1).arrayBuffer())),
        )) as [Uint8Array, Uint8Array]),
      ),
    ).toBe(0);
  read = 0;
  const chunks: Uint8Array[] = [];
  for await (const chunk of blob.stream()) chunks.push(chunk);
  expect(Buffer.compare(Buffer.concat(chunks), bytes)).toBe(0);
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(read).toBe(bytes.length);
});
