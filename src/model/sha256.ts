/** sha256, whole buffers by WebCrypto, long streams piece by piece by hash-wasm (WebCrypto cannot). */
import { createSHA256 } from "hash-wasm";
import { PostilError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";

const PIECE = 4 * 1024 * 1024;

/** sha256 of a buffer, lower-case hex. */
export async function hexDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * sha256 of a whole source, lower-case hex, holding 4 MiB at a time.
 * @param onProgress bytes done so far
 * @throws PostilError `cancelled`, and what the source throws
 */
export async function hashSource(
  source: ByteSource,
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const hasher = await createSHA256();
  for (let at = 0; at < source.size; at += PIECE) {
    if (signal?.aborted) throw new PostilError("cancelled");
    const length = Math.min(PIECE, source.size - at);
    hasher.update(await source.read(at, length));
    onProgress(at + length);
  }
  return hasher.digest("hex");
}
