/** One document of Firefox: a tab's page, the sidebar, the event page. */
import { writeFile } from "node:fs/promises";
import { CHILD_SOURCE, type ChildFunctions, type ParentFunctions, type SentName } from "./gecko/functions.ts";
import { PATIENCE_MS, until } from "./until.ts";
import { type Named, View } from "./view.ts";

/** Asks the parent process. */
export type AskParent = <K extends keyof ParentFunctions>(
  name: K,
  ...args: Parameters<ParentFunctions[K]>
) => Promise<ReturnType<ParentFunctions[K]>>;

export class GeckoView extends View {
  readonly #ask: AskParent;
  /** Firefox's id of the browser element that the document is shown in. */
  readonly id: number;

  constructor(ask: AskParent, id: number) {
    super();
    this.#ask = ask;
    this.id = id;
  }

  override async evaluate<T = unknown>(expression: string): Promise<T> {
    const { value, thrown } = JSON.parse(await this.#child("evaluate", expression)) as {
      value?: T;
      thrown?: string;
    };
    if (thrown !== undefined) throw new Error(thrown);
    return value as T;
  }

  override has({ role, name }: Named): Promise<boolean> {
    return this.#child("has", role, sent(name));
  }

  override names(role: string): Promise<readonly string[]> {
    return this.#child("names", role);
  }

  override async attribute(named: Named, attribute: string): Promise<string | null> {
    await this.find(named);
    return this.#child("attribute", named.role, sent(named.name), attribute);
  }

  override async chooseFile(named: Named, path: string, timeoutMs = PATIENCE_MS): Promise<void> {
    await this.#child("answerFileChooser", path);
    await this.click(named, timeoutMs);
    await until(() => this.#child("fileChooserAnswered"), timeoutMs, "a file chooser");
  }

  override navigate(url: string): Promise<void> {
    return this.#ask("navigate", this.id, url);
  }

  override reload(): Promise<void> {
    return this.#ask("reload", this.id);
  }

  /** Those of the document that is shown now. */
  override errors(): Promise<readonly string[]> {
    return this.#child("errors");
  }

  /** Has the document's workers end by an error that nothing catches. Throws when it has none. */
  async crashWorkers(): Promise<void> {
    if ((await this.#child("crashWorkers")) === 0) throw new Error("the document has no worker");
  }

  override setColorScheme(scheme: "light" | "dark"): Promise<void> {
    return this.#ask("setColorScheme", this.id, scheme);
  }

  override async screenshot(path?: string): Promise<Buffer> {
    const base64 = await this.#ask("screenshot", this.id, await this.#child("size"));
    const png = Buffer.from(base64, "base64");
    if (path) await writeFile(path, png);
    return png;
  }

  override close(): Promise<void> {
    return this.#ask("close", this.id);
  }

  /** Nothing: a document is looked at anew at each question. */
  override async detach(): Promise<void> {}

  protected override press({ role, name }: Named, times: number): Promise<boolean> {
    return this.#child("press", role, sent(name), times);
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
