/** How summaries are wanted: kept as settings, the same for all pages until they are changed. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { loadSettings, type Settings, saveSettings } from "../../settings/settings.ts";
import type { SummaryLength } from "../../tasks/task.ts";

export interface Wish {
  readonly length: SummaryLength;
  /** Of the summary: the page's, or the interface's. */
  readonly language: Settings["summaryLanguage"];
}

export class SummaryWish {
  readonly #wish = signal<Wish>({ length: "points", language: "page" });
  readonly #loaded: Promise<void>;

  constructor() {
    this.#loaded = loadSettings().then(({ summaryLength, summaryLanguage }) => {
      this.#wish.value = { length: summaryLength, language: summaryLanguage };
    });
  }

  get wish(): ReadonlySignal<Wish> {
    return this.#wish;
  }

  /** What is wanted, once it is known what was wanted before. */
  async known(): Promise<Wish> {
    await this.#loaded.catch(() => undefined);
    return this.#wish.value;
  }

  change(change: Partial<Wish>): void {
    this.#wish.value = { ...this.#wish.value, ...change };
    const { length, language } = this.#wish.value;
    void saveSettings({ summaryLength: length, summaryLanguage: language });
  }
}
