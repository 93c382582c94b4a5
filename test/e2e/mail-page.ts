/**
 * A browser for the fixtures of mail sites and search engines, each shown at its site's address, with the scripts of
 * `src/page/mail/` and `src/page/search/` in a world of their own as the extension has it. Every request that is not for the fixture is refused.
 */
import { readFileSync } from "node:fs";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { bundle } from "../../scripts/driver/bundle.ts";
import { PATIENCE_MS } from "../../scripts/driver/until.ts";
import { ensureChrome } from "../../scripts/lib/chrome.mjs";
import type { MailContent } from "../../src/page/mail/content.ts";
import type { Insertion, Undoing } from "../../src/page/mail/insert.ts";
import type { MessageMark } from "../../src/page/mail/same-message.ts";
import type { KnownUser } from "../../src/page/mail/user.ts";
import type { PostilSearch } from "../../src/page/search/search.ts";

/** An event that a script made up, or one that reached a send control. */
export interface Seen {
  readonly type: string;
  /** The marks of its target that tell it from others: `id`, or the name of the element. */
  readonly target: string;
  readonly onSend: boolean;
}

export class MailPage {
  readonly page: Page;
  readonly #cdp: CDPSession;
  readonly #world: number;

  constructor(page: Page, cdp: CDPSession, world: number) {
    this.page = page;
    this.#cdp = cdp;
    this.#world = world;
  }

  read(user?: KnownUser): Promise<MailContent | null> {
    return this.#call(`postilMail.read(${JSON.stringify(user)})`);
  }

  insert(text: string, answers?: MessageMark): Promise<Insertion> {
    return this.#call(`postilMail.insert(${JSON.stringify(text)}, ${JSON.stringify(answers)})`);
  }

  undo(): Promise<Undoing> {
    return this.#call("postilMail.undo()");
  }

  /** What scripts have made up, and all that has reached what `selector` matches, since `watch`. */
  seen(): Promise<Seen[]> {
    return this.page.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen);
  }

  /** Notes events of every kind by which controls are worked, in the page's own world, before any other listener. */
  async watch(send: string): Promise<void> {
    await this.page.evaluate((selector) => {
      const seen: Seen[] = [];
      Object.assign(globalThis, { seen });
      const types =
        "click dblclick mousedown mouseup pointerdown pointerup keydown keypress keyup submit paste beforeinput";
      for (const type of types.split(" "))
        window.addEventListener(
          type,
          (event) => {
            const target = event.composedPath()[0] as Element;
            const onSend = target.closest?.(selector) != null;
            if (onSend || !event.isTrusted)
              seen.push({ type, target: target.id || target.localName, onSend });
          },
          true,
        );
      // However it is worked, what a send control does at last is to submit, to ask for something, or to run its listener.
      for (const control of document.querySelectorAll(selector))
        control.addEventListener("click", () =>
          seen.push({ type: "SENT", target: control.id, onSend: true }),
        );
    }, send);
  }

  results(): Promise<ReturnType<PostilSearch["read"]>> {
    return this.#call("postilSearch.read()");
  }

  async #call<T>(expression: string): Promise<T> {
    const answer = await this.#cdp.send("Runtime.evaluate", {
      expression,
      contextId: this.#world,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? "failed");
    return answer.result.value as T;
  }
}

export class MailBrowser {
  readonly #browser: Browser;
  readonly #script: string;

  private constructor(browser: Browser, script: string) {
    this.#browser = browser;
    this.#script = script;
  }

  /** @param entries what is injected into every page */
  static async launch(...entries: readonly string[]): Promise<MailBrowser> {
    const executablePath = await ensureChrome();
    const browser = await chromium.launch({
      executablePath,
      headless: true,
      chromiumSandbox: false,
      timeout: PATIENCE_MS,
    });
    const scripts = await Promise.all(entries.map((entry) => bundle(entry)));
    return new MailBrowser(browser, scripts.join(";\n"));
  }

  /** Shows `html` at `url`. */
  async open(url: string, html: string): Promise<MailPage> {
    const context = await this.#browser.newContext();
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.route("**/*", (route) =>
      route.request().url() === url ? route.fulfill({ contentType: "text/html", body: html }) : route.abort(),
    );
    await page.goto(url);
    const cdp = await context.newCDPSession(page);
    const { frameTree } = await cdp.send("Page.getFrameTree");
    const { executionContextId } = await cdp.send("Page.createIsolatedWorld", {
      frameId: frameTree.frame.id,
      worldName: "postil",
    });
    await cdp.send("Runtime.evaluate", { expression: this.#script, contextId: executionContextId });
    return new MailPage(page, cdp, executionContextId);
  }

  /** @param path below `test/fixtures/` */
  openFixture(path: string, url: string): Promise<MailPage> {
    return this.open(url, readFileSync(`test/fixtures/${path}.html`, "utf8"));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
