/** One target of Chromium: a tab's page, the side panel, the offscreen document, a worker. */
import { writeFile } from "node:fs/promises";
import { type Cdp, CdpError, type CdpEvent, type Fields } from "./cdp.ts";
import { PATIENCE_MS, sleep } from "./until.ts";
import { type Named, View } from "./view.ts";

/** Milliseconds for which an element must not have moved before it is pressed: two frames. */
const STILL_MS = 34;

interface AxNode {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly backendDOMNodeId?: number;
}

export class CdpView extends View {
  readonly #cdp: Cdp;
  readonly #session: string;
  /** The target's id in the browser. */
  readonly targetId: string;
  readonly #errors: string[] = [];
  #gone = false;
  #dismissing = false;

  private constructor(cdp: Cdp, targetId: string, session: string) {
    super();
    this.#cdp = cdp;
    this.targetId = targetId;
    this.#session = session;
    cdp.onEvent((event) => this.#hear(event));
  }

  /** Attaches to a target. */
  static async attach(cdp: Cdp, targetId: string): Promise<CdpView> {
    const { sessionId } = await cdp.send("Target.attachToTarget", { targetId, flatten: true });
    const view = new CdpView(cdp, targetId, String(sessionId));
    await view.send("Runtime.enable");
    return view;
  }

  send(method: string, params: Fields = {}): Promise<Fields> {
    return this.#cdp.send(method, params, this.#session);
  }

  /** Also lets a service worker end by itself, which a watched one does not. */
  override async detach(): Promise<void> {
    await this.#cdp.send("Target.detachFromTarget", { sessionId: this.#session });
    this.#gone = true;
  }

  override async close(): Promise<void> {
    await this.#cdp.send("Target.closeTarget", { targetId: this.targetId });
    this.#gone = true;
  }

  override async navigate(url: string): Promise<void> {
    // Its answer comes with the page's first bytes, which may be never.
    this.send("Page.navigate", { url }).catch(() => undefined);
  }

  override async reload(): Promise<void> {
    await this.send("Page.reload");
  }

  override async evaluate<T = unknown>(expression: string): Promise<T> {
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

  override async errors(): Promise<readonly string[]> {
    return this.#errors;
  }

  override async has(named: Named): Promise<boolean> {
    return (await this.#find(named)) !== null;
  }

  override async names(role: string): Promise<readonly string[]> {
    return (await this.#nodes(role)).map((node) => node.name?.value ?? "");
  }

  override async chooseFile(named: Named, path: string, timeoutMs = PATIENCE_MS): Promise<void> {
    await this.send("Page.enable");
    await this.send("Page.setInterceptFileChooserDialog", { enabled: true });
    const opened = this.#next("Page.fileChooserOpened", timeoutMs);
    await this.click(named, timeoutMs);
    const { backendNodeId } = await opened;
    await this.send("DOM.setFileInputFiles", { files: [path], backendNodeId });
    await this.send("Page.setInterceptFileChooserDialog", { enabled: false });
  }

  override async attribute(named: Named, attribute: string): Promise<string | null> {
    await this.find(named);
    const { object } = await this.send("DOM.resolveNode", { backendNodeId: await this.#find(named) });
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

  override async setColorScheme(scheme: "light" | "dark"): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.send("Emulation.setEmulatedMedia", { features });
  }

  override async screenshot(path?: string): Promise<Buffer> {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    const png = Buffer.from(String(data), "base64");
    if (path) await writeFile(path, png);
    return png;
  }

  protected override async press(named: Named, times: number): Promise<boolean> {
    const quad = await this.#quad(named);
    await sleep(STILL_MS);
    const later = await this.#quad(named);
    // What moves or is drawn anew would be missed; who presses asks again until it is at rest.
    if (!quad || quad.join() !== later?.join()) return false;
    const middle = (from: number): number => ((quad[from] ?? 0) + (quad[from + 4] ?? 0)) / 2;
    const at = { x: middle(0), y: middle(1), button: "left" };
    await this.send("Input.dispatchMouseEvent", { ...at, type: "mouseMoved" });
    const events: Promise<unknown>[] = [];
    // All at once: the second press of a double click is quick, however slow the way there and back is.
    for (let clickCount = 1; clickCount <= times; clickCount++)
      for (const type of ["mousePressed", "mouseReleased"])
        events.push(this.send("Input.dispatchMouseEvent", { ...at, type, clickCount }));
    await Promise.all(events);
    return true;
  }

  /** The element's corners, x and y in turn; nothing when it is not there or not shown. */
  async #quad(named: Named): Promise<number[] | undefined> {
    const backendNodeId = await this.#find(named);
    if (backendNodeId === null) return undefined;
    try {
      await this.send("DOM.scrollIntoViewIfNeeded", { backendNodeId });
      const { quads } = await this.send("DOM.getContentQuads", { backendNodeId });
      return (quads as number[][])[0];
    } catch (thrown) {
      // What was found may be drawn anew before its place is known.
      if (thrown instanceof CdpError && !this.#gone) return undefined;
      throw thrown;
    }
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
      this.#errors.push(exception?.description ?? text);
    }
    if (method === "Runtime.consoleAPICalled" && params.type === "error") {
      const args = params.args as { value?: unknown; description?: string }[];
      this.#errors.push(args.map((arg) => String(arg.value ?? arg.description ?? "")).join(" "));
    }
  }
}
