/** Nothing leaves, and nothing comes in: the walls around the extension, tried from both sides. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Browser } from "../../scripts/driver/browser.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { expectQuiet, useStage } from "./harness.ts";
import { FERRY } from "./pages.ts";

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset());

  const ferry = (): string => stage.web.put("/ferry", { body: FERRY });

  /** Tries every way out that a document or a worker has; returns those that did not fail at once. Sent as source. */
  async function tryToLeave(url: string): Promise<string[]> {
    const open: string[] = [];
    const attempt = async (name: string, work: () => unknown): Promise<void> => {
      try {
        await work();
        open.push(name);
      } catch {
        // Blocked, as it should be.
      }
    };
    const load = (make: () => HTMLElement): Promise<void> =>
      new Promise((resolve, reject) => {
        const element = make();
        element.onload = () => resolve();
        element.onerror = () => reject(new Error("blocked"));
        document.body.append(element);
        setTimeout(() => reject(new Error("blocked")), 500);
      });
    await attempt("fetch", () => fetch(url, { mode: "no-cors" }));
    await attempt("WebSocket", () => {
      const socket = new WebSocket(url.replace("http", "ws"));
      return new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = reject;
      });
    });
    if (typeof document !== "undefined") {
      await attempt("image", () => load(() => Object.assign(new Image(), { src: url })));
      await attempt("script", () =>
        load(() => Object.assign(document.createElement("script"), { src: url })),
      );
      await attempt("style", () =>
        load(() => Object.assign(document.createElement("link"), { rel: "stylesheet", href: url })),
      );
      navigator.sendBeacon(url, "x");
      document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return open;
  }

  describe("from inside", () => {
    const contexts: Readonly<Record<string, (panel: View) => ReturnType<Browser["host"]>>> = {
      "the panel": async (panel) => panel,
      "the engine's document": () => stage.browser.host(),
      "the settings": () => stage.postil.openOptions(),
      "the service worker": () => stage.browser.background(),
    };

    test.each(Object.entries(contexts))("no request gets out of %s", async (_name, open) => {
      const { panel } = await stage.postil.openOn(ferry());
      const view = await open(panel);
      for (const host of ["localhost", "evil.example"]) {
        const target = stage.web.put("/leak", { body: "" }, host);
        expect(await view.call(tryToLeave, target)).toEqual([]);
      }
      if (view !== panel) await view.detach();
      expect(stage.web.requests.filter(({ path }) => path === "/leak")).toEqual([]);
      await expectQuiet(stage);
    });

    test("the host answers a message that it does not understand, and goes on", async () => {
      const { panel } = await stage.postil.openOn(ferry());
      await panel.find({ role: "button", name: stage.postil.words.of("summarise") });
      const answers = await panel.call(async () => {
        const port = chrome.runtime.connect({ name: "postil.host" });
        const refusals: { id?: number; error?: { code: string } }[] = [];
        let heardAll = (): void => undefined;
        const all = new Promise<void>((resolve) => {
          heardAll = resolve;
        });
        port.onMessage.addListener((message: { type: string; id?: number; error?: { code: string } }) => {
          if (message.type === "refusal" && refusals.push(message) === 5) heardAll();
        });
        const command = { type: "task.start", task: "summarise", tabId: -1, page: {}, input: null };
        for (const message of [
          null,
          7,
          { id: 3 },
          { id: 4, target: "host", command: { type: "rm" } },
          { id: 5, target: "host", command },
        ])
          port.postMessage(message);
        await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 30_000))]);
        port.disconnect();
        return refusals.map(({ id, error }) => [id, error?.code]);
      });
      expect(answers).toEqual([0, 0, 3, 4, 5].map((id) => [id, "message-invalid"]));
      await stage.postil.press(panel, "summarise");
      await stage.postil.waitForJob(panel, ["done"]);
      await expectQuiet(stage, panel);
    });
  });

  describe("from outside", () => {
    test("a page can neither talk to the extension nor load or frame its files", async () => {
      const { page, panel } = await stage.postil.openOn(ferry());
      await stage.postil.press(panel, "summarise");
      await stage.postil.waitForJob(panel, ["done"]);
      const root = stage.browser.extensionUrl;
      expect(await page.evaluate("typeof globalThis.chrome?.runtime?.sendMessage")).toBe("undefined");
      for (const file of ["manifest.json", "src/panel/panel.html", "icons/postil-32.png"]) {
        const load = `fetch(${JSON.stringify(root + file)}).then(() => "loaded", () => "refused")`;
        expect(await page.evaluate(load)).toBe("refused");
      }
      // What was injected to read the page leaves no way back in.
      expect(await page.evaluate("typeof globalThis.postilPage")).toBe("undefined");
    });
  });
});
