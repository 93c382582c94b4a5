/**
 * The download of the first run, with every button on its way, from a server that plays Hugging Face. It sends as many zeros
 * as the model has bytes, so the way ends where wrong bytes must end; the right ones are in no machine's reach that has no
 * network. What follows a right hash is the same as for a file of the user's, and tested with the real model.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Firefox } from "../../scripts/driver/firefox.ts";
import { PATIENCE_MS, sleep } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { DEFAULT_ENTRY } from "../../src/model/catalogue.ts";
import { SOON, useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

const { size, url } = DEFAULT_ENTRY;
const { hostname, pathname } = new URL(url);
const PIECE = Buffer.alloc(256 * 1024);
/** Milliseconds between two pieces while the download must not get far: about 5 MB a second. */
const SLOW_MS = 50;
/** Milliseconds without an event after which Firefox stops the event page here: well longer than between two calls that keep it alive. */
const IDLE_MS = 20_000;
/** Firefox's own choice. */
const FIREFOX_IDLE_MS = 30_000;
/** Bytes that a download may lose when its document is destroyed: what has not yet been written to the disk. */
const AT_RISK = 8 * 1024 * 1024;

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  let delayMs: number;
  let ranges: (string | undefined)[];
  beforeAll(async () => {
    stage.web.putHost(hostname, sendZeros);
  });
  beforeEach(async () => {
    delayMs = SLOW_MS;
    ranges = [];
    await stage.reset({ engine: "webllm", termsAcceptedAt: 0 });
  });

  /** Answers as Hugging Face does: any origin may read, and from any byte on. */
  async function sendZeros(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("access-control-allow-origin", "*");
    if (request.method !== "GET" || request.url !== pathname) {
      response.writeHead(404).end();
      return;
    }
    const { range } = request.headers;
    ranges.push(range);
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    response.setHeader("content-length", size - start);
    if (start > 0) response.setHeader("content-range", `bytes ${start}-${size - 1}/${size}`);
    response.writeHead(start > 0 ? 206 : 200);
    // A browser that pauses closes the connection.
    await pipeline(Readable.from(zeros(size - start)), response).catch(() => undefined);
  }

  async function* zeros(length: number): AsyncGenerator<Buffer> {
    for (let sent = 0; sent < length; sent += PIECE.length) {
      yield PIECE.subarray(0, length - sent);
      if (delayMs > 0) await sleep(delayMs);
    }
  }

  /** Waits until the download has come further than `beyond`, and returns how far. */
  async function arrived(panel: View, beyond: number): Promise<number> {
    const { model } = await stage.postil.waitForState(
      panel,
      ({ model: { install } }) => install?.status === "running" && install.done > beyond,
    );
    return model.install?.done ?? 0;
  }

  /** Bytes in the files that the extension keeps while it downloads; one that goes away while they are counted has none. */
  const kept = (panel: View): Promise<number> =>
    panel.call(async () => {
      const folders = [await navigator.storage.getDirectory()];
      let bytes = 0;
      const gone = (thrown: unknown) => {
        if (!(thrown instanceof DOMException && thrown.name === "NotFoundError")) throw thrown;
      };
      const count = async (folder: FileSystemDirectoryHandle): Promise<void> => {
        for await (const entry of folder.values())
          if (entry.kind === "directory") folders.push(entry as FileSystemDirectoryHandle);
          else bytes += (await (entry as FileSystemFileHandle).getFile().catch(gone))?.size ?? 0;
      };
      for (const folder of folders) await count(folder).catch(gone);
      return bytes;
    });

  describe("the download", () => {
    // Of Firefox only: in Chromium nothing stops the engine's document.
    test.runIf(name === "firefox")("keeps the event page alive while nobody watches", async () => {
      const { postil, web } = stage;
      const { page, panel } = await postil.openOn(web.put("/ferry", { body: FERRY }));
      const firefox = stage.browser as Firefox;
      await firefox.setIdleTimeout(IDLE_MS);
      await panel.click({ role: "checkbox", name: postil.words.of("terms_accept") });
      await postil.press(panel, "fetch_model");
      const before = await arrived(panel, 1_000_000);
      await firefox.closePanel(panel);
      const longer = Date.now() + IDLE_MS + 4000;
      while (Date.now() < longer) {
        expect(await firefox.isBackgroundRunning()).toBe(true);
        await sleep(200);
      }
      await postil.pressButton(page);
      const reopened = await postil.panel();
      await arrived(reopened, before);
      expect(ranges).toEqual([undefined]);
      await postil.press(reopened, "cancel");
      await postil.press(reopened, "cancel_yes_delete");
      await expect.poll(() => kept(reopened), SOON).toBe(0);
      await firefox.setIdleTimeout(FIREFOX_IDLE_MS);
    });

    test("is paused, outlives its document, goes on where it stopped, and is thrown away when its bytes are wrong", async () => {
      const { postil, web } = stage;
      const { panel } = await postil.openOn(web.put("/ferry", { body: FERRY }));
      await panel.click({ role: "checkbox", name: postil.words.of("terms_accept") });
      await postil.press(panel, "fetch_model");
      await panel.waitForText(postil.words.of("fetching_title"));
      await arrived(panel, 1_000_000);

      await postil.press(panel, "pause");
      await panel.waitForText(postil.words.of("paused_title"));
      const paused = await kept(panel);
      expect(paused).toBeGreaterThan(1_000_000);
      await sleep(500);
      expect(await kept(panel)).toBe(paused);

      await postil.press(panel, "resume");
      const onward = await arrived(panel, paused + AT_RISK + 1_000_000);
      expect(ranges).toEqual([undefined, `bytes=${paused}-`]);

      await stage.browser.destroyHost();
      await panel.waitForText(postil.words.of("paused_title"));
      const left = await kept(panel);
      expect(left).toBeGreaterThan(paused);
      expect(left).toBeGreaterThan(onward - AT_RISK);

      delayMs = 0;
      await postil.press(panel, "resume");
      await panel.waitForText(postil.words.error("model-hash-mismatch"), 2 * PATIENCE_MS);
      expect(ranges[2]).toBe(`bytes=${left}-`);
      expect(ranges).toHaveLength(3);
      expect(await kept(panel)).toBe(0);
      const { model } = await postil.state(panel);
      expect(model).toMatchObject({
        status: "missing",
        installed: null,
        error: { code: "model-hash-mismatch" },
      });
      expect(web.foreignRequests.every(({ host, path }) => host === hostname && path === pathname)).toBe(
        true,
      );

      delayMs = SLOW_MS;
      await postil.press(panel, "retry");
      await arrived(panel, 1_000_000);
      expect(ranges[3]).toBeUndefined();
      await postil.press(panel, "cancel");
      await postil.press(panel, "cancel_yes_delete");
      await panel.waitForText(postil.words.of("welcome_title"));
      await expect.poll(() => kept(panel), SOON).toBe(0);
    });
  });
});
