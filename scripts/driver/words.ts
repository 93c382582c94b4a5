/** The words of the interface by their key in `_locales`, so that rewording them breaks no test and no driver. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Messages = Readonly<Record<string, { readonly message: string }>>;

export class Words {
  readonly #messages: Messages;

  /** @param extension folder of the built extension */
  constructor(extension: string) {
    const path = join(extension, "_locales", "en", "messages.json");
    this.#messages = JSON.parse(readFileSync(path, "utf8")) as Messages;
  }

  /** The sentence as it stands. Throws when there is no such key. */
  of(key: string): string {
    const message = this.#messages[key]?.message;
    if (message === undefined) throw new Error(`no text ${key} in _locales`);
    return message;
  }

  /** Matches the whole sentence with anything in its placeholders. */
  pattern(key: string): RegExp {
    const parts = this.of(key).split(/\$[A-Za-z0-9_]+\$/u);
    return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")).join(".+?"), "u");
  }

  /** What an error's code is shown as. */
  error(code: string): string {
    return this.of(`error_${code.replaceAll("-", "_")}`);
  }
}
