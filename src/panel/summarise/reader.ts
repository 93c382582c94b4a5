/** Reads what is to be summarised: the page of a tab, what is selected in it, or a PDF that the user has chosen. */
import type { PageContent } from "../../page/content.ts";
import { MIN_SELECTED, selectedContent } from "../../page/selected-text.ts";
import type { Begin } from "../session.ts";
import type { Tab } from "../view.ts";
import type { Wish } from "./wish.ts";

/** How a summary is begun, if not on the page as it is. */
export interface SummariseOptions {
  /** A PDF in place of what the tab shows. */
  readonly file?: File;
  /** The address that the notes on `file` are about, where the tab shows the same PDF. */
  readonly url?: string;
  /** Takes the file again that was last chosen in this tab. */
  readonly again?: boolean;
  /** What is selected, as the browser's menu has it: it knows selections that no script can see. */
  readonly selection?: string;
}

export interface ReaderMeans {
  readPage(tabId: number): Promise<PageContent>;
  readPdfFile(file: File, url: string): Promise<PageContent>;
  /** BCP 47. */
  languageOf(content: PageContent): Promise<string>;
  tab(tabId: number): Promise<Pick<Tab, "url" | "title">>;
  wish(): Promise<Wish>;
  /** BCP 47; the language of the interface. */
  readonly ownLanguage: string;
}

export class SummaryReader {
  readonly #means: ReaderMeans;
  /** By tab; as long as the panel is open. */
  readonly #files = new Map<number, { readonly file: File; readonly url: string }>();

  constructor(means: ReaderMeans) {
    this.#means = means;
  }

  /** Whether a summary of a file could be asked for again. */
  hasFile(tabId: number): boolean {
    return this.#files.has(tabId);
  }

  /** @throws PostilError as `readPage` and `readPdfFile` */
  async read(tabId: number, options: SummariseOptions = {}): Promise<Begin> {
    const page = await this.#contentOf(tabId, options);
    const { length, language } = await this.#means.wish();
    const output = language === "own" ? { output: this.#means.ownLanguage } : {};
    return { page, input: { ...page, length, ...output } };
  }

  async #contentOf(tabId: number, { file, url = "", again = false, selection }: SummariseOptions) {
    if (file) this.#files.set(tabId, { file, url });
    const chosen = file || again ? this.#files.get(tabId) : undefined;
    if (chosen) return this.#means.readPdfFile(chosen.file, chosen.url);
    this.#files.delete(tabId);
    const selected = selection ? await this.#selected(tabId, selection) : null;
    if (!selected) return this.#means.readPage(tabId);
    // A page that can be read tells more of its selection: its blocks, and its language.
    const page = await this.#means.readPage(tabId).catch(() => null);
    return page?.source === "selection" ? page : selected;
  }

  async #selected(tabId: number, text: string): Promise<PageContent | null> {
    const { url, title } = await this.#means.tab(tabId);
    const content = selectedContent(text, { url: url ?? "", title: title ?? "" });
    if (content.words.read < MIN_SELECTED) return null;
    return { ...content, lang: await this.#means.languageOf(content) };
  }
}
