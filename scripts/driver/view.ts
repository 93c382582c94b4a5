/** One target of the browser (a tab's page, the side panel, the offscreen document, the service worker) as a test sees it. */
import { writeFile } from "node:fs/promises";
import { type Cdp, CdpError, type CdpEvent, type Fields } from "./cdp.ts";
import { until } from "./until.ts";

/** An element by what a person, or a screen reader, knows it by. A string matches the whole accessible name. */
export interface Named {
  readonly role: string;
  readonly name: string | RegExp;
}

interface AxNode {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly backendDOMNodeId?: number;
}

export class View {
  readonly #cdp: Cdp;
  readonly #session: string;
  /** The target's id in the browser. */
  readonly targetId: string;
  /** Uncaught errors and console errors of this target, as text, oldest first. */
  readonly errors: string[] = [];
  #gone = false;
  #dismissing = false;

  private constructor(cdp: Cdp, targetId: string, session: string) {
    this.#cdp = cdp;
    this.targetId = targetId;
    this.#session = session;
    cdp.onEvent((event) => this.#hear(event));
  }

  /** Attaches to a target. */
  static async attach(cdp: Cdp, targetId: string): Promise<View> {
    const { sessionId } = await cdp.send("Target.attachToTarget", { targetId, flatten: true });
    const view = new View(cdp, targetId, String(sessionId));
    await view.send("Runtime.enable");
    return view;
  }

  /** True when the target was closed or has crashed. */
  get gone(): boolean {
    return this.#gone;
  }

  send(method: string, params: Fields = {}): Promise<Fields> {
    return this.#cdp.send(method, params, this.#session);
  }

  /** Stops watching, which also lets a service worker end by itself. */
  async detach(): Promise<void> {
    await this.#cdp.send("Target.detachFromTarget", { sessionId: this.#session });
    this.#gone = true;
  }

  /** Closes the target. */
  async close(): Promise<void> {
    await this.#cdp.send("Target.closeTarget", { targetId: this.targetId });
    this.#gone = true;
  }

  /** Runs JavaScript in the target, waits for its promise and returns its value, which must be JSON. */
  async evaluate<T = unknown>(expression: string): Promise<T> {
    const answer = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    const failure = answer.exceptionDetails as
      | { text: string; exception?: { description?: string } }
      | undefined;
    if (failure) throw new Error(failure.exception?.description ?? failure.text);
    return (answer.result as { value?: unknown }).value as T;
  }

  /** Calls a function of JSON arguments in the target. It is sent as source: nothing around it comes along. */
  call<A extends readonly unknown[], R>(work: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
    return this.evaluate<R>(`(${work.toString()})(...${JSON.stringify(args)})`);
  }

  /** All text that is shown, as `innerText` gives it. */
  text(): Promise<string> {
    return this.evaluate<string>("document.body?.innerText ?? ''");
  }

  /** Waits until the shown text has `words`; returns the text. */
  async waitForText(words: string | RegExp, timeoutMs = 10_000): Promise<string> {
    const has = (text: string): boolean =>
      typeof words === "string" ? text.includes(words) : words.test(text);
    let seen = "";
    const found = await until(async () => {
      seen = await this.text();
      return has(seen) ? { text: seen } : null;
    }, timeoutMs).catch(() => null);
    if (!found) throw new Error(`no ${String(words)} in ${timeoutMs} ms; shown is: ${seen.slice(0, 1500)}`);
    return found.text;
  }

  /** Whether such an element is there now and not hidden from the accessibility tree. */
  async has(named: Named): Promise<boolean> {
    return (await this.#find(named)) !== null;
  }

  /** Waits for the element; returns its node's id for the protocol's DOM commands. */
  async find(named: Named, timeoutMs = 10_000): Promise<number> {
    const found = await until(() => this.#find(named), timeoutMs).catch(() => null);
    if (found) return found;
    const names = (await this.#nodes(named.role)).map((node) => JSON.stringify(node.name?.value ?? ""));
    const shown = (await this.text()).slice(0, 1500);
    throw new Error(
      `no ${named.role} ${String(named.name)}; there are: ${names.join(", ") || "none"}; shown is: ${shown}`,
    );
  }

  /** Presses the mouse's first button in the middle of the element, as a person would. */
  async click(named: Named, timeoutMs = 10_000): Promise<void> {
    await this.#press(named, 1, timeoutMs);
  }

  /** Two quick presses. */
  async doubleClick(named: Named): Promise<void> {
    await this.#press(named, 2);
  }

  /** Presses what opens a file chooser, and chooses this file. */
  async chooseFile(named: Named, path: string, timeoutMs = 10_000): Promise<void> {
    await this.send("Page.enable");
    await this.send("Page.setInterceptFileChooserDialog", { enabled: true });
    const opened = this.#next("Page.fileChooserOpened", timeoutMs);
    await this.click(named, timeoutMs);
    const { backendNodeId } = await opened;
    await this.send("DOM.setFileInputFiles", { files: [path], backendNodeId });
    await this.send("Page.setInterceptFileChooserDialog", { enabled: false });
  }

  /** The element's accessible state, such as whether it is pressed, disabled or focused. */
  async attribute(named: Named, attribute: string): Promise<string | null> {
    const { object } = await this.send("DOM.resolveNode", { backendNodeId: await this.find(named) });
    const { result } = await this.send("Runtime.callFunctionOn", {
      objectId: (object as { objectId: string }).objectId,
      functionDeclaration: "function (name) { return this.getAttribute(name); }",
      arguments: [{ value: attribute }],
      returnByValue: true,
    });
    return ((result as { value?: string | null }).value ?? null) as string | null;
  }

  /** Closes whatever the page pops up (alert, confirm, prompt), which would hold everything else. */
  async dismissDialogs(): Promise<void> {
    this.#dismissing = true;
    await this.send("Page.enable");
  }

  /** Light or dark, as the system would ask for it. */
  async setColorScheme(scheme: "light" | "dark"): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.send("Emulation.setEmulatedMedia", { features });
  }

  /** A PNG of what is shown. Written to `path`, if given. */
  async screenshot(path?: string): Promise<Buffer> {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    const png = Buffer.from(String(data), "base64");
    if (path) await writeFile(path, png);
    return png;
  }

  async #press(named: Named, times: number, timeoutMs?: number): Promise<void> {
    await this.find(named, timeoutMs);
    // What was found may be drawn anew before its place is known.
    const quad = await until(
      () => this.#quad(named),
      5000,
      `a place on the screen for ${String(named.name)}`,
    );
    const middle = (from: number): number => ((quad[from] ?? 0) + (quad[from + 4] ?? 0)) / 2;
    const at = { x: middle(0), y: middle(1), button: "left" };
    await this.send("Input.dispatchMouseEvent", { ...at, type: "mouseMoved" });
    for (let clickCount = 1; clickCount <= times; clickCount++) {
      await this.send("Input.dispatchMouseEvent", { ...at, type: "mousePressed", clickCount });
      await this.send("Input.dispatchMouseEvent", { ...at, type: "mouseReleased", clickCount });
    }
  }

  /** The element's corners, x and y in turn; nothing when it is not there or not shown. */
  async #quad(named: Named): Promise<number[] | undefined> {
    const backendNodeId = await this.#find(named);
    if (backendNodeId === null) return undefined;
    await this.send("DOM.scrollIntoViewIfNeeded", { backendNodeId });
    const { quads } = await this.send("DOM.getContentQuads", { backendNodeId });
    return (quads as number[][])[0];
  }

  async #find(named: Named): Promise<number | null> {
    const fits = (name: string): boolean =>
      typeof named.name === "string" ? name === named.name : named.name.test(name);
    const node = (await this.#nodes(named.role)).find((candidate) => fits(candidate.name?.value ?? ""));
    return node?.backendDOMNodeId ?? null;
  }

  async #nodes(role: string): Promise<AxNode[]> {
    const { result } = await this.send("Runtime.evaluate", { expression: "document" });
    const { objectId } = result as { objectId?: string };
    if (!objectId) return [];
    try {
      const { nodes } = await this.send("Accessibility.queryAXTree", { objectId, role });
      return (nodes as AxNode[]).filter((node) => !node.ignored);
    } catch (thrown) {
      // A page that is just being replaced has no tree; who waits asks again.
      if (thrown instanceof CdpError && !this.#gone) return [];
      throw thrown;
    }
  }

  #next(method: string, timeoutMs: number): Promise<Fields> {
    return new Promise((resolve, reject) => {
      const stop = this.#cdp.onEvent((event) => {
        if (event.sessionId !== this.#session || event.method !== method) return;
        clearTimeout(timer);
        stop();
        resolve(event.params);
      });
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`no ${method} in ${timeoutMs} ms`));
      }, timeoutMs);
    });
  }

  #hear({ method, params, sessionId }: CdpEvent): void {
    if (method === "Target.detachedFromTarget" && params.sessionId === this.#session) this.#gone = true;
    if (sessionId !== this.#session) return;
    if (method === "Inspector.targetCrashed") this.#gone = true;
    if (method === "Page.javascriptDialogOpening" && this.#dismissing)
      void this.send("Page.handleJavaScriptDialog", { accept: false }).catch(() => undefined);
    if (method === "Runtime.exceptionThrown") {
      const { text, exception } = params.exceptionDetails as {
        text: string;
        exception?: { description?: string };
      };
      this.errors.push(exception?.description ?? text);
    }
    if (method === "Runtime.consoleAPICalled" && params.type === "error") {
      const args = params.args as { value?: unknown; description?: string }[];
      this.errors.push(args.map((arg) => String(arg.value ?? arg.description ?? "")).join(" "));
    }
  }
}
