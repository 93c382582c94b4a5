/** One document (a tab's page, the panel, what the extension runs in the background) as a test sees it, in any browser. */
import { PATIENCE_MS, until } from "./until.ts";

/** An element by what a person, or a screen reader, knows it by. A string matches the whole accessible name. */
export interface Named {
  /** Of ARIA: https://www.w3.org/TR/wai-aria-1.2/#role_definitions */
  readonly role: string;
  readonly name: string | RegExp;
}

/** Somewhere that JavaScript can be run in. */
export abstract class Realm {
  /** Runs JavaScript, waits for its promise and returns its value, which must be JSON. Throws what it throws, as text. */
  abstract evaluate<T = unknown>(expression: string): Promise<T>;

  /** Calls a function of JSON arguments. It is sent as source: nothing around it comes along. */
  call<A extends readonly unknown[], R>(work: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
    return this.evaluate<R>(`(${work.toString()})(...${JSON.stringify(args)})`);
  }
}

export abstract class View extends Realm {
  /** Whether such an element is there now and not hidden from the accessibility tree. */
  abstract has(named: Named): Promise<boolean>;

  /** The accessible names of all elements of a role. */
  abstract names(role: string): Promise<readonly string[]>;

  /** The value of an attribute of the element, or null. */
  abstract attribute(named: Named, attribute: string): Promise<string | null>;

  /** Presses what opens a file chooser, and chooses this file. */
  abstract chooseFile(named: Named, path: string, timeoutMs?: number): Promise<void>;

  /** Loads another address, as if it had been typed. Does not wait for it. */
  abstract navigate(url: string): Promise<void>;

  abstract reload(): Promise<void>;

  /** Uncaught errors and console errors of this document, as text, oldest first. */
  abstract errors(): Promise<readonly string[]>;

  /** Light or dark, as the system would ask for it. */
  abstract setColorScheme(scheme: "light" | "dark"): Promise<void>;

  /** A PNG of what is shown. Written to `path`, if given. */
  abstract screenshot(path?: string): Promise<Buffer>;

  /** Closes the tab, or the panel. */
  abstract close(): Promise<void>;

  /** Stops watching. */
  abstract detach(): Promise<void>;

  /** Presses the mouse's first button in the middle of the element so many times; false while it is not there or not shown. */
  protected abstract press(named: Named, times: number): Promise<boolean>;

  /** All text that is shown, as `innerText` gives it. */
  text(): Promise<string> {
    return this.evaluate<string>("document.body?.innerText ?? ''");
  }

  /** Waits until the shown text has `words`; returns the text. */
  async waitForText(words: string | RegExp, timeoutMs = PATIENCE_MS): Promise<string> {
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

  /** Waits for the element. */
  find(named: Named, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.#untilThere(named, () => this.has(named), timeoutMs);
  }

  /** Presses the element, once it is there, as a person would. */
  click(named: Named, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.#untilThere(named, () => this.press(named, 1), timeoutMs);
  }

  /** Two quick presses. */
  doubleClick(named: Named, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.#untilThere(named, () => this.press(named, 2), timeoutMs);
  }

  /** Writes `text` into the field in place of what is there, as an edit of the user's that can be undone. */
  async fill(named: Named, text: string, timeoutMs = PATIENCE_MS): Promise<void> {
    await this.click(named, timeoutMs);
    const isDone = await this.call((words: string) => {
      const field = document.activeElement;
      if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) field.select();
      else if (field) getSelection()?.selectAllChildren(field);
      return document.execCommand("insertText", false, words);
    }, text);
    if (!isDone) throw new Error(`no text can be written into ${named.role} ${String(named.name)}`);
  }

  async #untilThere(named: Named, look: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    try {
      await until(look, timeoutMs);
    } catch (cause) {
      const names = (await this.names(named.role)).map((name) => JSON.stringify(name)).join(", ");
      const shown = (await this.text()).slice(0, 1500);
      const there = `there are: ${names || "none"}; shown is: ${shown}`;
      throw new Error(`no ${named.role} ${String(named.name)}; ${there}`, { cause });
    }
  }
}
