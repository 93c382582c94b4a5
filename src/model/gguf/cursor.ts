/** Sequential little-endian reading of a `ByteSource` through a window, for the header of a GGUF. */
import { PostilError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { LIMITS } from "./format.ts";

const WINDOW = 1024 * 1024;
// A token may be U+FEFF itself: it is not a byte order mark here.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * `need(n)` brings the next n bytes into the window and must be awaited when it gives a promise; the synchronous readers
 * then take at most those. So an array of 262,144 strings costs a few awaits, not half a million.
 */
export class Cursor {
  private window = new Uint8Array(0);
  private view = new DataView(this.window.buffer);
  /** Position in the source of the window's first byte. */
  private base = 0;
  private at = 0;

  constructor(private readonly source: ByteSource) {}

  get position(): number {
    return this.base + this.at;
  }

  /** How many bytes the synchronous readers may take before the next `need`. */
  get available(): number {
    return this.window.length - this.at;
  }

  need(length: number): Promise<void> | undefined {
    return this.available >= length ? undefined : this.fill(length);
  }

  private async fill(length: number): Promise<void> {
    const position = this.position;
    const end = position + length;
    if (end > this.source.size)
      throw new PostilError("gguf-truncated", { needed: end, size: this.source.size });
    if (end > LIMITS.headerBytes)
      throw new PostilError("gguf-bad-metadata", { key: "header", found: end, expected: LIMITS.headerBytes });
    this.window = await this.source.read(
      position,
      Math.min(Math.max(length, WINDOW), this.source.size - position),
    );
    this.view = new DataView(this.window.buffer, this.window.byteOffset, this.window.byteLength);
    this.base = position;
    this.at = 0;
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  i8(): number {
    return this.view.getInt8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  i16(): number {
    return this.view.getInt16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  i32(): number {
    return this.view.getInt32(this.take(4), true);
  }

  f32(): number {
    return this.view.getFloat32(this.take(4), true);
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  u64(): bigint {
    return this.view.getBigUint64(this.take(8), true);
  }

  i64(): bigint {
    return this.view.getBigInt64(this.take(8), true);
  }

  /** The unsigned 64-bit number ahead, not consumed; the exact value up to 2^53, something larger beyond. */
  peekLength(): number {
    return this.view.getUint32(this.at, true) + this.view.getUint32(this.at + 4, true) * 2 ** 32;
  }

  text(length: number): string {
    const from = this.take(length);
    return utf8.decode(this.window.subarray(from, from + length));
  }

  skip(length: number): void {
    this.take(length);
  }

  private take(length: number): number {
    const from = this.at;
    this.at += length;
    return from;
  }
}
