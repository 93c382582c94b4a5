/** Something that takes long to open, and is only opened when it is needed. */
export class Lazy<T extends { close(): Promise<void> }> {
  readonly #open: () => Promise<T>;
  #opened: Promise<T> | null = null;

  constructor(open: () => Promise<T>) {
    this.#open = open;
  }

  /** The one that is open; it is opened if there is none. */
  get(): Promise<T> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  /** Closes it, if it was opened. */
  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => null);
    await opened?.close();
  }
}
