/** One document of Firefox (a tab's page, the sidebar, the event page) as a test sees it. */
import { writeFile } from "node:fs/promises";
import { CHILD_SOURCE, type ChildFunctions, type ParentFunctions, type SentName } from "./gecko/functions.ts";
import { until } from "./until.ts";
import type { Named } from "./view.ts";

/** Asks the parent process. */
export type AskParent = <K extends keyof ParentFunctions>(
  name: K,
  ...args: Parameters<ParentFunctions[K]>
) => Promise<ReturnType<ParentFunctions[K]>>;

export class GeckoView {
  readonly #ask: AskParent;
  /** Firefox's id of the browser that the document is shown in. */
  readonly id: number;

  constructor(ask: AskParent, id: number) {
    this.#ask = ask;
    this.id = id;
  }

  /** Runs JavaScript in the document, waits for its promise and returns its value, which must be JSON. */
  async evaluate<T = unknown>(expression: string): Promise<T> {
    const answer = await this.#child("evaluate", expression);
    // A document that went away in the middle answers nothing.
    if (answer === null) throw new Error("the document went away");
    const { value, thrown } = JSON.parse(answer) as { value?: T; thrown?: string };
    if (thrown !== undefined) throw new Error(thrown);
    return value as T;
  }

  /** Calls a function of JSON arguments in the document. It is sent as source: nothing around it comes along. */
  call<A extends readonly unknown[], R>(work: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
    return this.evaluate<R>(`(${work.toString()})(...${JSON.stringify(args)})`);
  }

  /** All text that is shown, as `innerText` gives it. */
  text(): Promise<string> {
    return this.evaluate<string>("document.body?.innerText ?? ''");
  }

  /** Whether such an element is there now and not hidden from the accessibility tree. */
  has({ role, name }: Named): Promise<boolean> {
    return this.#child("has", role, sent(name));
  }

  /** Presses the mouse's first button in the middle of the element, as a person would. */
  async click({ role, name }: Named, timeoutMs = 10_000): Promise<void> {
    await until(() => this.#child("press", role, sent(name), 1), timeoutMs, `${role} ${String(name)}`);
  }

  /** Presses what opens a file chooser, and chooses this file. */
  async chooseFile(named: Named, path: string, timeoutMs = 10_000): Promise<void> {
    await this.#child("answerFileChooser", path);
    await this.click(named, timeoutMs);
    await until(() => this.#child("fileChooserAnswered"), timeoutMs, "a file chooser");
  }

  /** Errors that nothing caught and console errors of the document, as text. */
  errors(): Promise<readonly string[]> {
    return this.#child("errors");
  }

  /** A PNG of what is shown. Written to `path`, if given. */
  async screenshot(path?: string): Promise<Buffer> {
    const png = Buffer.from(await this.#ask("screenshot", this.id, await this.#child("size")), "base64");
    if (path) await writeFile(path, png);
    return png;
  }

  async #child<K extends keyof ChildFunctions>(
    name: K,
    ...args: Parameters<ChildFunctions[K]>
  ): Promise<ReturnType<ChildFunctions[K]>> {
    const answer = await this.#ask("inChild", this.id, CHILD_SOURCE, name, args);
    return answer as ReturnType<ChildFunctions[K]>;
  }
}

const sent = (name: string | RegExp): SentName =>
  typeof name === "string" ? { text: name } : { pattern: name.source, flags: name.flags };
