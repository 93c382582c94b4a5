import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomBytes } from "../../test/gguf/build.ts";
import { PostilError } from "../errors.ts";
import { type ByteSource, ChunkSource } from "./byte-source.ts";
import { type DownloadOptions, download } from "./download.ts";
import type { PartialFile } from "./partial-file.ts";
import { hexDigest } from "./sha256.ts";

const file = randomBytes(300_000, 9);
const sha256 = await hexDigest(file);

class MemoryPartial implements PartialFile {
  bytes = new Uint8Array(0);
  room = Number.POSITIVE_INFINITY;
  flushed = 0;

  async size(): Promise<number> {
    return this.bytes.length;
  }

  async append(bytes: Uint8Array): Promise<void> {
    if (this.bytes.length + bytes.length > this.room) throw new PostilError("model-storage-full");
    const longer = new Uint8Array(this.bytes.length + bytes.length);
    longer.set(this.bytes);
    longer.set(bytes, this.bytes.length);
    this.bytes = longer;
  }

  async flush(): Promise<void> {
    this.flushed = this.bytes.length;
  }

  async source(): Promise<ByteSource> {
    return new ChunkSource([this.bytes]);
  }

  async clear(): Promise<void> {
    this.bytes = new Uint8Array(0);
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let url: string;
let partial: MemoryPartial;
/** `Range` headers of the requests that came. */
let ranges: (string | undefined)[];
/** One answer a request; the last one stays. */
let answers: Answer[];

beforeEach(async () => {
  partial = new MemoryPartial();
  ranges = [];
  answers = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.gguf`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Not `toEqual`, which takes seconds for this many bytes. */
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

const startOf = (request: IncomingMessage) =>
  Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);

/** A server as it should be; ends the connection after `limit` bytes of the body. */
const good =
  (limit = Number.POSITIVE_INFINITY, body = file): Answer =>
  (request, response) => {
    const start = startOf(request);
    const part = body.subarray(start);
    if (request.headers.range)
      response.writeHead(206, {
        "content-range": `bytes ${start}-${body.length - 1}/${body.length}`,
        "content-length": part.length,
      });
    else response.writeHead(200, { "content-length": part.length });
    response.write(part.subarray(0, limit), () => {
      if (limit < part.length) response.destroy();
      else response.end();
    });
  };

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end();
  };

const run = (more: Partial<DownloadOptions> = {}) =>
  download({ url, size: file.length, sha256, partial, backOffMs: 5, stallMs: 2000, ...more });
const coded = (code: string) => expect.objectContaining({ code });

describe("downloading", () => {
  test("in one go, with progress", async () => {
    answers = [good()];
    const seen: string[] = [];
    const source = await run({ onProgress: ({ phase, done }) => seen.push(`${phase} ${done}`) });
    expect(isSame(await source.read(0, file.length), file)).toBe(true);
    expect(seen).toContain("download 300000");
    expect(seen.at(-1)).toBe("check 300000");
    expect(ranges).toEqual([undefined]);
  });

  test("a connection that breaks off, again and again, is taken up where it broke", async () => {
    answers = [good(100_000), good(50_000), good(1), good()];
    await run({ attempts: 2 });
    expect(isSame(partial.bytes, file)).toBe(true);
    expect(ranges[0]).toBeUndefined();
    expect(ranges).toHaveLength(4);
    expect(Number(ranges[3]?.slice(6, -1))).toBeGreaterThan(0);
  });

  test("what an earlier session has fetched is not fetched again", async () => {
    await partial.append(file.subarray(0, 250_000));
    answers = [good()];
    await run();
    expect(ranges).toEqual(["bytes=250000-"]);
  });

  test("a file that is there already asks nothing", async () => {
    await partial.append(file);
    await run();
    expect(ranges).toEqual([]);
  });

  test("a server that ignores ranges sends all again, and the file is right", async () => {
    await partial.append(file.subarray(0, 123_456));
    answers = [
      (_, response) => {
        response.writeHead(200, { "content-length": file.length }).end(file);
      },
    ];
    await run();
    expect(isSame(partial.bytes, file)).toBe(true);
  });

  test("a server that hides where its range starts", async () => {
    await partial.append(file.subarray(0, 1000));
    answers = [
      (request, response) => {
        response.writeHead(206).end(file.subarray(startOf(request)));
      },
    ];
    await run();
    expect(isSame(partial.bytes, file)).toBe(true);
  });

  test("a server that starts elsewhere is asked again, and given up", async () => {
    await partial.append(file.subarray(0, 1000));
    answers = [
      (_, response) => {
        response.writeHead(206, { "content-range": `bytes 0-${file.length - 1}/${file.length}` }).end(file);
      },
    ];
    await expect(run({ attempts: 3 })).rejects.toEqual(coded("model-download-failed"));
    expect(ranges).toHaveLength(3);
    expect(partial.bytes).toEqual(file.slice(0, 1000));
  });

  test("a busy server is asked again", async () => {
    answers = [status(503), status(429, { "retry-after": "0" }), good()];
    await run();
    expect(ranges).toHaveLength(3);
  });

  test("a server that falls silent is left and asked again", async () => {
    answers = [
      (_, response) => {
        response.writeHead(200, { "content-length": file.length });
        response.write(file.subarray(0, 10_000));
      },
      good(),
    ];
    await run({ stallMs: 150 });
    expect(ranges).toEqual([undefined, "bytes=10000-"]);
  });

  test("a pause keeps what has arrived", async () => {
    const pause = new AbortController();
    answers = [
      (_, response) => {
        response.writeHead(200, { "content-length": file.length });
        response.write(file.subarray(0, 70_000));
      },
      good(),
    ];
    const paused = run({
      signal: pause.signal,
      onProgress: ({ done }) => {
        if (done > 0) pause.abort();
      },
    });
    await expect(paused).rejects.toEqual(coded("cancelled"));
    const kept = partial.flushed;
    expect(kept).toBeGreaterThan(0);
    expect(partial.bytes).toHaveLength(kept);
    await run();
    expect(isSame(partial.bytes, file)).toBe(true);
    expect(ranges[1]).toBe(
      `bytes=${partial.flushed === file.length ? ranges[1]?.slice(6, -1) : partial.flushed}-`,
    );
  });

  test("a pause while waiting for the next attempt, and one before the first", async () => {
    answers = [status(500)];
    const pause = new AbortController();
    setTimeout(() => pause.abort(), 50);
    await expect(run({ signal: pause.signal, backOffMs: 60_000 })).rejects.toEqual(coded("cancelled"));
    await expect(run({ signal: AbortSignal.abort() })).rejects.toEqual(coded("cancelled"));
    expect(ranges).toHaveLength(1);
  });
});

describe("downloads that fail", () => {
  const statuses: [number, string][] = [
    [404, "model-download-gone"],
    [410, "model-download-gone"],
    [401, "model-download-refused"],
    [403, "model-download-refused"],
    [400, "model-download-failed"],
  ];
  for (const [code, name] of statuses)
    test(`status ${code} is told at once, and keeps what is there`, async () => {
      await partial.append(file.subarray(0, 1000));
      answers = [status(code)];
      await expect(run()).rejects.toEqual(coded(name));
      expect(ranges).toHaveLength(1);
      expect(partial.bytes).toHaveLength(1000);
    });

  test("no server", async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(run({ attempts: 2 })).rejects.toEqual(coded("model-download-failed"));
    server.listen(0);
  });

  test("wrong bytes are thrown away", async () => {
    answers = [good(Number.POSITIVE_INFINITY, file.with(17, 99))];
    await expect(run()).rejects.toEqual(coded("model-hash-mismatch"));
    expect(partial.bytes).toHaveLength(0);
    answers = [good()];
    await run();
  });

  test("another length, such as a login page's, keeps what is there", async () => {
    await partial.append(file.subarray(0, 1000));
    answers = [
      (_, response) => {
        response.writeHead(200, { "content-type": "text/html" }).end("<p>Log in</p>");
      },
      good(Number.POSITIVE_INFINITY, file.subarray(0, 200_000)),
    ];
    for (let i = 0; i < 2; i++) {
      await expect(run()).rejects.toEqual(coded("model-download-failed"));
      expect(partial.bytes).toEqual(file.slice(0, 1000));
    }
  });

  test("a body longer than announced", async () => {
    answers = [
      (_, response) => {
        response.writeHead(200);
        response.write(file);
        response.end(file);
      },
    ];
    await expect(run()).rejects.toEqual(coded("model-download-failed"));
    expect(partial.bytes.length).toBeLessThanOrEqual(file.length);
  });

  test("a body shorter than announced, for ever", async () => {
    answers = [good(0)];
    await expect(run({ attempts: 3 })).rejects.toEqual(coded("model-download-failed"));
    expect(ranges).toHaveLength(3);
  });

  test("a partial file longer than the file starts anew", async () => {
    await partial.append(new Uint8Array(file.length + 1));
    answers = [good()];
    await run();
    expect(ranges).toEqual([undefined]);
  });

  test("a range that the server does not have starts anew", async () => {
    await partial.append(new Uint8Array(1000));
    answers = [status(416), good()];
    await run();
    expect(ranges).toEqual(["bytes=1000-", undefined]);
  });

  test("a full disk has a name, and keeps what is there", async () => {
    await partial.append(file.subarray(0, 1000));
    partial.room = 100_000;
    answers = [good()];
    await expect(run()).rejects.toEqual(coded("model-storage-full"));
    expect(partial.bytes.length).toBeGreaterThanOrEqual(1000);
  });
});
