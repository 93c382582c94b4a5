/** The user's rules as a signal, for as long as a page of ours is open, and the way to change them. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { asPostilError, type ErrorReport } from "../../errors.ts";
import { changeRules, loadRules, onRulesChanged } from "../../settings/rules.ts";
import type { RuleBook } from "../../tasks/filter/rules.ts";

/** Makes a change and keeps it; resolves with why that was refused, or with null. */
export type ChangeRules = (change: (book: RuleBook) => RuleBook) => Promise<ErrorReport | null>;

export class KeptRules {
  readonly #book = signal<RuleBook | null>(null);

  constructor() {
    onRulesChanged((book) => {
      this.#book.value = book;
    });
    void loadRules().then((book) => {
      // What was changed while this was read is the newer one.
      this.#book.value ??= book;
    });
  }

  /** Null until they are read. */
  get book(): ReadonlySignal<RuleBook | null> {
    return this.#book;
  }

  readonly change: ChangeRules = async (change) => {
    try {
      await changeRules(change);
      return null;
    } catch (thrown) {
      return asPostilError(thrown).toReport();
    }
  };
}
