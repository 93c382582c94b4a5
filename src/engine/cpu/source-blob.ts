/** A `ByteSource` in the place of a `Blob`, for code that reads blobs: nothing is read before it is asked for. */
import type { ByteSource } from "../../model/byte-source.ts";

/** Bytes in one chunk of a stream. */
const CHUNK = 4 * 1024 * 1024;

export class SourceBlob extends Blob {
  readonly #source: ByteSource;
  readonly #from: number;
  readonly #to: number;
  readonly #onRead: (bytes: number) => void;

  /** @param onRead is told how many bytes have just been read */
  constructor(source: ByteSource, onRead: (bytes: number) => void, from = 0, to = source.size) {
    super();
    this.#source = source;
    this.#onRead = onRead;
    this.#from = from;
    this.#to = to;
  }

  override get size(): number {
    return this.#to - this.#from;
  }

  /** As `Blob.slice`, but for positions counted from the end. */
  override slice(start = 0, end = this.size): Blob {
    const from = Math.min(this.#from + start, this.#to);
    return new SourceBlob(
      this.#source,
      this.#onRead,
      from,
      Math.max(from, Math.min(this.#from + end, this.#to)),
    );
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read(this.#from, this.#to);
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let at = this.#from;
    return new ReadableStream(
      {
        pull: async (controller) => {
          const to = Math.min(at + CHUNK, this.#to);
          if (at < to) controller.enqueue(new Uint8Array(await this.#read(at, to)));
          at = to;
          if (at === this.#to) controller.close();
        },
      },
      // Nothing is read ahead.
      { highWaterMark: 0 },
    );
  }

  async #read(from: number, to: number): Promise<ArrayBuffer> {
    const { buffer } = await this.#source.read(from, to - from);
    this.#onRead(to - from);
    return buffer;
  }
}
